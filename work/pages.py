"""Lists by cursor: page 4,000 costs what page 1 costs, and a row added meanwhile moves nothing."""

import base64
import datetime
import hashlib
import json
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from django.utils.formats import number_format

from work.door_by_door import count_up_to, first_rows, first_rows_and_count

SIZE = 25
COUNTED = 1000
NEXT, PREVIOUS = "next", "previous"
TYPES = {
    "datetime": datetime.datetime.fromisoformat,
    "date": datetime.date.fromisoformat,
    "Decimal": Decimal,
    "UUID": UUID,
}


@dataclass
class Page:
    """One page of a list: its rows, how many there are in all, and the ways on and back."""

    rows: list
    count: int
    next: str = ""
    previous: str = ""
    columns: list = field(default_factory=list)

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)

    @property
    def count_label(self):
        """The number of rows, "1,000+" past a thousand: counting further would cost more than it says."""
        if self.count > COUNTED:
            return f"{number_format(COUNTED, force_grouping=True)}+"
        return number_format(self.count, force_grouping=True)


def cursor(queryset, request, *, order, size=SIZE, columns=()):
    """The page of this queryset that the address asks for; a cursor that is no use leads to the first page.

    `order` names columns that are never null, the last of them unique. Other things in the address, such as
    filters, are kept by the links of `components/pager.html`.
    """
    direction, after = opened(request.GET.get("cursor", ""), order)
    rows = window(queryset, order, direction, after, size) if after is not None else []
    if rows:
        count = count_up_to(queryset, COUNTED + 1)
    else:
        direction, after = NEXT, None
        rows, count = first_rows_and_count(queryset, order, size + 1, COUNTED + 1)
    more, rows = len(rows) > size, rows[:size]
    if direction == PREVIOUS:
        rows.reverse()
    has_next = more if direction == NEXT else after is not None
    has_previous = more if direction == PREVIOUS else after is not None
    return Page(
        rows=rows,
        count=count,
        next=sealed(NEXT, rows[-1], order) if rows and has_next else "",
        previous=sealed(PREVIOUS, rows[0], order) if rows and has_previous else "",
        columns=list(columns),
    )


def window(queryset, order, direction, after, size):
    """One row more than a page, from the cursor onwards, or backwards for the page before."""
    ordered = order if direction == NEXT else [reverse(column) for column in order]
    if after is not None:
        queryset = queryset.filter(beyond(ordered, after))
    return list(first_rows(queryset.order_by(*ordered), size + 1))


def beyond(order, values):
    """Rows that come after these values; the bound on the first column lets its index be used."""
    condition, equal = Q(), Q()
    for column, value in zip(order, values, strict=True):
        name, step = column.lstrip("-"), "lt" if column.startswith("-") else "gt"
        condition |= equal & Q(**{f"{name}__{step}": value})
        equal &= Q(**{name: value})
    first = order[0].lstrip("-")
    return Q(**{f"{first}__{'lte' if order[0].startswith('-') else 'gte'}": values[0]}) & condition


def reverse(column):
    return column[1:] if column.startswith("-") else f"-{column}"


def cipher():
    """Cursors carry values of rows through the address bar, so nobody may read or write one."""
    return AESSIV(hashlib.sha512(b"work.pages:" + settings.SECRET_KEY.encode()).digest())


def sealed(direction, row, order):
    values = [attrgetter(column.lstrip("-").replace("__", "."))(row) for column in order]
    if None in values:
        raise ValueError(f"A list is ordered by columns that are never null, not by {order}.")
    typed = [(type(value).__name__, value) for value in values]
    text = json.dumps([direction, typed], cls=ExactEncoder).encode()
    return base64.urlsafe_b64encode(cipher().encrypt(text, [repr(order).encode()])).decode().rstrip("=")


def opened(text, order):
    """Direction and values of a cursor; the first page when it is empty, foreign or of another order."""
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        direction, typed = json.loads(cipher().decrypt(data, [repr(order).encode()]))
    except (ValueError, InvalidTag):
        return NEXT, None
    return direction, [TYPES.get(kind, lambda value: value)(value) for kind, value in typed]


class ExactEncoder(DjangoJSONEncoder):
    """Keeps the microseconds that Django's encoder cuts off: rows of one millisecond must not be skipped."""

    def default(self, value):
        return value.isoformat() if isinstance(value, datetime.datetime) else super().default(value)


@dataclass(frozen=True)
class Column:
    """A head of a table; with `sort`, the columns of the data base that it orders by."""

    label: str
    sort: tuple = ()
    numeric: bool = False
    direction: str = ""

    @property
    def key(self):
        return self.sort[0].lstrip("-") if self.sort else ""

    @property
    def pressed(self):
        """What a press on the head asks for: its own order first, then the other way round."""
        if not self.direction:
            return self.sort[0]
        return f"-{self.key}" if self.direction == "ascending" else self.key


def sorted_by(request, columns, default):
    """The order that the address asks for and the heads that show it; an unknown order is the usual one."""
    asked = request.GET.get("sort", "")
    known = [column.sort for column in columns if column.sort and column.key == asked.lstrip("-")]
    order = next((turned(sort, asked) for sort in known), tuple(default))
    return order, [marked(column, order) for column in columns]


def turned(sort, asked):
    """These columns in the direction asked for, the later ones turning with the first."""
    return tuple(sort) if sort[0] == asked else tuple(map(reverse, sort))


def marked(column, order):
    """The head with the direction it is ordered in, if it is."""
    if not column.sort or column.key != order[0].lstrip("-"):
        return column
    direction = "descending" if order[0].startswith("-") else "ascending"
    return Column(column.label, column.sort, column.numeric, direction)
