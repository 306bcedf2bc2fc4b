from functools import partial

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from audit.doors import require
from cases import actions, rules
from cases.events import earlier_of
from cases.filling import fill_in, opened, wait_for_ground
from cases.forms import BasicsForm, ExploitationForm, FoundForm, NeedsForm
from cases.grounds import lets_keep, writes_of_her
from cases.intake import lines, page_of
from cases.pages import case_page, crumbs, read_case
from cases.showing import event_in_words


@require_GET
@case_page
def intake(request, case_number):
    """The pages of the intake, each with how far it has come."""
    case = read_case(request, case_number, "intake")
    require(rules.can_record_service, request.user, case)
    shown = {"case": case, "lines": lines(case, request.user), "crumbs": crumbs(case)}
    reads_all = rules.can_read_account(request.user, case)
    shown["has_events"] = reads_all and case.exploitation_links.standing().exists()
    return render(request, "cases/intake.html", shown)


@require_http_methods(["GET", "POST"])
@case_page
def intake_identification(request, case_number):
    """Who brought her, when and where, and whether she is in danger."""
    case = opened(request, case_number, "identification")
    return fill_in(
        request,
        case,
        "identification",
        lambda data, row: FoundForm(data, instance=row),
        case,
        save=actions.change_case,
        done=_("Saved."),
        basics_url=page_of(case, "basics"),
    )


@require_http_methods(["GET", "POST"])
@case_page
def intake_basics(request, case_number):
    """Sex, and child or adult: what may be kept before any ground."""
    case = opened(request, case_number, "identification")
    return fill_in(
        request,
        case,
        "identification",
        lambda data, row: BasicsForm(data, instance=row),
        case.person,
        save=partial(actions.edit_basics, case=case),
        done=_("Saved."),
        key="identification:basics",
        title=_("Sex, child or adult"),
        intro="",
    )


@require_http_methods(["GET", "POST"])
@case_page
def intake_exploitation(request, case_number):
    """What was done to her, once something lets the programme keep it."""
    case = opened(request, case_number, "exploitation")
    if not writes_of_her(case):
        return wait_for_ground(request, case, "exploitation")
    links = case.exploitation_links.standing().select_related("exploitation", "follows")
    links = list(links.order_by("created_at", "id"))
    part = links[0] if links else None
    earlier = earlier_of(request.user, case, but=part and part.exploitation)

    def build(data, row):
        # Of two who write the first one at once, the second meets an event that was not there yet.
        held = part or (row and row.links.standing().get(case=case))
        return ExploitationForm(data, instance=row, part=held, earlier=earlier)

    edit, record = actions.edit_exploitation, actions.record_exploitation
    return fill_in(
        request,
        case,
        "exploitation",
        build,
        part.exploitation if part else None,
        save=partial(edit, case=case) if part else partial(record, first=True),
        done=_("Saved."),
        warning=_("Ask only what helps her. She may leave out whatever she does not want to tell."),
        template="cases/exploitation.html",
        others=[event_in_words(link) for link in links[1:]],
    )


@require_http_methods(["GET", "POST"])
@case_page
def intake_needs(request, case_number):
    """What she needs and wants now; asked on another day, it is a new answer beside the old one."""
    case = opened(request, case_number, "needs")
    asked = list(case.needs.all()[:2])
    latest = asked[0] if asked else None
    today = latest if latest and latest.on == timezone.localdate() else None
    before = next((one for one in asked if one is not today), None)
    of_case = {"case": case, "nameless": not (case.person.unnamed or lets_keep(case))}
    # Without answers of today the page shows those of an earlier day: who leaves one as it is says nothing.
    said = {name: getattr(before, name) for name in NeedsForm.Meta.fields} if before else None
    return fill_in(
        request,
        case,
        "needs",
        lambda data, row: NeedsForm(data, instance=row, initial=None if row else said, **of_case),
        today,
        begun=partial(NeedsForm, initial=said, **of_case),
        save=actions.edit_needs if today else actions.record_needs,
        done=_("Saved."),
        asked_on=latest.on if latest and not today else None,
        pregnant_said_on=latest.pregnant_said_on if latest else None,
        template="cases/needs.html",
    )
