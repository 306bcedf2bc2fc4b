"""Her plan on paper: asked first whether it is safe to keep, and with nothing on it that says whose it is."""

import pytest
from django.utils import timezone

from audit.models import Event
from cases import actions
from tests.factories.cases import opened_case
from tests.factories.plans import CLAIM, STUDY, agreed

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def case():
    return opened_case(code_name="Ceiba")


@pytest.fixture
def plan(case):
    plan = agreed(case, STUDY, CLAIM)
    goal = plan.goals.get(service_type="education_formal")
    facts = {"words": "Ask the school", "who": "worker", "worker": case.worker, "due_on": TODAY}
    actions.add_step(goal, by=case.worker, **facts)
    actions.add_step(goal, by=case.worker, words="Lend books", who="partner", partner="Casa Alianza")
    return plan


@pytest.fixture
def here(client, case):
    client.force_login(case.worker)
    client.cookies["language"] = "en"
    return client


def paper(plan):
    return f"/cases/paper/{plan.pk}/"


def printed(answer):
    """What a printer puts on the paper: the article, and the title that browsers print beside it."""
    page = answer.content.decode()
    article = page[page.index('<article class="paper"') : page.index("</article>")]
    return article + page[page.index("<title>") : page.index("</title>")]


def test_it_is_asked_first_and_legal_matters_are_not_ticked_beforehand(here, plan):
    form = here.get(paper(plan)).context["form"]

    assert [str(goal) for goal in form["goals"].value()] == [
        str(plan.goals.get(service_type="education_formal").pk)
    ]
    assert form["safe"].value() is None


def test_on_it_stand_her_words_and_no_name_number_or_organisation(here, case, plan, settings):
    goals = [str(goal.pk) for goal in plan.goals.filter(service_type="education_formal")]

    sheet = printed(here.post(paper(plan), {"safe": "yes", "goals": goals}))

    assert {word for word in (STUDY["words"], "Ask the school", "Lend books") if word in sheet} == {
        STUDY["words"], "Ask the school", "Lend books",
    }  # fmt: skip
    for secret in (
        case.number,
        "Ceiba",
        case.worker.full_name,
        "Casa Alianza",
        CLAIM["words"],
        case.office.name,
    ):
        assert secret not in sheet + paper(plan)
    assert settings.SITE_NAME not in sheet
    event = Event.objects.get(verb="plan.printed")
    assert (event.actor, event.subjects, event.detail) == (case.worker.pk, [plan.pk, case.pk], [])


def test_where_it_is_not_safe_nothing_is_printed_and_that_is_kept(here, plan):
    answer = here.post(paper(plan), {"safe": "no"})

    assert "paper.css" not in answer.content.decode()
    assert STUDY["words"] not in answer.content.decode()
    assert list(Event.objects.filter(verb__startswith="plan.p").values_list("verb", flat=True)) == [
        "plan.paper_unsafe"
    ]


@pytest.mark.parametrize(("typed", "field"), [({}, "safe"), ({"safe": "yes"}, "goals")])
def test_what_is_not_answered_is_asked_again_and_nothing_is_printed(here, plan, typed, field):
    answer = here.post(paper(plan), typed)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Event.objects.filter(verb="plan.printed").exists()
