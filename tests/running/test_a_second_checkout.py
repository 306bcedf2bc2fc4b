"""A second checkout may link to the packages of the first: they are never cleared from there."""

import importlib.util
import shutil
from pathlib import Path

from django.conf import settings

SCRIPT = Path(settings.BASE_DIR, "scripts", "venv.py")


def stamp_wanted_in(checkout):
    """What the script of this checkout wants to find written in its packages."""
    (checkout / "scripts").mkdir(parents=True)
    shutil.copy(SCRIPT, checkout / "scripts")
    spec = importlib.util.spec_from_file_location("venv_of_a_checkout", checkout / "scripts" / "venv.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script.wanted_stamp([])


def test_packages_that_are_linked_to_count_as_made_where_they_stand(tmp_path):
    (tmp_path / "first" / ".venv").mkdir(parents=True)
    (tmp_path / "second").mkdir()
    (tmp_path / "second" / ".venv").symlink_to(tmp_path / "first" / ".venv")

    assert stamp_wanted_in(tmp_path / "second") == stamp_wanted_in(tmp_path / "first")
