"""`python -m bench.sign_in`: does an answer tell by its time whether there is such an account?

The same wrong password, in turn for an account that exists and for one that does not, on a PostgreSQL of its
own; what was counted is undone between the tries, so that nobody is locked out.
"""

import os
import shutil
import subprocess
import sys
from statistics import median, quantiles
from time import perf_counter

import django

from bench.soak.__main__ import set_environment
from demo import programs
from demo.databases import start_own
from demo.places import database_directory

PAIRS = 500


def main(pairs=PAIRS):
    home = database_directory() / f"bench-sign-in-{os.getpid()}"
    server = start_own(home)
    try:
        set_environment(server, home)
        os.environ |= {"AMPARO_EXTRA_APPS": "", "HTTPS": "off", "LOG_LEVEL": "ERROR"}
        owner = os.environ | {"DATABASE_URL": os.environ["AMPARO_OWNER_DATABASE_URL"]}
        subprocess.run(programs.manage("migrate", "--no-input", "--verbosity=0"), env=owner, check=True)
        django.setup()
        compare(int(pairs))
    finally:
        server.stop()
        shutil.rmtree(home)


def compare(pairs):
    """Print the middle of both, of their differences, and how far apart half of the differences lie."""
    from accounts import actions

    organisation = actions.create_organisation(by=None, name="Casa", country="GT", kind="ngo", is_lead=True)
    person, _token = actions.invite(
        by=None, full_name="Lucía", sign_in_name="lucia", organisation=organisation, role="administrator"
    )
    person.set_password("cuatro palabras que nadie adivina")
    person.save(update_fields=["password"])
    for name in ("lucia", "nobody"):
        tried(name)
    times = [(tried("lucia"), tried("nobody")) for _pair in range(pairs)]
    known, unknown = zip(*times, strict=True)
    apart = [one - other for one, other in times]
    low, _middle, high = quantiles(apart, n=4)
    say("account that exists, median", median(known))
    say("no such account, median", median(unknown))
    say(f"difference, median of {pairs} pairs", median(apart))
    say("half of the differences lie within", high - low)


def tried(name):
    """Milliseconds of one refused try at the page; what it left behind is undone outside the clock."""
    from axes.models import AccessAttempt
    from django.test import Client

    from accounts.models import BadTry

    client = Client(SERVER_NAME="localhost")
    began = perf_counter()
    answer = client.post("/accounts/login/", {"name": name, "password": "not this one at all"})
    took = (perf_counter() - began) * 1000
    if answer.status_code != 422:
        raise RuntimeError(f"The page answered {answer.status_code}.")
    AccessAttempt.objects.all().delete()
    BadTry.objects.all().delete()
    return took


def say(what, milliseconds):
    sys.stdout.write(f"{what:<44}{milliseconds:9.1f} ms\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
