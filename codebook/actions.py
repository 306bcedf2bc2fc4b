"""What the programme may change in the lists: always over the lists that came with the app, never in them."""

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import record
from audit.doors import require
from codebook import lists, municipalities, rules
from codebook.models import AddedCode, CodeOverride, ListOrder, Municipality
from codebook.municipalities import Outcome
from work import actions as work
from work.errors import refusal

# The version of a row that is not written yet, as pages show it: the first change makes it the second.
FIRST = 1


@transaction.atomic
def relabel_code(code_list, code, *, by, label_en="", label_es="", version=None):
    """Call a code otherwise; an empty label, or one that is the original, gives the original back."""
    code_now = lists.get(code_list).by_code[code]
    original = code_now.original or code_now
    labels = {"label_en": label_en, "label_es": label_es}
    originals = {"label_en": original.en, "label_es": original.es}
    changes = {name: "" if text == originals[name] else text for name, text in labels.items()}
    return change_code(code_list, code, by=by, verb="code.relabelled", version=version, **changes)


@transaction.atomic
def hide_code(code_list, code, *, by, version=None):
    """Offer a code no more; records that hold it keep it and show it."""
    return change_code(code_list, code, by=by, verb="code.hidden", version=version, hidden=True)


@transaction.atomic
def show_code(code_list, code, *, by, version=None):
    """Offer a code again."""
    return change_code(code_list, code, by=by, verb="code.shown", version=version, hidden=False)


@transaction.atomic
def restore_code(code_list, code, *, by, version=None):
    """Give a code its original labels back and offer it again."""
    original = {"label_en": "", "label_es": "", "hidden": False}
    return change_code(code_list, code, by=by, verb="code.restored", version=version, **original)


def change_code(code_list, code, *, by, verb, version, **changes):
    """Write what the programme wants of a code, over what it wanted before."""
    require(rules.can_change_lists, by)
    known = lists.get(code_list).by_code[code]
    row, _made = CodeOverride.objects.get_or_create(code_list=code_list, code=known.code)
    row = work.write(row, by=by, verb=verb, changes=changes, version=version, detail=[code_list, code])
    lists.forget()
    return row


@transaction.atomic
def add_code(code_list, *, by, code, label_en, label_es, reason, once=None):
    """Add a code of the programme's own to a list; it can be hidden later, never deleted."""
    require(rules.can_change_lists, by)
    row = AddedCode(code_list=code_list, code=code, label_en=label_en, label_es=label_es, reason=reason)

    def make():
        if code in lists.get(code_list).by_code:
            raise refusal(_("The list already has this code."), code="known", field="code")
        return work.create(row, by=by, verb="code.added", detail=[code_list, code])

    made = work.once(once, by=by, verb="code.added", make=make)
    lists.forget()
    return AddedCode.objects.get(pk=made)


@transaction.atomic
def order_codes(code_list, *, by, codes, version=None):
    """Put the codes of a list in an order; none at all gives the usual order back."""
    require(rules.can_change_lists, by)
    known = lists.get(code_list)
    if len(set(codes)) != len(codes) or not set(codes) <= set(known.by_code):
        raise refusal(_("The order names a code twice, or one that the list has not."), code="order")
    row, _made = ListOrder.objects.get_or_create(code_list=known.name)
    row = work.write(
        row, by=by, verb="list.ordered", changes={"codes": codes}, version=version, detail=[code_list]
    )
    lists.forget()
    return row


@transaction.atomic
def import_municipalities(*, by, country, data):
    """Take every good row of a list of municipalities; answer the account of all its rows."""
    require(rules.can_change_lists, by)
    account = municipalities.read(data, country)
    new = [
        Municipality(code=row.code, subdivision=row.subdivision, name=row.name)
        for row in account.having(Outcome.NEW)
    ]
    for row in new:
        row.clean_fields()
    Municipality.objects.bulk_create(new)
    for row in account.having(Outcome.CHANGED):
        stored = Municipality.objects.get(code=row.code)
        changes = {"subdivision": row.subdivision, "name": row.name}
        work.write(stored, by=by, verb="municipality.changed", changes=changes)
    counted = [f"{outcome}:{count}" for outcome, count in account.counts]
    record("municipalities.imported", by=by, kind="codebook.municipality", detail=[country, *counted])
    return account


@transaction.atomic
def change_municipality(municipality, *, by, version=None, **changes):
    """Rename a municipality, or offer it no more; places that were written down keep it."""
    require(rules.can_change_lists, by)
    return work.write(municipality, by=by, verb="municipality.changed", changes=changes, version=version)
