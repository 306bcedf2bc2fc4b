"""What goes wrong on such a day: refused forms, addresses that are not there, a server that fails."""

import os

import psycopg
from django.conf import settings
from django.test import Client
from django.utils import timezone

from cases.actions.grounds import RAN_OUT
from cases.actions.opening import RAN_OUT as ACCESS_RAN_OUT
from tests.canaries.desk import form_of
from work.carrying import carry_out
from work.models import OutboxRow
from work.tasks import relay_due_work

HOPELESS = 400


def sends_nonsense(day):
    """Every form that was filled in is sent once more, with a text in every place and much too long."""
    text = day.canaries.text("a form that fails")
    refused = 0
    for desk in day.desks:
        sent = {answer.wsgi_request.path for answer in desk.answers if answer.wsgi_request.method == "POST"}
        for path in sorted(one for one in sent if not one.startswith("/api/")):
            form = form_of(path, desk.get(path))
            typed = dict.fromkeys(form["names"] or ["known"], text * HOPELESS)
            refused += desk.post(path, typed).status_code == 422
    return refused


def sends_nonsense_to_the_api(day):
    """Unknown keys, wrong types, and a body that is no JSON at all."""
    text = day.canaries.text("a body that fails")
    for desk in day.desks:
        requests = [one.wsgi_request for one in desk.answers if one.wsgi_request.path.startswith("/api/")]
        sent = {(one.method.lower(), one.path) for one in requests if one.method != "GET"}
        for method, path in sorted(sent):
            headers = {"Authorization": f"Bearer {desk.token}", "If-Match": f'"{text.encode().hex()}"'}
            for body in ({text: text, "type": {"x": text}, "words": [text]}, text, f"{{{text}"):
                how = {"data": body, "content_type": "application/json", "headers": headers}
                answer = getattr(desk.browser, method)(path, **how)
                desk.answers.append(answer)
                assert answer.status_code in {400, 403, 412, 422, 429} or "reveal" in path, (
                    path,
                    answer.status_code,
                )


def goes_astray(day):
    """Addresses that are not there, questions that cannot be read, a form without its token."""
    text = day.canaries.text("an address that is not there")
    for path in (f"/cases/{text}/", f"/{text}/", f"/cases/?status={text}&q={text}", f"/tasks/?done={text}"):
        status = day.worker.get(path).status_code
        assert status in {200, 404, 422}, (path, status)
    assert day.worker.read(f"/api/v1/cases/{text}/").status_code == 404
    assert day.worker.post(f"/cases/{text}/notes/new/", {"text": text}).status_code == 404
    assert day.worker.read(f"/api/v1/services/?type={text}&{text}=1").status_code == 422
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(day.worker.person)
    assert strict.post("/cases/new/", {"source_details": text}).status_code == 403


def meets_a_broken_server(day, case):
    """The table of notes takes nothing more: PostgreSQL complains of the row, with all that stands in it."""
    text = day.canaries.text("a page that breaks")
    with psycopg.connect(os.environ["AMPARO_OWNER_DATABASE_URL"], autocommit=True) as owner:
        owner.execute("ALTER TABLE cases_note ADD CONSTRAINT broken CHECK (false) NOT VALID")
        typed = {"text": text, "note_class": "team", "kind": "progress", "on": "02/03/2026", "once": "broken"}
        answer = day.worker.post(day.under(case, "notes/new/"), typed)
        owner.execute("ALTER TABLE cases_note DROP CONSTRAINT broken")
    assert answer.status_code in {422, 500}, answer.status_code


def works_behind_the_page():
    """What the day has left to be done is sent to the broker, and carried out by a worker."""
    settings.BROKER_DIR.mkdir(parents=True, exist_ok=True)
    waiting = list(OutboxRow.objects.values_list("pk", flat=True))
    relay_due_work()
    for pk in waiting:
        carry_out(pk)
    # The end of a ground or of an access comes hours or days from now; everything else is done.
    left = OutboxRow.objects.filter(done_at=None)
    assert {row.effect for row in left} <= {RAN_OUT, ACCESS_RAN_OUT}
    assert not left.filter(not_before__lte=timezone.now()).exists()
    return waiting
