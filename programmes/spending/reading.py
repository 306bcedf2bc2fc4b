"""The rows of a spending file under its heads, as text with their numbers."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codebook.spelling import plain
from work import tables

MOST_ROWS = 2000
HEAD_WITHIN = 20
LONGEST_CELL = 200
# What the columns are called in the accounts, in both languages, without accents and capitals.
HEADS = {
    "objective": {"objetivo", "objective", "resultado", "result", "codigo de objetivo", "no de objetivo"},
    "period": {"periodo", "period", "trimestre", "quarter", "periodo del gasto"},
    "line": {"linea", "linea presupuestaria", "rubro", "partida", "concepto", "line", "budget line"},
    "paid_by": {"pagado por", "fuente", "fuente de pago", "paid by", "source"},
    "amount": {"monto", "importe", "gasto", "gasto ejecutado", "ejecutado", "amount", "spent", "expenditure"},
    "currency": {"moneda", "divisa", "currency"},
}
REQUIRED = {
    "objective": gettext_lazy("objective"),
    "period": gettext_lazy("period"),
    "amount": gettext_lazy("amount"),
    "currency": gettext_lazy("currency"),
}


def read_rows(content):
    """`[(row number, {column: text})]` below the row of heads; a file without such a row is refused."""
    lines = tables.read(content)
    head, columns = find_head(lines)
    if missing := [name for name in REQUIRED if name not in columns]:
        raise refused(missing)
    below = lines[head:]
    while below and below[-1].empty:
        below.pop()
    if len(below) > MOST_ROWS:
        sentence = _("The file has more than %(most)s rows: divide it.")
        raise ValidationError({"file": sentence % {"most": MOST_ROWS}})
    return [(line.number, cells_of(line, columns)) for line in below]


def refused(missing):
    """Which heads a file lacks."""
    sentence = _("No row of heads was found with these columns: %(columns)s.")
    return ValidationError(
        {"file": sentence % {"columns": ", ".join(str(REQUIRED[name]) for name in missing)}}
    )


def find_head(lines):
    """The number of the row of heads among the first rows, and which column is which."""
    best = 0, {}
    for line in lines[:HEAD_WITHIN]:
        columns = {}
        for place, cell in enumerate(line.cells):
            if name := next((name for name, known in HEADS.items() if plain(cell) in known), None):
                columns.setdefault(name, place)
        if len(columns) > len(best[1]):
            best = line.number, columns
    return best


def cells_of(line, columns):
    """The cells of a row by the names of their columns, and all of it as one text."""
    named = {name: line.cell(place)[:LONGEST_CELL] for name, place in columns.items()}
    return named | {"all": " ".join(filter(None, line.cells))[:LONGEST_CELL]}
