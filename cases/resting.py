"""What rests on a ground, and stops when it ends.

What stops is keeping and telling: typed words that may be kept no longer go, nothing more is passed on, and
whoever does what rested on it is asked to speak with her first. Help that was asked for never stops.
"""

from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext_lazy

from cases import dependants, task_words
from cases.consents import consents
from cases.grounds import KEEPING, in_force
from cases.intake import NEEDS_GROUND
from cases.keeping import add_task
from cases.models import Draft, GroundKind, PaperKind
from codebook import lists

DRAFTS, KEPT, HELP, SERVICES, NOTICES, IMAGES = "drafts", "keeping", "help", "services", "notices", "images"
CONTACTS, TRANSFERS = "contacts", "transfers"
PICTURED = (PaperKind.PHOTOGRAPH, PaperKind.RECORDING)

WORDS = {
    DRAFTS: ngettext_lazy(
        "%(number)s draft that somebody typed and did not save: it is deleted.",
        "%(number)s drafts that somebody typed and did not save: they are deleted.",
        "number",
    ),
    KEPT: gettext_lazy(
        "The pages that say who the person is and what was done: nothing more is written there, and "
        "supervisors decide what becomes of what is kept."
    ),
    HELP: gettext_lazy("The help: it goes on as far as the person wants it."),
    NOTICES: ngettext_lazy(
        "%(number)s notice passed on of a danger to the family: nothing more is told on this ground, and a "
        "task asks to tell whoever was told.",
        "%(number)s notices passed on of a danger to the family: nothing more is told on this ground, and a "
        "task asks to tell whoever was told.",
        "number",
    ),
    CONTACTS: ngettext_lazy(
        "%(number)s contact with a consulate that is planned: it is cancelled.",
        "%(number)s contacts with a consulate that are planned: they are cancelled.",
        "number",
    ),
    TRANSFERS: ngettext_lazy(
        "%(number)s question to another organisation whether it takes the case: it is taken back.",
        "%(number)s questions to another organisation whether it takes the case: they are taken back.",
        "number",
    ),
    IMAGES: ngettext_lazy(
        "%(number)s photograph or recording among the documents: a task asks to decide what becomes of it.",
        "%(number)s photographs or recordings among the documents: a task asks to decide what becomes of "
        "them.",
        "number",
    ),
}


def add(words):
    """A room above adds the words of what rests on a ground there, when the programme starts."""
    WORDS.update(words)


def others_in_force(ground):
    """What else of the ledger holds now beside this ground."""
    return [one for one in in_force(ground.case) if one.pk != ground.pk]


def lost(ground):
    """What only this consent covers of all that holds now; nothing of one on which nothing rests."""
    if ground.kind != GroundKind.CONSENT or ground.says_no or ground.doubted_on:
        return []
    covered = {purpose for other in others_in_force(ground) for purpose in other.purposes}
    return [purpose for purpose in ground.purposes if purpose not in covered]


def resting_on(ground):
    """Codes of what rests on this ground as things stand: a name, and how many or which."""
    if ground.says_no or ground.doubted_on:
        return []
    return [*_of_keeping(ground), *_of_purposes(ground), *dependants.resting_on_ground(ground)]


def stop_resting_on(ground, *, by, said_no=False):
    """Stop what rests on this ground, whose case is locked; answers the codes of what it stopped.

    Who has just `said_no` is not asked the same once more.
    """
    if ground.says_no or ground.doubted_on:
        return []
    own = [*_of_keeping(ground), *_of_purposes(ground)]
    for code in own:
        if not (said_no and code.partition(":")[0] in (HELP, SERVICES)):
            _stop(ground, code, by=by)
    return [*own, *dependants.stop_resting_on(ground, by)]


def sentence(code):
    """What is said of a code."""
    name, _colon, further = code.partition(":")
    if name == SERVICES:
        words = gettext(
            "Services for which a consent of their own is asked (%(consent)s): they go on only after the "
            "person has been asked again."
        )
        return words % {"consent": lists.get("consent_type").label(further)}
    words = WORDS.get(name, name)
    return words % {"number": int(further)} if further else str(words)


def sentences(codes):
    """The same of several codes, in their order."""
    return [sentence(code) for code in codes]


def _of_keeping(ground):
    """Does only this ground let her data be kept, and which drafts were typed on it?"""
    keeps = ground.kind != GroundKind.CONSENT or KEEPING in ground.purposes
    others = others_in_force(ground)
    if not keeps or any(one.kind != GroundKind.CONSENT or KEEPING in one.purposes for one in others):
        return
    if not ground.case.person.unnamed:
        yield KEPT
    if drafts := Draft.objects.filter(NEEDS_GROUND, case=ground.case).count():
        yield f"{DRAFTS}:{drafts}"


def _of_purposes(ground):
    """What was done by a consent that covers it, and that no other one covers."""
    case, over = ground.case, lost(ground)
    if "assistance" in over:
        yield HELP
    given = case.services.standing().filter(on__gte=ground.since)
    types = set(given.order_by().values_list("type", flat=True).distinct()) if over else set()
    asked = {consents().get(service_type) for service_type in types}
    yield from (f"{SERVICES}:{purpose}" for purpose in over if purpose in asked)
    if notices := case.risk_notices.standing().filter(ground=ground).count():
        yield f"{NOTICES}:{notices}"
    # They are cancelled by the same step, once the ground has ended (`cases.proceedings.stop_contacts`).
    if contacts := case.proceeding_steps.planned_by_us().filter(ground=ground).count():
        yield f"{CONTACTS}:{contacts}"
    if transfers := case.transfers.waiting().filter(ground=ground).count():
        yield f"{TRANSFERS}:{transfers}"
    images = case.documents.standing().filter(kind__in=PICTURED).exclude(file=None)
    if "image_voice" in over and (count := images.count()):
        yield f"{IMAGES}:{count}"


def _stop(ground, code, *, by):
    """Do what a code of this floor says; drafts go with the last ground (`without_ground`)."""
    case, (name, _colon, further) = ground.case, code.partition(":")
    if name == HELP:
        add_task(case, "consent_to_assistance", by=by)
    elif name == SERVICES:
        add_task(case, "consent_to_service", by=by, key=f"{case.pk}:{further}")
    elif name == NOTICES:
        add_task(case, task_words.TELL_RECEIVERS, by=by, key=f"{ground.pk}", due_on=timezone.localdate())
    elif name == IMAGES:
        add_task(case, task_words.IMAGES, by=by, key=f"{ground.pk}")
