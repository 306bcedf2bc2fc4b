"""What each counted record lacks of what reports ask: sex, age, a day that can be, department, award."""

from dataclasses import dataclass, replace

from django.db.models import Case, Q, Value, When
from django.db.models.functions import ExtractYear

from cases.models import Majority
from programmes.models import Award, charges
from programmes.models.charges import windows_of_many
from work.dates import Precision

SEX_NOT_RECORDED = "U"
# What a record may lack, in the order of pages. Its date itself no record may lack: the database sees to it.
FIELDS = ("sex", "age", "date", "department", "award")


@dataclass(frozen=True)
class Records:
    """Records of one kind, and conditions that say what each of them lacks: {field: condition}."""

    source: object
    lacks: dict


def records_of(sources, components=None):
    """These kinds of countable rows, with what may be lacking of each.

    What is counted for an award is paid by it; of an organisation's own work, that of its `components`, some
    may be paid by nobody.
    """
    unpaid = unpaid_days(components)
    return [Records(source, lacks_of(source, unpaid(source))) for source in sources]


def lacks_of(source, unpaid):
    """What a record of this kind lacks; whether an adult is 18 or 60 is asked of nobody who does not know.

    A day before the year in which she was born cannot be: one of the two is wrong.
    """
    person, office = f"{source.places.case}person__", f"{source.places.case}office__"
    return {
        "sex": Q(**{f"{person}sex": SEX_NOT_RECORDED}),
        "age": no_age(source, person),
        "date": Q(**{f"{person}birth_year__gt": ExtractYear(source.on)}),
        "department": Q(**{f"{office}department": ""}),
        "award": unpaid,
    }


def no_age(source, person):
    """Is it not even known whether she was a child or an adult?"""
    if source.places.age:
        _edge, child = source.places.age
        return Q(**{child: None})
    unknown = {"birth_precision": Precision.UNKNOWN, "majority": Majority.UNKNOWN}
    return Q(**{f"{person}{name}": value for name, value in unknown.items()})


def unpaid_days(components):
    """Answers of a kind of records which of them no award pays on their day."""
    if components is None:
        return lambda source: Q(pk__in=[])
    awards = Award.objects.filter(fundings__component__in=components).distinct()
    paid = windows_of_many(list(awards))

    def unpaid(source):
        condition = Q(pk__in=[])
        for award, windows in paid.items():
            on_its_day = charges.charge_condition(windows, source.on, source.component)
            condition |= on_its_day & charges.not_another_alone(award)
        return ~condition

    return unpaid


def complete(sources, scope):
    """The same as countable rows: the amount is whether a record lacks nothing."""
    components = None if scope.award else scope.components()
    return [shared(one) for one in records_of(sources, components)]


def shared(records):
    whole = [When(lacking, then=Value(0)) for lacking in records.lacks.values()]
    return replace(records.source, amount=Case(*whole, default=Value(1)), under=Value(1))
