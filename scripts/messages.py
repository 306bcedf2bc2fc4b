"""Collect the texts to translate and compile the translations; with --check only say what was forgotten.

Only developers need gettext: what was collected and what was compiled are both committed.
"""

import os
import shutil
import subprocess
import sys

import polib

from demo import CHECKOUT
from demo.keys import new_secrets

CATALOGUE = CHECKOUT / "locale" / "es" / "LC_MESSAGES" / "django.po"
COLLECT = ["makemessages", "--locale=es", "--no-wrap", "--add-location=file", "--no-obsolete"]
NOT_OURS = ["--ignore=demo", "--ignore=scripts", "--ignore=static/vendor", "--ignore=tests"]
CHANGED = "Run `make messages` and translate; these texts have changed:"


def main(check=""):
    if not shutil.which("xgettext"):
        sys.exit("gettext is missing: install the package gettext, then run this again.")
    before = read()
    try:
        collect()
        changed = sorted(texts_of(read()) ^ texts_of(before))
    finally:
        if check:
            CATALOGUE.write_text(before, encoding="utf-8")
    if not check:
        polib.pofile(str(CATALOGUE)).save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    elif changed:
        sys.exit("\n  ".join([CHANGED, *changed]))


def read():
    return CATALOGUE.read_text(encoding="utf-8") if CATALOGUE.exists() else ""


def collect():
    command = [sys.executable, "manage.py", *COLLECT, *NOT_OURS, "--verbosity=0"]
    subprocess.run(command, env=new_secrets() | os.environ, cwd=CHECKOUT, check=True)


def texts_of(catalogue):
    """Every text in use, with its context and plural."""
    entries = polib.pofile(catalogue) if catalogue else ()
    return {" ".join(filter(None, (entry.msgctxt, entry.msgid, entry.msgid_plural))) for entry in entries}


if __name__ == "__main__":
    main(*sys.argv[1:])
