"""PostgreSQL out of the wheel: made, started, stopped, and its refusals."""

import json
import os
import signal
import socket
import stat

import psutil
import psycopg
import pytest

from demo import Refused, cluster
from demo.places import require_passage
from demo.postgres import APPLICATION, OWNER, SUPERUSER, Server


def addresses(server):
    return {
        (link.laddr.ip, link.laddr.port)
        for link in psutil.Process(server.process.pid).net_connections()
        if link.status == psutil.CONN_LISTEN
    }


def alive(server):
    return server.process is not None and server.process.poll() is None


def program(directory, name, script):
    path = directory / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_it_listens_on_the_loopback_address_only(server):
    cluster.make(server, "amparo")

    assert addresses(server) == {("127.0.0.1", server.port)}


def test_nobody_enters_without_the_password(server):
    cluster.make(server, "amparo")
    for role in (SUPERUSER, OWNER, APPLICATION):
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(f"postgres://{role}:guess@127.0.0.1:{server.port}/amparo")


def test_the_passwords_are_for_us_alone(server):
    cluster.make(server, "amparo")

    assert stat.S_IMODE(server.passwords_file.stat().st_mode) == 0o600
    assert len(set(json.loads(server.passwords_file.read_text()).values())) == 3


def test_what_was_written_is_there_after_the_next_start(server):
    cluster.make(server, "amparo")
    with psycopg.connect(server.url(OWNER, "amparo")) as owner:
        owner.execute("CREATE TABLE kept (id int)")

    server.stop()
    server.start()

    with psycopg.connect(server.url(APPLICATION, "amparo")) as application:
        assert application.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_letters_follow_the_same_rules_on_every_machine(server):
    cluster.make(server, "amparo")
    with psycopg.connect(server.url(APPLICATION, "amparo")) as connection:
        assert connection.execute("SELECT lower('ÁRBOL ÑANDÚ')").fetchone() == ("árbol ñandú",)


def test_a_cluster_whose_making_was_interrupted_is_begun_again(server):
    cluster.make(server, "amparo")
    server.stop()
    server.passwords_file.unlink()

    assert not cluster.is_made(server)
    cluster.make(server, "amparo")

    with psycopg.connect(server.url(APPLICATION, "amparo")) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_server_left_by_a_killed_supervisor_is_ended_before_the_next_starts(server, home, programs):
    cluster.make(server, "amparo")
    next_one = Server(home, programs, fsync="off")

    next_one.start()

    try:
        assert not alive(server)
        assert alive(next_one)
    finally:
        next_one.stop()


def test_a_number_in_the_pid_file_that_is_somebody_elses_process_is_left_alone(server):
    cluster.make(server, "amparo")
    server.stop()
    (server.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n")

    server.start()

    assert alive(server)


def test_it_stops_while_somebody_is_connected(server):
    cluster.make(server, "amparo")
    with psycopg.connect(server.url(APPLICATION, "amparo")) as connection:
        process = server.process

        server.stop()

        assert process.returncode == 0
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")


def test_one_that_does_not_listen_is_ended_by_force(server, monkeypatch):
    cluster.make(server, "amparo")
    process = server.process
    process.send_signal(signal.SIGSTOP)
    monkeypatch.setattr("demo.postgres.STOP_SECONDS", 0.2)
    monkeypatch.setattr("demo.postgres.FORCE_SECONDS", 0.2)

    server.stop()

    assert process.returncode == -signal.SIGKILL


def test_data_of_another_version_is_refused_in_one_sentence(server):
    cluster.make(server, "amparo")
    server.stop()
    (server.cluster / "PG_VERSION").write_text("16\n")

    with pytest.raises(Refused) as refusal:
        server.start()

    assert str(refusal.value) == (
        f"The data in {server.home} was written by another version of PostgreSQL: start afresh with RESET=1."
    )


def test_a_full_disk_is_named(home):
    program(home, "postgres", "echo postgres '(PostgreSQL)' 18.6")
    program(home, "initdb", "echo 'initdb: error: could not write: No space left on device' >&2; exit 1")

    with pytest.raises(Refused) as refusal:
        cluster.make(Server(home, home), "amparo")

    assert str(refusal.value) == f"The disk is full: PostgreSQL could not write in {home}."


def test_any_other_refusal_is_passed_on_in_its_own_words(server):
    cluster.make(server, "amparo")
    server.stop()
    (server.cluster / "postgresql.conf").open("a").write("no_such_setting = 1\n")

    with pytest.raises(Refused, match=r"PostgreSQL did not start: configuration file .* contains errors$"):
        server.start()


def test_the_same_port_is_taken_again_so_that_nobody_has_to_be_told(server):
    cluster.make(server, "amparo")
    port = server.port
    server.process.kill()
    server.process.wait()

    server.start()

    assert server.port == port


def test_a_port_that_is_taken_meanwhile_is_refused_and_not_shared(server):
    cluster.make(server, "amparo")
    server.stop()
    with socket.create_server(("127.0.0.1", server.port)), pytest.raises(Refused, match="did not start"):
        server.start()


def test_root_is_told_when_nobody_could_not_enter_the_directory(home):
    if os.geteuid() != 0:
        assert require_passage(home) is None
        return
    home.chmod(0o700)

    with pytest.raises(Refused, match="who cannot enter"):
        require_passage(home)
