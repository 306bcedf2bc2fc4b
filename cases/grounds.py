"""Whether something lets the programme keep more of her than sex, child or adult, and a code name."""

from datetime import datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.keeping import refuse_impossible_day
from cases.models import Answer, Assent, GroundKind, Involved
from cases.models.grounds import INVOLVED
from codebook import lists
from work.errors import refusal

KEEPING = "data_processing"
# A child cannot consent alone, nor can the answer of a child stand for a guardian's.
OWN_ANSWERS = {"self_adult", "child_assent"}
# A parent does not answer for an adult, nor is an adult's consent a child's assent.
NOT_OF_ADULTS = {"parent", "child_assent"}
# Who of her family may have answered for her.
OF_THE_FAMILY = {"parent", "legal_guardian"}
# Consents by which something of her is told to somebody named.
TELLING = {"referral", "data_sharing"}
NOTHING_LETS_TELL = gettext_lazy(
    "Nothing lets this be passed on yet. Ask whether the person agrees that this receiver is told, and "
    "record her consent to a referral or to share data; or record the vital interest, the duty to report or "
    "the court's order."
)
# Free words of a case that may say who she is.
FOUND_IN_WORDS = ("source_details", "found_place")
VITAL = timedelta(hours=72)


def in_force(case, on=None):
    """Grounds of this case that hold on a day, by default now, whatever they cover."""
    now = None if on else timezone.now()
    return case.grounds.in_force(on or timezone.localdate(), now)


def holds(ground):
    """Does this line of the ledger hold now?"""
    return in_force(ground.case).filter(pk=ground.pk).exists()


def lets_keep(case, on=None):
    """May her data be kept: by a consent that covers it, or by a court, a duty or a danger to her life?"""
    held = in_force(case, on)
    return any(ground.kind != GroundKind.CONSENT or KEEPING in ground.purposes for ground in held)


def writes_of_her(case):
    """May pages that say who she is be written: something lets her data be kept, and she does not mind?"""
    return not case.person.unnamed and lets_keep(case)


def require_ground(case, on=None):
    """Refuse to keep more of her while nothing lets the programme do so, or she does not want it."""
    if on:
        refuse_impossible_day(on, field="on")
    refuse_unnamed(case)
    if not lets_keep(case, on):
        raise refusal(
            _(
                "Until there is consent or another ground, nothing that says who she is or what was done to "
                "her is kept. Record the ground first; help does not wait for it."
            ),
            code="no_ground",
        )


def refuse_unnamed(case, field=None):
    """Refuse what would name her while she does not want her data kept."""
    if case.person.unnamed:
        raise refusal(
            _(
                "She does not want her data kept: leave out what would name her. If she has changed her "
                "mind, record her consent, and keep her data again."
            ),
            code="unnamed",
            field=field,
        )


def refuse_naming_words(case, facts):
    """Refuse free words of how she was found while she does not want her data kept."""
    for name in FOUND_IN_WORDS:
        if facts.get(name):
            refuse_unnamed(case, field=name)


def without_naming_words(typed):
    """What was typed, less the free words of how she was found: she does not want her data kept."""
    return [[name, words] for name, words in typed if name not in FOUND_IN_WORDS]


def end_of_vital_interest(since):
    """72 hours from now, or from the beginning of an earlier day."""
    today = since == timezone.localdate()
    begins = timezone.now() if today else timezone.make_aware(datetime.combine(since, time.min))
    return begins + VITAL


def refuse_involved_giver(*, kind, answer, giver_involved):
    """Refuse a consent of somebody who took part in what was done to her."""
    if kind == GroundKind.CONSENT and answer == Answer.GIVEN and giver_involved:
        raise refusal(INVOLVED, code="giver_involved", field="giver_involved")


def refuse_relative(case, relative, *, kind, answer, giver):
    """Refuse as the giver of a consent somebody who is none of her family, or who took part.

    Whoever is only suspected is not refused: that he or she consented is kept, in doubt from its first day.
    """
    if relative is None:
        return
    stands = case.person.relatives.standing().filter(pk=relative.pk).first()
    if stands is None or kind != GroundKind.CONSENT or giver not in OF_THE_FAMILY:
        words = _("Choose somebody of the family only where a parent or a guardian answered.")
        raise refusal(words, code="not_of_the_family", field="relative")
    if answer == Answer.GIVEN and stands.involved == Involved.YES:
        raise refusal(INVOLVED, code="giver_involved", field="relative")


def refuse_answer_for_child(*, kind, giver, assent, assent_reason):
    """Refuse a ground for a child that rests on her alone, or in which she herself was not asked."""
    if giver in OWN_ANSWERS:
        raise refusal(
            _(
                "She is a child: her own answer is written below, and a guardian, the State guardian or a "
                "court consents for her. Where nobody can, record vital interest."
            ),
            code="child_alone",
            field="giver",
        )
    if not assent and kind != GroundKind.DUTY_TO_REPORT:
        raise refusal(
            _("She is a child: say what she herself answered, or that she is not able to answer."),
            code="assent_missing",
            field="assent",
        )
    if assent == Assent.NOT_ABLE and not assent_reason:
        raise refusal(
            _("Write why she was not asked, such as her age."), code="reason_missing", field="assent_reason"
        )


def given_by_whom_could(ground, child):
    """Could whoever gave this consent give it, of somebody who was then a child, or was not?

    Where neither is known nothing new is: what was in doubt stays in doubt, what was not is trusted.
    """
    if child is None:
        return ground.doubted_on is None
    if child:
        return ground.giver not in OWN_ANSWERS and bool(ground.assent)
    return ground.giver not in NOT_OF_ADULTS


def refuse_answer_for_adult(*, giver):
    """Refuse that a parent answers for an adult, or that an adult's consent is a child's assent."""
    if giver in NOT_OF_ADULTS:
        raise refusal(
            _("She is an adult: only she decides, or a guardian whom a court has named (“%(guardian)s”).")
            % {"guardian": lists.get("consent_giver").label("legal_guardian")},
            code="adult_decides",
            field="giver",
        )


def may_let_tell(case):
    """Lines of the ledger that could let something of her be told to somebody, whether they hold or not."""
    lines = case.grounds.filter(answer=Answer.GIVEN)
    consents = Q(purposes__overlap=sorted(TELLING))
    return lines.filter(~Q(kind=GroundKind.CONSENT) | consents)


def refuse_telling_without_ground(case, *, ground, receiver_named, on):
    """Refuse that something of her is told to somebody where nothing lets us: the sentence says what to get.

    A consent is good for whom it names; what a court, the law or a danger to life asks for names nobody.
    """
    if ground is None:
        raise refusal(NOTHING_LETS_TELL, field="ground", code="no_ground")
    now = timezone.now() if on == timezone.localdate() else None
    if not may_let_tell(case).in_force(on, now).filter(pk=ground.pk).exists():
        raise refusal(
            _("This ground does not hold on that day. Choose another one, or record one first."),
            field="ground",
            code="not_in_force",
        )
    if ground.kind == GroundKind.CONSENT and not receiver_named:
        raise refusal(
            _(
                "A consent is good only for whom it names. Ask whether the person agrees that this receiver "
                "is told, and tick that the consent names it; else choose another ground."
            ),
            field="receiver_named",
            code="receiver_not_named",
        )
