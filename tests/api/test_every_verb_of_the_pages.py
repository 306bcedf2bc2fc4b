"""What people do on pages programs do through the API: each verb has its counterpart, or a reason why not."""

import pytest
from django.urls import get_resolver

from tests.matrix.addresses import named_addresses

ROOMS = ("cases:", "tasks:", "shelters:", "reintegration:", "reports:")
# page: (method, address of the API)
COUNTERPARTS = {
    "cases:cases": ("get", "api-case-list"),
    "cases:case": ("get", "api-case-detail"),
    "cases:case-create": ("post", "api-case-list"),
    "cases:case-change": ("patch", "api-case-detail"),
    "cases:case-reveal": ("post", "api-case-reveal"),
    "cases:case-identify": ("post", "api-case-identify"),
    "cases:case-outside-scope": ("post", "api-case-outside-scope"),
    "cases:case-activate": ("post", "api-case-activate"),
    "cases:case-close": ("post", "api-case-close"),
    "cases:case-reopen": ("post", "api-case-reopen"),
    "cases:likeness": ("post", "api-likeness-answer"),
    "cases:likeness-take-back": ("post", "api-likeness-take-back"),
    "cases:services": ("get", "api-service-list"),
    "cases:service-create": ("post", "api-service-list"),
    "cases:service-change": ("patch", "api-service-detail"),
    "cases:service-withdraw": ("post", "api-service-withdraw"),
    "cases:task-create": ("post", "api-task-list"),
    "cases:notes": ("get", "api-note-list"),
    "cases:plan": ("get", "api-plan-list"),
    "cases:plan-create": ("post", "api-plan-list"),
    "cases:plan-agree": ("post", "api-plan-agree"),
    "cases:plan-review": ("post", "api-plan-review"),
    "cases:plan-close": ("post", "api-plan-close"),
    "cases:goal-create": ("post", "api-goal-list"),
    "cases:goal-change": ("patch", "api-goal-detail"),
    "cases:goal-end": ("post", "api-goal-end"),
    "cases:step-create": ("post", "api-plan-step-list"),
    "cases:step-change": ("patch", "api-plan-step-detail"),
    "cases:step-done": ("post", "api-plan-step-done"),
    "cases:best-interest-create": ("post", "api-best-interest-list"),
    "cases:best-interest-change": ("patch", "api-best-interest-detail"),
    "cases:events": ("get", "api-exploitation-list"),
    "cases:event-create": ("post", "api-case-exploitation"),
    "cases:event-change": ("patch", "api-exploitation-detail"),
    "cases:event-join": ("post", "api-exploitation-join"),
    "cases:event-take-out": ("post", "api-exploitation-take-out"),
    "cases:group-create": ("post", "api-group-intake-list"),
    "cases:group-opened": ("get", "api-group-intake-detail"),
    "cases:group-service": ("post", "api-group-service-list"),
    "cases:group-service-done": ("get", "api-group-service-detail"),
    "cases:note": ("get", "api-note-detail"),
    "cases:note-create": ("post", "api-note-list"),
    "cases:note-amend": ("post", "api-note-amend"),
    "cases:relatives": ("get", "api-relative-list"),
    "cases:relative-create": ("post", "api-relative-list"),
    "cases:relative-change": ("patch", "api-relative-detail"),
    "cases:relative-withdraw": ("post", "api-relative-withdraw"),
    "cases:relative-reveal": ("post", "api-relative-reveal"),
    "cases:documents": ("get", "api-document-list"),
    "cases:document": ("get", "api-document-detail"),
    "cases:document-create": ("post", "api-document-list"),
    "cases:document-change": ("patch", "api-document-detail"),
    "cases:document-withdraw": ("post", "api-document-withdraw"),
    "cases:document-file": ("get", "api-document-file"),
    "cases:document-view": ("get", "api-document-file"),
    "cases:document-image": ("get", "api-document-file"),
    "cases:intake-identification": ("patch", "api-case-identification"),
    "cases:intake-basics": ("patch", "api-case-basics"),
    "cases:intake-ground": ("get", "api-ground-list"),
    "cases:intake-ground-add": ("post", "api-case-ground"),
    "cases:intake-unnamed": ("post", "api-case-unnamed"),
    "cases:intake-name-again": ("post", "api-case-name-again"),
    "cases:intake-person": ("patch", "api-case-person"),
    "cases:intake-exploitation": ("post", "api-case-exploitation"),
    "cases:find": ("post", "api-case-find"),
    "cases:team": ("get", "api-access-list"),
    "cases:access-give": ("post", "api-access-list"),
    "cases:access-end": ("post", "api-access-end"),
    "cases:case-known": ("post", "api-case-known"),
    "cases:case-suspend": ("post", "api-case-suspend"),
    "cases:failed-contacts": ("get", "api-failed-contact-list"),
    "cases:failed-contact-create": ("post", "api-failed-contact-list"),
    "cases:failed-contact-withdraw": ("post", "api-failed-contact-withdraw"),
    "cases:proceedings": ("get", "api-proceeding-list"),
    "cases:proceeding-create": ("post", "api-proceeding-list"),
    "cases:proceeding-change": ("patch", "api-proceeding-detail"),
    "cases:proceeding-withdraw": ("post", "api-proceeding-withdraw"),
    "cases:proceeding-stage-create": ("post", "api-proceeding-stage-list"),
    "cases:proceeding-stage-withdraw": ("post", "api-proceeding-stage-withdraw"),
    "cases:proceeding-step-create": ("post", "api-proceeding-step-list"),
    "cases:proceeding-step-change": ("patch", "api-proceeding-step-detail"),
    "cases:proceeding-step-held": ("post", "api-proceeding-step-held"),
    "cases:proceeding-step-postpone": ("post", "api-proceeding-step-postpone"),
    "cases:proceeding-step-cancel": ("post", "api-proceeding-step-cancel"),
    "cases:proceeding-step-service": ("post", "api-proceeding-step-service"),
    "cases:risks": ("get", "api-risk-list"),
    "cases:risk-create": ("post", "api-risk-list"),
    "cases:risk-change": ("patch", "api-risk-detail"),
    "cases:risk-withdraw": ("post", "api-risk-withdraw"),
    "cases:risk-notices": ("get", "api-risk-notice-list"),
    "cases:risk-notice-create": ("post", "api-risk-notice-list"),
    "cases:risk-notice-answer": ("post", "api-risk-notice-answer"),
    "cases:risk-notice-withdraw": ("post", "api-risk-notice-withdraw"),
    "cases:likeness-merge": ("post", "api-likeness-merge"),
    "cases:likeness-undo-merge": ("post", "api-likeness-undo-merge"),
    "cases:intake-needs": ("post", "api-case-needs"),
    "cases:ground-end": ("post", "api-ground-end"),
    "cases:consent-texts": ("get", "api-consent-text-list"),
    "cases:consent-text": ("get", "api-consent-text-detail"),
    "cases:consent-text-create": ("post", "api-consent-text-list"),
    "cases:consent-text-recording": ("get", "api-consent-text-recording"),
    "cases:consent-text-record": ("post", "api-consent-text-record"),
    "cases:consent-text-retire": ("post", "api-consent-text-retire"),
    "tasks:tasks": ("get", "api-task-list"),
    "tasks:task-done": ("post", "api-task-done"),
    "tasks:task-change": ("patch", "api-task-detail"),
    "shelters:shelters": ("get", "api-shelter-list"),
    "shelters:shelter": ("get", "api-shelter-detail"),
    "shelters:shelter-create": ("post", "api-shelter-list"),
    "shelters:shelter-change": ("patch", "api-shelter-detail"),
    "shelters:rooms": ("get", "api-room-list"),
    "shelters:room-add": ("post", "api-shelter-rooms"),
    "shelters:room-rename": ("patch", "api-room-detail"),
    "shelters:beds-add": ("post", "api-room-beds"),
    "shelters:bed-change": ("patch", "api-bed-detail"),
    "shelters:admit": ("post", "api-stay-list"),
    "shelters:stays": ("get", "api-stay-list"),
    "shelters:stay-enter": ("post", "api-stay-enter"),
    "shelters:stay": ("get", "api-stay-detail"),
    "shelters:stay-move": ("post", "api-stay-move-bed"),
    "shelters:stay-exit": ("post", "api-stay-exit"),
    "shelters:stay-change": ("patch", "api-stay-detail"),
    "shelters:stay-take-back-exit": ("post", "api-stay-take-back-exit"),
    "shelters:stay-withdraw": ("post", "api-stay-withdraw"),
    "reintegration:placements": ("get", "api-placement-list"),
    "reintegration:placement": ("get", "api-placement-detail"),
    "reintegration:placement-change": ("patch", "api-placement-detail"),
    "reintegration:placement-end": ("post", "api-placement-end"),
    "reintegration:placement-assign": ("post", "api-placement-assign"),
    "reports:reports": ("get", "api-report-list"),
    "reports:report": ("get", "api-report-detail"),
    "reports:report-progress": ("get", "api-report-detail"),
    "reports:report-ask": ("post", "api-report-list"),
    "reports:report-make-again": ("post", "api-report-list"),
    "reports:report-approve": ("post", "api-report-approve"),
    "reports:report-file": ("get", "api-report-file"),
    "reports:explain": ("post", "api-report-explain"),
    "reports:figure": ("get", "api-report-figure-rows"),
    "reports:indicators": ("get", "api-indicator-list"),
    "reports:indicator": ("get", "api-indicator-detail"),
    "reports:schedules": ("get", "api-schedule-list"),
    "reports:schedule-create": ("post", "api-schedule-list"),
    "reports:schedule-end": ("post", "api-schedule-end"),
}
# Where somebody can be found is read by people, for half a minute, and kept by no program.
SECRET_PLACE = "A secret of the second ring: shown to a person for half a minute, and to no program."
OF_THE_HOUSE = "Whoever tends the house reads why work failed, and mends it, before it is tried again."
OF_A_PAGE = "What is typed into a page and not saved yet belongs to that page."
PEOPLE_ONLY = {
    "cases:known-take-back": "Whether a colleague sees the person again is decided by who asked her.",
    "cases:intake-person-alike": "Shown while a name is typed; a program asks by /cases/find/.",
    "cases:plan-paper": "a sheet of paper is handed to the person, who is asked whether it is safe",
    "cases:readers": "Who looked into what is read by people; no program copies who works with whom.",
    "cases:case-print": "What goes on paper is printed by a person, who says what for.",
    "cases:intake": "A list of the intake's pages; each page has its own verb.",
    "cases:case-create-draft": OF_A_PAGE,
    "cases:group-create-draft": OF_A_PAGE,
    "cases:draft": OF_A_PAGE,
    "cases:draft-discard": OF_A_PAGE,
    "cases:intake-draft": OF_A_PAGE,
    "shelters:address": SECRET_PLACE,
    "shelters:address-write": SECRET_PLACE,
    "shelters:residents": "A list of names is opened by a person and closes after ten idle minutes.",
    "cases:relative-contact": SECRET_PLACE,
    "reintegration:whereabouts": SECRET_PLACE,
    "reports:trail": "Who read and wrote what is read by people; no program copies who works with whom.",
    "reports:given-up": OF_THE_HOUSE,
    "reports:try-again": OF_THE_HOUSE,
}


def pages():
    return sorted(name for name, _route in named_addresses() if name.startswith(ROOMS))


def methods_of(name):
    """What this address of the API takes."""
    found = set()
    for pattern in flat(get_resolver().url_patterns):
        if pattern.name == name:
            found |= set(getattr(pattern.callback, "actions", ()))
    return found


def flat(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from flat(pattern.url_patterns)
        else:
            yield pattern


def test_every_page_has_its_verb_in_the_api_or_a_reason_why_not():
    assert pages() == sorted(COUNTERPARTS | PEOPLE_ONLY)
    assert COUNTERPARTS.keys() & PEOPLE_ONLY.keys() == set()


@pytest.mark.parametrize(("method", "name"), sorted(set(COUNTERPARTS.values())))
def test_the_api_takes_the_verb(method, name):
    assert method in methods_of(name)
