from functools import partial

from django.conf import settings
from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from audit.doors import require
from cases import dependants
from cases.looks import look
from cases.models import Case, Level
from cases.numbers import read_case_number
from cases.rules import last_day_to_add, reads
from shelters import actions, rules
from shelters.fit import misfits, waiting_misfits
from shelters.forms import AdmitForm, ExitForm, LeftStayForm, MoveForm, PastStayForm, StayForm
from shelters.forms.shelters import NothingForm
from shelters.forms.stays import WithdrawForm
from shelters.keeping import latest_exit
from shelters.models import Shelter, Stay
from shelters.pages import bringing_page, crumbs, page_of, reader_page, staff_page, stay_crumbs
from shelters.sleeping import bed_on
from work.asking import change, confirm, make, own, posted
from work.pages import Column, cursor, sorted_by

COLUMNS = [
    Column(gettext_lazy("Case"), sort=("case__number", "id")),
    Column(gettext_lazy("Came on"), sort=("-admitted_on", "id")),
    Column(gettext_lazy("Left on")),
    Column(gettext_lazy("Where she went")),
]


def _stay(request, stay):
    found = own(Stay, request, stay, "shelter__office", "case__person", "case__office", "case__worker")
    look(request, "stay", found.case)
    return found


def _after(user, stay):
    """The page of a stay, or of its shelter where the stay is no longer hers to open."""
    seen = Stay.objects.visible_to(user).filter(pk=stay.pk).exists()
    return page_of(stay, "stay") if seen else page_of(stay.shelter)


def _lives_on(request, stay):
    """The page of a stay whose exit was taken back; that no bed is hers is said, so that she is given one."""
    if bed_on(stay, timezone.localdate()) is None:
        messages.warning(
            request, _("She has no bed tonight: she had none, or somebody else sleeps in it now.")
        )
    return page_of(stay, "stay")


def _corrected(request, planned, stay):
    """The page of a corrected stay; that its plan was too long for the other first night is said."""
    last = latest_exit(stay.shelter, stay.admitted_on)
    if planned > last == stay.expected_exit_on:
        words = _("A stay here lasts at most %(months)d months: she is expected to leave on %(day)s now.")
        said = {"months": stay.shelter.longest_months, "day": date_format(last)}
        messages.warning(request, words % said)
    return _after(request.user, stay)


@require_http_methods(["GET", "POST"])
@bringing_page
def admit(request, shelter):
    """Record that somebody came, with a bed or without; the number of her case may come in the address."""
    shelter = own(Shelter, request, shelter, "office")
    require(rules.can_admit, request.user, shelter)
    number = read_case_number(request.GET.get("case", "")[:20])
    known = Case.objects.visible_to(request.user, Level.ASSISTANCE)
    case = known.select_related("person", "office").filter(number=number).first()
    look(request, "fit", *filter(None, [case]))
    return make(
        request,
        AdmitForm(posted(request), user=request.user, shelter=shelter, initial={"case": number}),
        actions.admit_person,
        shelter,
        done=_("She is admitted."),
        to=partial(_after, request.user),
        template="shelters/admit.html",
        shelter=shelter,
        case=case,
        admits_nobody=shelter.admits_nobody_on(timezone.localdate()),
        warnings=misfits(shelter, case, timezone.localdate()) if case else [],
        crumbs=crumbs(shelter),
        back_url=page_of(shelter),
    )


@require_http_methods(["GET", "POST"])
@bringing_page
def stay_enter(request, shelter):
    """Enter a stay that was over before it was written here, from her coming to her leaving."""
    shelter = own(Shelter, request, shelter, "office")
    require(rules.can_admit, request.user, shelter)
    number = read_case_number(request.GET.get("case", "")[:20])
    return make(
        request,
        PastStayForm(posted(request), user=request.user, shelter=shelter, initial={"case": number}),
        actions.admit_person,
        shelter,
        done=_("The stay is entered."),
        to=partial(_after, request.user),
        title=_("Enter a stay that is over"),
        crumbs=crumbs(shelter),
        back_url=page_of(shelter),
    )


@require_GET
@staff_page
def stays(request, shelter):
    """All who live or lived there, by number and code name."""
    shelter = own(Shelter, request, shelter, "office")
    require(rules.can_see_residents, request.user, shelter)
    order, columns = sorted_by(request, COLUMNS, ("-admitted_on", "id"))
    rows = Stay.objects.visible_to(request.user).filter(shelter=shelter).for_list()
    page = cursor(rows, request, order=order, columns=columns)
    look(request, "stay", *(row.case for row in page.rows))
    shown = {"shelter": shelter, "page": page, "crumbs": crumbs(shelter)}
    if not rules.coordinates(request.user, shelter.office):
        shown["former_days"] = settings.FORMER_RESIDENT_DAYS
    return render(request, "shelters/stays.html", shown)


@require_GET
@reader_page
def stay(request, stay):
    """One person's time in the shelter: since when, where she sleeps, where she went."""
    stay = _stay(request, stay)
    user, today = request.user, timezone.localdate()
    reads_it = rules.can_read_stay(user, stay)
    not_fitting = waiting_misfits(stay) if reads_it else []
    look(request, "fit", *([stay.case] if not_fitting else []))
    shown = {
        "stay": stay,
        "bed": bed_on(stay, today) if stay.is_open else None,
        "nights": stay.beds.select_related("bed__room"),
        "reads": reads_it,
        "misfits": not_fitting,
        "opens_case": Case.objects.visible_to(user).filter(pk=stay.case_id).exists(),
        "adds_late": not stay.is_open and last_day_to_add(user, stay.case) is not None,
        "works_here": rules.looks_after(user, stay),
        "may_exit": rules.can_record_exit(user, stay),
        "may_correct": rules.can_correct_stay(user, stay),
        "may_take_back": bool(stay.left_on) and rules.can_take_back_exit(user, stay),
        **_children(user, stay, today),
        "children_here": _children_here(request, stay) if stay.left_on else [],
        "today": today,
        "crumbs": crumbs(stay.shelter),
    }
    return render(request, "shelters/stay.html", shown)


def _children(user, stay, today):
    """Children who accompany her and live in no shelter yet, for whoever reads more of her than the number.

    Of a child whose case is not open to this user it is told that there is one and whom to ask, so that no
    bed is forgotten; neither its number nor its code name.
    """
    if not (stay.is_open and reads(user, stay.case, Level.ASSISTANCE)):
        return {}
    waiting = Case.objects.open().filter(mother_case=stay.case_id).exclude(stays__in=Stay.objects.on(today))
    children = list(Case.objects.visible_to(user, Level.ASSISTANCE).filter(pk__in=waiting))
    hidden = waiting.exclude(pk__in=[child.pk for child in children]).count()
    return {"children": children, "hidden_children": hidden}


def _children_here(request, stay):
    """Stays of her children that go on here, for who may see them; nothing is decided for them."""
    found = Stay.objects.visible_to(request.user).of_children_of(stay)
    stays = list(found.for_list().order_by("case__number"))
    look(request, "stay", *(one.case for one in stays))
    for one in stays:
        one.may_exit = rules.can_record_exit(request.user, one)
    return stays


@require_http_methods(["GET", "POST"])
@staff_page
def stay_move(request, stay):
    """Give her a bed, another one, or none."""
    stay = _stay(request, stay)
    require(rules.can_give_bed, request.user, stay)
    return make(
        request,
        MoveForm(posted(request), stay=stay),
        actions.move_bed,
        stay,
        done=_("Her bed is written down."),
        to=lambda moved: page_of(stay.shelter),
        title=_("Where does %(who)s sleep?") % {"who": stay.case.code_name},
        crumbs=stay_crumbs(stay),
        back_url=page_of(stay, "stay"),
    )


@require_http_methods(["GET", "POST"])
@reader_page
def stay_exit(request, stay):
    """Record that she left."""
    stay = _stay(request, stay)
    require(rules.can_record_exit, request.user, stay)
    return confirm(
        request,
        ExitForm(posted(request)),
        actions.record_exit,
        stay,
        done=_("Her exit is recorded."),
        to=partial(_after, request.user),
        template="shelters/exit.html",
        stay=stay,
        children_here=_children_here(request, stay),
        title=_("%(who)s leaves the shelter") % {"who": stay.case.code_name},
        text=_(
            "Her bed is free from that night on. Her case closes to the shelter; those on shift still read"
            " the stay for some weeks."
        ),
        label=_("Record the exit"),
        crumbs=stay_crumbs(stay),
        back_url=page_of(stay, "stay"),
    )


@require_http_methods(["GET", "POST"])
@reader_page
def stay_change(request, stay):
    """Correct what was written of a stay."""
    stay = _stay(request, stay)
    require(rules.can_correct_stay, request.user, stay)
    kind = LeftStayForm if stay.left_on else StayForm
    return change(
        request,
        stay,
        lambda data, row: kind(data, instance=row, reads=rules.can_read_stay(request.user, row)),
        actions.change_stay,
        done=_("The stay is corrected."),
        to=partial(_corrected, request, stay.expected_exit_on),
        title=_("Correct the stay"),
        crumbs=stay_crumbs(stay),
        back_url=page_of(stay, "stay"),
    )


@require_http_methods(["GET", "POST"])
@reader_page
def stay_take_back_exit(request, stay):
    """She has not left: take an exit back."""
    stay = _stay(request, stay)
    require(rules.can_take_back_exit, request.user, stay)
    resting = dependants.resting_on_exit(stay.case, stay.left_on)
    told = [_("Whoever answers for her case, and the shelter's coordinator, are told.")]
    undone = [*resting, _("The life after the shelter that began with the exit is withdrawn all the same.")]
    return confirm(
        request,
        NothingForm(posted(request)),
        actions.take_back_exit,
        stay,
        done=_("The exit is taken back."),
        to=partial(_lives_on, request),
        title=_("Has %(who)s not left?") % {"who": stay.case.code_name},
        text=_(
            "She lives in the shelter as if the exit had not been written, in her bed unless somebody has it."
        ),
        consequences=[*(undone if resting else []), *told],
        label=_("Take the exit back"),
        crumbs=stay_crumbs(stay),
        back_url=page_of(stay, "stay"),
    )


@require_http_methods(["GET", "POST"])
@reader_page
def stay_withdraw(request, stay):
    """Take back a stay that never was."""
    stay = _stay(request, stay)
    require(rules.can_correct_stay, request.user, stay)
    return confirm(
        request,
        WithdrawForm(posted(request)),
        actions.withdraw_stay,
        stay,
        done=_("The stay is withdrawn."),
        to=partial(_after, request.user),
        title=_("Withdraw this stay?"),
        text=_(
            "For a stay that never was. It counts nowhere, and the shelter no longer opens it: "
            "whoever answers for her case still reads it."
        ),
        label=_("Withdraw the stay"),
        danger=True,
        crumbs=stay_crumbs(stay),
        back_url=page_of(stay, "stay"),
    )
