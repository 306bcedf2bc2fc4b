"""The broker made of files: a message is whole or not there, and one reader has it."""

from itertools import chain

import pytest
from kombu import Connection

from config import broker
from tests.work.crowd import together

LONG = "x" * 2_000_000  # takes long enough to write and to read for others to come in between


@pytest.fixture
def open_queue(tmp_path):
    options = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path), "polling_interval": 0.001}

    def open_queue():
        connection = Connection("filesystem://localhost", transport_options=options)
        return connection.SimpleQueue("work", no_ack=True)

    return open_queue


def read_all(queue):
    read = []
    try:
        while True:
            read.append(queue.get(timeout=0.5).payload)
    except queue.Empty:
        return read


def test_filesystem_means_our_transport(open_queue):
    assert isinstance(open_queue().channel, broker.Channel)


def test_many_writers_and_readers_lose_nothing_and_read_nothing_twice(open_queue):
    def write(writer):
        queue = open_queue()
        for number in range(20):
            queue.put([writer, number, LONG])
        return []

    answers = together(lambda: write(0), lambda: write(1), *[lambda: read_all(open_queue())] * 3)

    read = sorted((writer, number) for writer, number, _long in chain(*answers))
    assert read == [(writer, number) for writer in (0, 1) for number in range(20)]


def test_half_a_message_left_by_a_writer_that_died_stops_nobody(open_queue, tmp_path):
    (tmp_path / "1_dead.work.part").write_text('{"body": "ha')
    queue = open_queue()
    queue.put("whole")

    assert read_all(queue) == ["whole"]
