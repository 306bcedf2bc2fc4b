"""`python -m bench.vault`: what sealing costs, on a PostgreSQL of its own."""

import os
import shutil
import subprocess
import sys
import time
import tracemalloc
import uuid
from datetime import date

import django

from bench.soak.__main__ import set_environment
from demo import programs
from demo.databases import start_own
from demo.places import database_directory

PEOPLE = 10_000


def main():
    home = database_directory() / f"bench-vault-{os.getpid()}"
    server = start_own(home)
    try:
        set_environment(server, home)
        os.environ["AMPARO_EXTRA_APPS"] = "tests.testrooms"
        owner = os.environ | {"DATABASE_URL": os.environ["AMPARO_OWNER_DATABASE_URL"]}
        subprocess.run(programs.manage("migrate", "--no-input", "--verbosity=0"), env=owner, check=True)
        django.setup()
        for measure in (one_value, one_file, people_in_bulk, rotation):
            measure()
    finally:
        server.stop()
        shutil.rmtree(home)


def say(what, seconds, each=None):
    """One line: the whole time, or the time of each of many."""
    figure = f"{seconds / each * 1e6:10.1f} µs" if each else f"{seconds * 1e3:10.1f} ms"
    sys.stdout.write(f"{what:<58}{figure}\n")
    sys.stdout.flush()


def best(work, times=5, clock=time.perf_counter):
    """The shortest of several runs: what is longer is the machine's other work."""
    taken = []
    for _run in range(times):
        begun = clock()
        work()
        taken.append(clock() - begun)
    return min(taken)


def ten_thousand(work):
    """The processor's time for one of ten thousand."""

    def many():
        for _number in range(10_000):
            work()

    return best(many, clock=time.process_time)


def one_value():
    from tests.testrooms.models import Contact
    from vault import keys
    from vault.lookup import digest
    from vault.models import SubjectKey
    from vault.values import SealedValue

    contact = Contact.objects.create(name="María Ixchel")
    field, row = Contact._meta.get_field("name"), SubjectKey.objects.get()
    with keys.held_keys():
        sealed = field.seal(contact, "María Ixchel").envelope
        say("seal one name", ten_thousand(lambda: field.seal(contact, "María Ixchel")), each=10_000)
        say("open one name", ten_thousand(lambda: field.open(contact, SealedValue(sealed))), each=10_000)
        say("unwrap one data key", ten_thousand(lambda: keys._hold(row, None)), each=10_000)
    say("digest of one phone number", ten_thousand(lambda: digest("phone", "55551234")), each=10_000)


def people_in_bulk():
    from django.db import connection

    from tests.testrooms.models import Contact
    from vault.actions import Subject, make_keys, open_keys
    from vault.keys import held_keys

    people = [Subject("person", uuid.uuid4()) for _ in range(PEOPLE)]
    say(f"make data keys of {PEOPLE} people", best(lambda: make_keys(people, "identity"), times=1))

    def write():
        with held_keys():
            open_keys(people)
            Contact.objects.bulk_create(
                [
                    Contact(person=person.id, name="María", born=date(2004, 2, 29), phone=f"5{number:07}")
                    for number, person in enumerate(people)
                ],
                batch_size=1000,
            )

    say(f"write {PEOPLE} rows of three sealed fields and a look-up", best(write, times=1))

    def fetch():
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM vault_subjectkey WHERE ring = 'identity'")
            cursor.fetchall()
            cursor.execute("SELECT id, person, born FROM testrooms_contact")
            cursor.fetchall()

    def ages():
        with held_keys():
            rows = list(Contact.objects.only("person", "born").filter(born__isnull=False))
            open_keys(rows)
            return [2026 - row.born.year for row in rows]

    say(f"birth dates of {PEOPLE} people in bulk", best(ages))
    say("  of which the same rows by plain SQL", best(fetch))
    say("  the processor's time for each of them", best(ages, clock=time.process_time), each=PEOPLE)
    found = best(lambda: Contact.objects.get(phone_lookup="+502 5000 5000"), times=20)
    say(f"find one of {PEOPLE} by phone", found)


def rotation():
    from django.conf import settings

    from vault import rotation
    from vault.keyring import new_keys

    settings.AMPARO_KEYS = f"{new_keys('2027a')} {settings.AMPARO_KEYS}"
    say(f"rotate the data keys of {PEOPLE} people", best(lambda: rotation.rewrap("identity"), times=1))
    phone = next(field for field in rotation.lookup_fields() if field.name == "phone_lookup")
    say(f"make {PEOPLE} look-ups again", best(lambda: rotation.remake(phone), times=1))


def one_file():
    from vault.keys import Subject
    from work.files import keep_file, read_file
    from work.models.files import LARGEST

    kept = []

    def keep():
        with open("/dev/urandom", "rb", buffering=0) as noise:
            kept.append(
                keep_file(
                    Part(noise, LARGEST),
                    name="x",
                    subject=Subject("person", uuid.uuid4()),
                    by=None,
                    media_type="x",
                )
            )

    say("keep a file of 25 MB", best(keep, times=3))
    say("read a file of 25 MB", best(lambda: [len(chunk) for chunk in read_file(kept[0])], times=3))
    tracemalloc.start()
    keep()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    sys.stdout.write(f"{'memory that keeping it takes at most':<58}{most / 1024**2:10.1f} MB\n")


class Part:
    """The first bytes of an endless stream."""

    def __init__(self, stream, left):
        self.stream, self.left = stream, left

    def read(self, size):
        size = min(size, self.left)
        self.left -= size
        return self.stream.read(size)


if __name__ == "__main__":
    main()
