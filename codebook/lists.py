"""Code lists as they are now: those that came with the app, and over them what the programme changed.

    lists.get("service_type").choices()      pairs for a form, in the reader's language
    lists.get("service_type").label("food")  what a code is called

A list that was got does not change any more: hold it while many labels are asked of it. Within a request, or
inside `held()`, the data base is asked once, by one statement, whether anything changed.
"""

from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from types import MappingProxyType

from django.db import connection

from codebook import files
from codebook.codes import base_list, laid_over
from codebook.models import AddedCode, CodeOverride, ListOrder

# The row's last transaction stands beside its version: a change that was undone never looks like another one.
STATE = " UNION ALL ".join(
    f"SELECT id::text || ' ' || version || ' ' || xmin AS row FROM {model._meta.db_table}"  # noqa: S608  our own tables
    for model in (CodeOverride, AddedCode, ListOrder)
)
_held = ContextVar("codebook_lists", default=None)
_latest = (None, MappingProxyType({}))


@cache
def base(name):
    """A list as it came with the app."""
    return base_list(files.one_list(name), files.spanish_notes().get(name, {}))


def names():
    """Names of all lists."""
    return files.names()


def get(name):
    """The list of this name as it is now; an unknown name is a mistake of the program's."""
    if name not in names():
        raise KeyError(f"There is no code list {name}.")
    return changed().get(name) or base(name)


def all_lists():
    """Every list as it is now."""
    return [get(name) for name in names()]


def knows(name, code):
    """Has the list this code, offered or not? Those that came with the app are known without a query."""
    return code in base(name) or code in get(name)


@contextmanager
def held():
    """Within, lists are read once and stay as they are: so runs a request, or a task full of labels."""
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


def forget():
    """Read the lists anew, after a change of them in the same request."""
    if (holder := _held.get()) is not None:
        holder.clear()


def changed():
    """{name: list} of the lists in which the programme changed anything."""
    if (holder := _held.get()) is None:
        return latest()
    if "lists" not in holder:
        holder["lists"] = latest()
    return holder["lists"]


def latest():
    """The changed lists, built anew only where the data base says that something changed since."""
    global _latest
    state = read_state()
    if _latest[0] != state:
        _latest = state, build()
    return _latest[1]


def read_state():
    """One value that differs whenever what the programme changed differs."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT md5(string_agg(row, ',' ORDER BY row)) FROM ({STATE}) AS rows")  # noqa: S608
        return cursor.fetchone()[0]


def build():
    """{name: list} of the lists in which the programme changed anything, from its rows."""
    labels, added = grouped(CodeOverride.objects.all()), grouped(AddedCode.objects.all())
    orders = {row.code_list: row.codes for row in ListOrder.objects.all()}
    touched = {*labels, *added, *orders} & set(names())
    return MappingProxyType(
        {name: laid_over(base(name), labels[name], added[name], orders.get(name, ())) for name in touched}
    )


def grouped(rows):
    """Rows by the list they belong to."""
    found = defaultdict(list)
    for row in rows:
        found[row.code_list].append(row)
    return found
