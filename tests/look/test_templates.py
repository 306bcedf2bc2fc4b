"""Promises about templates and static files: nothing inline, nothing from elsewhere, nothing left over."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
OWN_STATIC = [p for p in (ROOT / "static").rglob("*") if p.is_file() and "vendor" not in p.parts]
NAMES = [str(path.relative_to(ROOT / "templates")) for path in TEMPLATES]
NOT_OURS = {".venv", "tests", "node_modules"}
PYTHON = [p for p in ROOT.rglob("*.py") if not NOT_OURS & set(p.relative_to(ROOT).parts)]

INLINE = {
    "style": re.compile(r"<style|\sstyle\s*=", re.IGNORECASE),
    "script": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "htmx code": re.compile(r"hx-on|hx-vals=['\"]js:|javascript:", re.IGNORECASE),
    "unescaped": re.compile(r"\|\s*safe\b|autoescape off|mark_safe"),
}
FORBIDDEN = ["eval(", "new Function", "innerHTML", "localStorage", "sessionStorage"]
ELSEWHERE = re.compile(r"(?:src|href|url\()\s*=?\s*[\"']?(?:https?:)?//", re.IGNORECASE)


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_a_template_holds_nothing_inline_and_nothing_from_elsewhere(path):
    text = path.read_text(encoding="utf-8")

    assert [name for name, found in INLINE.items() if found.search(text)] == []
    assert ELSEWHERE.findall(text) == []


@pytest.mark.parametrize("path", OWN_STATIC, ids=[p.name for p in OWN_STATIC])
def test_a_static_file_asks_nothing_of_another_origin(path):
    text = path.read_text(encoding="utf-8")

    assert ELSEWHERE.findall(text) == []
    assert [word for word in FORBIDDEN if word in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_template_can_be_read(name):
    assert get_template(name)


def named_in_code():
    """Templates that views, forms, tags and other templates name."""
    for path in PYTHON:
        text = path.read_text(encoding="utf-8")
        yield from re.findall(r"[\"']([\w/-]+\.html)(?:#\w+)?[\"']", text)
        yield from (f"errors/{name}.html" for name in re.findall(r"static_page\(\"(\w+)\"", text))
        yield from (f"components/{name}.html" for name in re.findall(r"drawn\(\s*context,\s*\"(\w+)\"", text))
    for path in TEMPLATES:
        yield from re.findall(r"[\"']([\w/-]+\.html)[\"']", path.read_text(encoding="utf-8"))


def test_no_template_is_left_over():
    assert sorted(set(NAMES) - set(named_in_code())) == []


def test_every_drawing_that_is_asked_for_is_in_the_sprite():
    sprite = (ROOT / "static/vendor/tabler-icons-3.51.0/sprite.svg").read_text()
    there = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    asked = {name for path in TEMPLATES for name in re.findall(r"{% icon \"([\w-]+)\"", path.read_text())}
    asked |= {name for path in TEMPLATES for name in re.findall(r"icon=\"([\w-]+)\"", path.read_text())}

    assert sorted(asked - there) == []


def test_what_came_from_outside_is_as_it_was_published():
    command = [sys.executable, "scripts/vendor.py", "--check"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert (checked.returncode, checked.stderr) == (0, "")


def test_of_bootstrap_there_is_what_the_pages_use_and_no_more():
    command = [sys.executable, "scripts/used_bootstrap.py", "--check"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert (checked.returncode, checked.stderr) == (0, "")


def test_a_page_loads_htmx_where_a_part_of_it_asks_for_itself():
    asks = re.compile(r"partial=True|components/progress\.html|hx-trigger=.input")
    texts = {name: path.read_text("utf-8") for name, path in zip(NAMES, TEMPLATES, strict=True)}
    asking = [name for name, text in texts.items() if asks.search(text) and "{% comment" not in text]

    loading = [name for name, text in texts.items() if "{% htmx_script version=4 %}" in text]
    whole = ["cases/case.html", "cases/person.html", "cases/relatives.html", "look/page.html"]
    asked = ["cases/case.html", "cases/person.html", "cases/relative_line.html", "look/figures.html"]
    assert asking == [*asked, "reports/report.html"]
    assert loading == [*whole, "reports/report.html"]


def test_every_folder_from_outside_brings_its_licence():
    folders = [path for path in (ROOT / "static/vendor").iterdir() if path.is_dir()]

    assert [f.name for f in folders if not (f / "LICENSE").exists() or not (f / "VENDOR.toml").exists()] == []
    assert not any(b"sourceMappingURL" in p.read_bytes() for f in folders for p in f.glob("*.css"))
