"""Her interview: written by pages and by a program, reviewed, and one written by mistake."""

from django.utils import timezone

from cases.models import Screening

PAGES = {
    "interview": ("place", "interpreter_name"),
    "before": ("home_life", "livelihood", "earlier_violence", "why_left"),
    "promised": ("promised", "debt", "papers_by"),
    "journey": ("journey",),
    "there": ("work_and_rest", "pay", "freedom", "how_ended"),
    "indicators": ("indicator_words",),
    "proposal": ("reasons",),
}
LABEL, STEP = "cases.Screening", "cases.ScreeningStep"


def is_interviewed(day, case):
    """By pages: one that is reviewed, sent back and agreed with, and one that is withdrawn."""
    at = day.under(case, "screening/")
    for _time in range(2):
        day.worker.fill_in(f"{at}new/", **day.texts(LABEL, "place", "interpreter_name"))
        one = Screening.objects.get(case=case, withdrawn_at=None)
        here = f"{at}{one.pk}/"
        day.worker.fill_in(f"{here}page/before/", **day.texts(LABEL, *PAGES["before"]))
        if _time == 0:
            day.worker.fill_in(f"{here}withdraw/", **day.texts(LABEL, "withdrawn_reason"))
    for page, words in PAGES.items():
        proposes = {"proposal": "victim"} if page == "proposal" else {}
        day.worker.fill_in(f"{here}page/{page}/", **proposes, **day.texts(LABEL, *words))
    day.worker.fill_in(f"{here}moment/", what="break", **day.texts(STEP, "words"))
    for agrees in ("false", "true"):
        day.worker.fill_in(f"{here}send/")
        day.head.fill_in(f"{here}review/", agrees=agrees, **day.texts(STEP, "words"))


def is_interviewed_by_program(day, case):
    """The same as programs do it."""
    today = timezone.localdate().isoformat()
    begun = {"case": case.number, "interviewed_on": today}
    words = [name for names in PAGES.values() for name in names]
    made = day.worker.send("post", "screenings/", **begun, **day.texts(LABEL, *words)).json()["id"]
    here = f"screenings/{made}/"
    day.worker.change("patch", here, here, proposal="victim", **day.texts(LABEL, *words))
    day.worker.change("post", f"{here}moment/", here, what="break", on=today, **day.texts(STEP, "words"))
    day.worker.change("post", f"{here}send/", here)
    day.head.change("post", f"{here}review/", here, agrees=False, **day.texts(STEP, "words"))
    day.worker.change("post", f"{here}withdraw/", here, **day.texts(LABEL, "withdrawn_reason"))
