"""Making a PostgreSQL cluster: its files, its two roles, its database."""

import json
import secrets
import shutil
import subprocess

from demo import CHECKOUT, Refused
from demo.places import account, give_away, make_directory, write_private
from demo.postgres import APPLICATION, OWNER, SUPERUSER, plain_environment, reason

ROLES = CHECKOUT / "docker" / "database" / "roles.sql"
LOOPBACK_ONLY = "\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\n"
WHO_CONNECTS = "host all all 127.0.0.1/32 scram-sha-256\n"


def is_made(server):
    """The passwords are written last, so a cluster without them was never finished."""
    return server.passwords_file.exists()


def make(server, database):
    """Create the cluster with its roles and leave its server running; a half-made one is begun again."""
    server.end_leftover()
    shutil.rmtree(server.cluster, ignore_errors=True)
    passwords = {role: secrets.token_urlsafe(24) for role in (SUPERUSER, OWNER, APPLICATION)}
    initdb(server, passwords[SUPERUSER])
    server.start()
    try:
        make_roles(server, database, passwords)
        write_private(server.passwords_file, json.dumps(passwords))
    except BaseException:
        server.stop()
        raise


def initdb(server, password):
    """Write the files of an empty cluster that listens on loopback and asks everybody for a password."""
    make_directory(server.cluster)
    server.cluster.chmod(0o700)
    give_away(server.cluster)
    word = server.home / "superuser"
    write_private(word, password)
    give_away(word)
    options = ["--pgdata", server.cluster, "--pwfile", word, "--no-sync", "--username", SUPERUSER]
    try:
        run(server, "initdb", *options, "--auth=scram-sha-256", "--encoding=UTF8", *letters(server))
    finally:
        word.unlink()
    with (server.cluster / "postgresql.conf").open("a") as conf:
        conf.write(LOOPBACK_ONLY)
    (server.cluster / "pg_hba.conf").write_text(WHO_CONNECTS)


def letters(server):
    """The same rules for letters on every machine: from version 17 on the server brings its own."""
    version = run(server, "postgres", "--version").split()[2]
    if int(version.split(".")[0]) < 17:
        return ["--locale=C.UTF-8"]
    return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]


def make_roles(server, database, passwords):
    """Run the roles' own file, the one that servers use too."""
    run(
        server,
        "psql",
        *("--no-psqlrc", "--quiet", f"--set=database={database}", "--file=-", "--dbname=postgres"),
        script=ROLES.read_text(),
        PGHOST="127.0.0.1",
        PGPORT=str(server.port),
        PGUSER=SUPERUSER,
        PGPASSWORD=passwords[SUPERUSER],
        AMPARO_OWNER_PASSWORD=passwords[OWNER],
        AMPARO_APP_PASSWORD=passwords[APPLICATION],
    )


def run(server, program, *arguments, script="", **words):
    """Run one of PostgreSQL's programs to its end, or refuse with what it said."""
    done = subprocess.run(
        [server.programs / program, *arguments],
        env=plain_environment() | words,
        cwd=server.cluster,
        input=script,
        capture_output=True,
        text=True,
        start_new_session=True,
        **account(),
    )
    if done.returncode:
        raise Refused(reason("PostgreSQL could not be set up", done.stderr, server.home))
    return done.stdout
