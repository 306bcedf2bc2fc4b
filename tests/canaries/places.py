"""Every place in which something typed could be left lying."""

import base64
import json
import logging
import os
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection

from config.logs import AllowedWords, LineFormatter
from demo import places
from tests.template import programs_to_test


class Log(logging.StreamHandler):
    """What an installation writes into its log, at its most talkative."""

    def __init__(self, stream):
        super().__init__(stream)
        self.setFormatter(LineFormatter())
        self.addFilter(AllowedWords())
        self.setLevel(logging.DEBUG)


def dumped(database):
    """The database as a backup program writes it."""
    program = programs_to_test(places.database_directory()) / "pg_dump"
    address = urlsplit(os.environ["AMPARO_TEST_SUPERUSER_URL"])._replace(path=f"/{database}").geturl()
    return subprocess.run([program, address], capture_output=True, check=True).stdout


def rows():
    """Every row of every table: as text, which shows bytes in hexadecimal, and in its raw bytes."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for form in ("text", "binary"):
                with cursor.copy(f'COPY (SELECT * FROM "{table}") TO STDOUT WITH (FORMAT {form})') as lines:
                    yield from (bytes(line) for line in lines)


def files_of_server(database):
    """What PostgreSQL keeps on its disk: tables with rows long dead, statistics, journal and log."""
    home = Path(os.environ["AMPARO_TEST_DIRECTORY"])
    with psycopg.connect(os.environ["AMPARO_TEST_SUPERUSER_URL"], autocommit=True) as server:
        server.execute("CHECKPOINT")
        [oid] = server.execute("SELECT oid FROM pg_database WHERE datname = %s", [database]).fetchone()
    kept = [home / "log", *(home / "cluster" / "base" / str(oid)).iterdir()]
    kept += [path for path in (home / "cluster" / "pg_wal").iterdir() if path.is_file()]
    return b"".join(path.read_bytes() for path in kept)


def sessions():
    """Sessions as they are read again: in the table they may stand compressed."""
    return json.dumps([row.get_decoded() for row in Session.objects.all()], ensure_ascii=False).encode()


def cache():
    """What the cache holds, out of its base64."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM work_cache")
        return b"".join(key.encode() + base64.b64decode(value) for key, value in cursor.fetchall())


def files():
    """Everything under the directory of the installation: what waits for the broker, uploads, reports."""
    kept = [path for path in settings.AMPARO_DATA.rglob("*") if path.is_file()]
    return b"".join(str(path).encode() + path.read_bytes() for path in kept)


def mails():
    return "".join(message.message().as_string() for message in mail.outbox).encode()


def everything(database):
    """{place: all that is kept there}"""
    return {
        "dump": dumped(database),
        "rows": b"".join(rows()),
        "files of the server": files_of_server(database),
        "sessions": sessions(),
        "cache": cache(),
        "files": files(),
        "mails": mails(),
    }
