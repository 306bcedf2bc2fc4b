"""A supervisor's morning: who has how much to do, who covers whom, what waits for a second person, whose case
goes on in her office, and who answers for it from now on."""

from time import perf_counter

import pytest
from django.utils import timezone

from accounts.models import Absence
from cases import actions
from cases.models import Case, Screening, Status, Task, Transfer
from tests.cases.test_identifying import WORKED, lived_through
from tests.factories.accounts import OrganisationFactory
from tests.factories.cases import caseworker, opened_case, supervisor, working_office
from tests.factories.screening import screening_of, sent
from tests.journeys.looking import Visit

DECIDED = "presumed"


@pytest.fixture
def organisation():
    return OrganisationFactory(country="GT")


@pytest.fixture
def office(organisation):
    return working_office(organisation, name="Oficina de atención")


def sees_who_has_how_much(visit, ana):
    """The numbers of each one lead to the cases behind them."""
    visit.go("/")
    visit.look("day-of-a-supervisor")
    visit.follow("Who has how much to do")
    visit.look("loads")
    visit.page.locator(f"a[href*='worker={ana.pk}']").first.click()
    assert visit.page.locator("#main").inner_text().count("26-") >= 2


def says_who_covers(visit, ana, luz):
    """Ana is away today: what is hers is found by Luz meanwhile."""
    visit.go("/cases/absences/")
    visit.follow("Say who covers")
    visit.page.select_option("[name=user]", str(ana.pk))
    visit.page.select_option("[name=cover]", str(luz.pk))
    visit.fill("Last day", f"{timezone.localdate():%d/%m/%Y}")
    visit.look("who-covers")
    visit.save("Save")
    visit.look("absences")


def agrees_and_decides(visit, one):
    """What Ana proposes is read by a second person, who decides upon it."""
    visit.go(f"/cases/{one.case.number}/screening/{one.pk}/")
    visit.look("interview-to-review")
    visit.follow("Review the interview")
    visit.tick("agrees", "true")
    visit.look("interview-reviewed")
    visit.save("Write the answer")
    visit.go(f"/cases/{one.case.number}/identify/")
    visit.tick("trafficking_status", DECIDED)
    visit.page.select_option("[name=status_decider]", index=1)
    visit.look("decision")
    visit.save("Record the decision")


def takes_a_case(visit, luz):
    """Another office asks; the case comes with its page, its tasks and somebody who answers for it."""
    visit.go("/cases/transfers/")
    visit.look("asked-to-take")
    visit.page.locator("#main a[href$='/accept/']").first.click()
    visit.page.select_option("[name=worker]", str(luz.pk))
    visit.look("take-a-case")
    visit.save("Take the case")


def hands_on(visit, case, luz):
    """A case for which nobody answers is given to Luz."""
    visit.go("/cases/?whose=office&worker=nobody")
    visit.look("nobody-answers")
    visit.go(f"/cases/{case.number}/change/")
    visit.page.select_option("[name=worker]", str(luz.pk))
    visit.save("Save")


@pytest.mark.long
def test_a_supervisor_goes_through_her_day(live_server, new_context, office, organisation):
    here = {"user__language": "es"}
    ana, luz = (caseworker(office, user__full_name=name, **here) for name in ("Ana Paz", "Luz Xol"))
    irma = supervisor(office, user__full_name="Irma Ajú", **here)
    told, unanswered = opened_case(ana), opened_case(ana)
    lived_through(told, **WORKED)
    interview = sent(screening_of(told))
    Case.objects.filter(pk=unanswered.pk).update(worker=None)
    opened_case(ana)
    elsewhere = working_office(organisation, name="Otra oficina")
    coming = opened_case(caseworker(elsewhere))
    actions.ask_transfer(coming, by=supervisor(elsewhere), to_office=office, reason="lives_there")
    visit = Visit.signed_in(irma, new_context().new_page(), live_server.url)
    began = perf_counter()

    sees_who_has_how_much(visit, ana)
    says_who_covers(visit, ana, luz)
    agrees_and_decides(visit, interview)
    takes_a_case(visit, luz)
    hands_on(visit, unanswered, luz)

    print(f"scripted work: {perf_counter() - began:.0f} s")  # noqa: T201
    assert "\n".join(visit.problems) == ""
    rows = {one: Case.objects.get(pk=one.pk) for one in (told, unanswered, coming)}
    assert (Absence.objects.get().user, Absence.objects.get().cover) == (ana, luz)
    assert Screening.objects.get().state == "agreed"
    assert (rows[told].status, rows[told].trafficking_status) == (Status.IDENTIFIED, DECIDED)
    assert Transfer.objects.get().decided_by == irma
    assert (rows[coming].office, rows[coming].worker, rows[unanswered].worker) == (office, luz, luz)
    assert not Task.objects.open().filter(kind="screening_review").exists()
