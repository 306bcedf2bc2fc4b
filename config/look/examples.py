"""Invented things to show on the page of components."""

import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from work.charts import HIDDEN, Chart
from work.dates import Precision
from work.pages import Column, Page


class Service(NamedTuple):
    number: str
    kind: str
    on: datetime.date
    state: str
    cost: int


class Event(NamedTuple):
    title: str
    on: datetime.date
    precision: str
    text: str
    by: str
    icon: str


def many_services():
    kinds = [_("Psychological care"), _("Legal advice"), _("Health care"), _("School enrolment")]
    states = ["good", "care", "quiet"]
    day = datetime.date(2026, 3, 27)
    days = [day - datetime.timedelta(days=3 * i) for i in range(8)]
    return [
        Service(f"26-01{40 + i}-K", kinds[i % 4], day, states[i % 3], 175 * (i + 1) ** 2)
        for i, day in enumerate(days)
    ]


def a_page():
    """The second page of a long list."""
    columns = [
        Column(_("Number"), ("number", "id")),
        Column(_("Kind of service")),
        Column(_("Date"), ("on", "id"), direction="descending"),
        Column(_("State")),
        Column(_("Cost (Q)"), ("cost", "id"), numeric=True),
    ]
    return Page(
        many_services(), count=1001, next="example-next", previous="example-previous", columns=columns
    )


def steps():
    return [
        [(_("Admission"), "now"), (_("Assessment"), "next"), (_("Care plan"), "next"),
         (_("Reintegration"), "next"), (_("Follow-up"), "next"), (_("Closing"), "next")],
        [(_("Admission"), "done"), (_("Assessment"), "done"), (_("Care plan"), "now"),
         (_("Reintegration"), "next"), (_("Follow-up"), "next"), (_("Closing"), "next")],
        [(_("Admission"), "done"), (_("Assessment"), "done"), (_("Care plan"), "done"),
         (_("Reintegration"), "done"), (_("Follow-up"), "done"), (_("Closing"), "done")],
    ]  # fmt: skip


def events():
    return [
        Event(_("Psychological care"), datetime.date(2026, 3, 18), Precision.DAY,
              _("Individual session. She came."), _("Written by M. Xol"), "heart-handshake"),
        Event(_("Legal advice"), datetime.date(2026, 3, 11), Precision.DAY,
              _("Company to the public prosecutor's office; the statement was put off because the"
                " interpreter did not come, and the new day is not known."), _("Written by J. Paz"), "scale"),
        Event(_("Health care"), datetime.date(2026, 3, 1), Precision.MONTH,
              _("General check."), _("Entered later, from paper"), "stethoscope"),
        Event(_("First stay in a shelter"), None, Precision.UNKNOWN, "", "", "bed"),
    ]  # fmt: skip


def facts():
    return [
        (_("Number"), "26-0147-K"),
        (_("Opened on"), "12/03/2026"),
        (_("Office"), "Quetzaltenango"),
        (_("Languages"), "Kʼicheʼ, español"),
        (_("Interpreter"), None),
    ]


def charts():
    by_month = Chart(
        uid="by-month",
        title=_("People who were given a service, by quarter"),
        description=_("Horizontal bars, one for each quarter."),
        rows=[("FY2026-Q1", 31), ("FY2026-Q2", 47), ("FY2026-Q3", 29), ("FY2026-Q4", None)],
    )
    against_target = Chart(
        uid="against-target",
        title=_("Target and result by department"),
        description=_("Two horizontal bars for each department: target and result."),
        series=[_("Result"), _("Target")],
        rows=[
            ("Guatemala", 1204, 1000),
            ("Quetzaltenango", 388, 450),
            ("Huehuetenango", HIDDEN, 120),
            ("Izabal", 0, None),
        ],
    )
    return [by_month, against_target]


def differences():
    """What two people left differently: the first both touched, the second one of them only."""
    return [
        {"name": "phone", "label": _("Who may be called"), "yours": _("Her aunt, in the evening"),
         "theirs": _("Nobody for now")},
        {"name": "school", "label": _("School"), "yours": "", "theirs": "Instituto Básico", "keep": "theirs"},
    ]  # fmt: skip


def swatches():
    return [
        ("band", _("Bar")),
        ("brand", _("Deed, link")),
        ("brand-tint", _("Mark")),
        ("ink", _("Ink")),
        ("ink-soft", _("Soft ink")),
        ("paper", _("Page")),
        ("surface", _("Card")),
        ("ok", _("Done")),
        ("warn", _("Take care")),
        ("danger", _("Wrong, leave")),
        ("focus", _("Focus")),
    ]


def tabs():
    return [
        (_("The case"), "#record", True),
        (_("Services"), "#lists", False),
        (_("Notes"), "#words", False),
        (_("Documents"), "#forms", False),
    ]


def consequences():
    return [
        _("Her open tasks go to the supervisor of her office."),
        _("What she wrote stays, with her name."),
    ]
