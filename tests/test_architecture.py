"""Promises about the code itself."""

import ast
import inspect
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

ROOT = Path(settings.BASE_DIR)
ROOMS = [
    "audit", "vault", "work", "codebook", "accounts", "programmes", "cases", "shelters", "reintegration",
    "referrals", "trainings", "reports", "config",
]  # fmt: skip
OURS = sorted(
    path
    for room in [*ROOMS, "demo", "scripts"]
    for path in (ROOT / room).rglob("*.py")
    if "migrations" not in path.parts
)
FUNCTION_LINES, FILE_LINES, CLASS_LINES, TEMPLATE_LINES = 40, 400, 120, 150


def names_of(paths):
    return [str(path.relative_to(ROOT)) for path in paths]


def functions_and_classes(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)]


def in_modules(name):
    """Public functions of every module or package of this name, in every room."""
    for room in ROOMS:
        for path in sorted((ROOT / room).glob(f"{name}.py")) + sorted((ROOT / room).glob(f"{name}/*.py")):
            module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
            for member, function in inspect.getmembers(module, inspect.isfunction):
                if function.__module__ == module.__name__ and not member.startswith("_"):
                    yield f"{room}.{member}", function


@pytest.mark.parametrize("path", OURS, ids=names_of(OURS))
def test_no_file_class_or_function_grows_past_what_a_reader_can_hold(path):
    too_long = [
        node.name
        for node in functions_and_classes(path)
        if node.end_lineno - node.lineno + 1
        > (CLASS_LINES if isinstance(node, ast.ClassDef) else FUNCTION_LINES)
    ]

    assert too_long == []
    assert len(path.read_text(encoding="utf-8").splitlines()) <= FILE_LINES


def test_most_functions_are_short():
    lengths = sorted(
        node.end_lineno - node.lineno + 1
        for path in OURS
        for node in functions_and_classes(path)
        if isinstance(node, ast.FunctionDef)
    )

    assert lengths[len(lengths) // 2] <= 8
    assert lengths[int(len(lengths) * 0.95)] <= 22


def test_no_template_grows_past_what_a_reader_can_hold():
    long = [
        p for p in (ROOT / "templates").rglob("*.html") if len(p.read_text().splitlines()) > TEMPLATE_LINES
    ]

    assert names_of(long) == []


def test_no_test_file_grows_past_what_a_reader_can_hold():
    long = [
        path for path in (ROOT / "tests").rglob("*.py") if len(path.read_text().splitlines()) > FILE_LINES
    ]

    assert names_of(long) == []


def test_every_action_says_who_does_it():
    nameless = [
        name
        for name, function in in_modules("actions")
        if name.split(".")[0] not in {"audit", "vault", "work"}
        and getattr(inspect.signature(function).parameters.get("by"), "kind", None)
        != inspect.Parameter.KEYWORD_ONLY
    ]

    assert nameless == []


@pytest.mark.parametrize("module", ["actions", "rules", "tasks", "models"])
def test_every_public_function_says_what_it_means(module):
    assert [name for name, function in in_modules(module) if not function.__doc__] == []


def test_every_rule_refuses_in_a_sentence():
    silent = [
        name
        for name, function in in_modules("rules")
        if name.split(".")[1].startswith("can_") and not hasattr(function, "refusal")
    ]

    assert silent == []


def test_every_model_says_what_it_is():
    ours = [model for model in apps.get_models() if model._meta.app_label in ROOMS]

    assert [m._meta.label for m in ours if not m.__doc__ or m.__doc__.startswith(f"{m.__name__}(")] == []


def test_every_view_says_which_methods_it_answers():
    missing = [
        name
        for module in ("views",)
        for name, function in in_modules(module)
        if "request" in list(inspect.signature(function).parameters)[:1]
        and "require" not in inspect.getsource(function).split("def ")[0]
    ]

    assert missing == []


@pytest.mark.parametrize("forbidden", ["utils", "common", "helpers", "services", "signals", "admin"])
def test_there_is_no_drawer_for_odds_and_ends(forbidden):
    assert [
        path for path in names_of(OURS) if path.endswith(f"/{forbidden}.py") or f"/{forbidden}/" in path
    ] == []


def test_nothing_listens_for_signals_of_our_own():
    listening = [
        path
        for path in OURS
        if any(word in path.read_text() for word in ("post_save", "pre_save.connect", "post_delete"))
    ]

    assert names_of(listening) == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
