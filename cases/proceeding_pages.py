"""What the pages of proceedings share: the case for who follows them, and the way back to them."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from audit.doors import require
from cases import rules
from cases.pages import address, crumbs, read_case

PART = "proceedings"
ORDER = ("-created_at", "id")


def way(case):
    """The way to a page under the proceedings of a case."""
    return crumbs(case, (_("Proceedings"), address(case, PART)))


def frame(case):
    """What each page under the proceedings needs."""
    return {"crumbs": way(case), "back_url": address(case, PART)}


def case_of_proceedings(request, case_number):
    """The case, for who follows its proceedings."""
    case = read_case(request, case_number, PART)
    require(rules.can_follow_proceedings, request.user, case)
    return case


def row_of(request, case_number, find):
    """`(case, row)` of a case that she reads in full; a row of another case is not there for anybody."""
    case = read_case(request, case_number, PART)
    found = find(case)
    require(rules.can_follow_proceedings, request.user, case)
    return case, found


def proceeding_of(request, case_number, proceeding):
    """A proceeding of a case that she reads in full."""

    def find(case):
        rows = case.proceedings.select_related("case__office", "case__person")
        return get_object_or_404(rows, pk=proceeding)

    return row_of(request, case_number, find)


def step_of(request, case_number, proceeding_step):
    """A step of a case that she reads in full."""

    def find(case):
        related = ("proceeding__case", "case__person", "case__office", "service")
        return get_object_or_404(case.proceeding_steps.select_related(*related), pk=proceeding_step)

    return row_of(request, case_number, find)
