"""What each kind of task asks for, in words; a kind without words is shown by its own."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.models.consents import Point
from codebook import lists

# Written by hand: its own words say what has to be done.
BY_HAND = "by_hand"
# A pair of people who may be one: ended by an answer, not by hand.
LIKENESS, BLIND_LIKENESS = "likeness", "likeness_elsewhere"
# Ends the key of a blind question about two cases of one office.
ONE_OFFICE = "one-office"
# Opened with the case where she is in danger, and with a risk that is imminent; done by saying what protects
# her, also in the safety plan of an assessment that finds the danger over.
DANGER = "danger"
# A plan is still to be made and agreed, to be agreed anew, or to be looked at again; a child agreed alone.
PLAN, PLAN_AGREE, PLAN_REVIEW, PLAN_GUARDIAN = "plan", "plan_agree", "plan_review", "plan_guardian"
# Somebody knows the person and was taken off the case: somebody else is found.
WHO_WORKS_NOW = "who_works_now"
# A case conference is called for a day; what one decided, each with its owner.
CONFERENCE, DECIDED = "conference", "conference_decided"
# Another office does not take a case: its supervisors see how help goes on.
TRANSFER_DECLINED = "transfer_declined"
# A case rests because nobody reaches the person: the supervisors look, and somebody tries again.
SUSPENDED, SUSPENDED_REVIEW = "case_suspended", "suspended_review"
# A step of a plan that a worker does by a day; of a goal in her legal matters it is for the team.
STEP, STEP_LEGAL = "plan_step", "plan_step_legal"
STEPS = (STEP, STEP_LEGAL)
BEST_INTEREST = "best_interest"
# A step of a proceeding on its day, and three days before it for whoever accompanies; a day that is not known
# yet; that taking part is no condition of help; a consulate that was told without a ground.
HEARING, ACCOMPANY, NEW_DAY = "hearing", "accompany", "proceeding_new_day"
HELP_IS_FREE, TOLD_CONSULATE = "help_is_free", "told_consulate"
# An interview waits for a second person, came back with her words, or was agreed with and nothing is decided.
SCREENING_REVIEW, SCREENING_BACK = "screening_review", "screening_back"
SCREENING_DECIDE = "screening_decide"
# No elements were found, and nobody has written where she was pointed to.
OFFER_REFERRAL = "offer_referral"
# Her time to think: that she is told of it, and that it ends soon; their keys name its last day.
REFLECTION_TOLD, REFLECTION_ENDS = "reflection_told", "reflection_ends"
# Told to whoever looks after her, with what the rooms above add. Any other kind speaks of grounds, consents,
# danger or what the team wrote for itself: told to who reads the case in full (`cases.levels`).
OF_WHOEVER_HELPS = {LIKENESS, "needs", "close_open_items", "birth_or_day_is_wrong", STEP, ACCOMPANY}
# Left by a stay for its own shelter: it would say where she lived, so of whoever looks after her only that
# shelter is told, and who follows her beyond one (`cases.rules.follows`).
OF_ITS_OFFICE = set()

# Somebody of her family took part, or may have, and consented for her, or stands as safe to call, or she goes
# to live where such a person is.
GIVER_TOOK_PART, INVOLVED_IS_CALLED = "consent_of_involved", "involved_is_called"
WHO_CONSENTED, UNSAFE_FAMILY = "who_consented", "unsafe_family"

# A child's no to what a consent was for, which its key names.
CHILD_SAID_NO = "child_said_no"
# A consent given before all was explained; which points, its key says by their place in the list.
POINTS_LEFT = "consent_points"
# Somebody interpreted whom the person did not accept, or without a promise; nobody stands as witness.
INTERPRETER, SECRECY, WITNESS = "consent_interpreter", "interpreter_secrecy", "consent_witness"
# A ground ends soon; what rested on a consent that was taken back.
RUNS_OUT, TELL_RECEIVERS, IMAGES = "ground_runs_out", "tell_receivers", "images_without_consent"
# So many signs of those codes does a key hold beside the consent's own.
CODES = 40

# Ends the key of what waits for the supervisors beside the same task of whoever answers for the case.
FOR_SUPERVISORS = "supervisors"

WORDS = {
    BY_HAND: _("What somebody wrote down to be done"),
    LIKENESS: _("See whether this is somebody who has a case already"),
    BLIND_LIKENESS: _("See with another office whether two cases are of one person"),
    DANGER: _("She is in danger now: decide today what protects her"),
    "data_without_ground": _("No ground is in force any more: decide what becomes of her data"),
    "consent_to_data": _("Ask whether her data may be kept"),
    "consent_to_assistance": _("Ask whether she agrees to the help"),
    "consent_to_interview": _("Write down whether she agreed to the interview, or ask her"),
    "who_answers": _("Say who answers for this case"),
    "consent_to_service": _("Ask whether she agrees to this kind of service"),
    "consent_of_a_child": _(
        "Her consent was given as an adult's, and she was a child: ask her guardian or the State guardian, "
        "and herself"
    ),
    "consent_for_an_adult": _("Somebody else consented for her and she was an adult: ask herself"),
    GIVER_TOOK_PART: _(
        "Whoever consented for the person took part in what was done, or may have: ask another guardian, the "
        "State guardian or a court"
    ),
    INVOLVED_IS_CALLED: _(
        "Somebody of the family who took part, or may have, stands as safe to contact: see whether that is so"
    ),
    WHO_CONSENTED: _(
        "Somebody of the family took part in what was done, or may have, and of a consent it is not written "
        "who of the family gave it: see who it was; if it was that person, end the consent and ask another"
    ),
    UNSAFE_FAMILY: _(
        "The person goes to live with family, and somebody of it is not suitable, or took part, or may have: "
        "see who lives there"
    ),
    CHILD_SAID_NO: _("The child does not agree: speak with her, and do not go on without her yes"),
    POINTS_LEFT: _("Explain to whoever consented what was not explained, and ask again"),
    INTERPRETER: _(
        "The person does not accept who interpreted when consent was asked: ask again with somebody who is "
        "accepted"
    ),
    SECRECY: _("Have the interpreter promise in writing to keep secret what was said"),
    WITNESS: _("Nobody is named as witness of a consent by thumbprint or by word: record it again with one"),
    RUNS_OUT: _("A consent or another ground ends on this day: ask anew, or see what rests on it"),
    TELL_RECEIVERS: _(
        "What something was passed on by is over: tell whoever was told, and ask that nothing more is done "
        "with it"
    ),
    IMAGES: _("Photographs or recordings are kept without consent: decide what becomes of them"),
    "identity_left": _(
        "At her own wish her name and every word of her left this case: see what has to be written again to "
        "go on helping her"
    ),
    "needs": _("Ask what she needs now"),
    PLAN: _("Make a plan with the person and agree on it"),
    PLAN_AGREE: _("The plan was changed: go through it with the person and agree on it again"),
    PLAN_REVIEW: _("Look at the plan again with the person: what was reached, what has changed"),
    PLAN_GUARDIAN: _("A child agreed to the plan alone: go through it with the guardian too"),
    STEP: _("Do a step of the plan"),
    STEP_LEGAL: _("Do a step of the plan in legal matters"),
    BEST_INTEREST: _("Begin to find out what is best for the child (assessment of best interests)"),
    HEARING: _("A step of a proceeding is on this day: afterwards write down what became of it"),
    ACCOMPANY: _(
        "Prepare to accompany the person to where she or he has to be: day and hour stand on the page of the "
        "case"
    ),
    NEW_DAY: _("Ask for the new day of what was postponed in a proceeding"),
    HELP_IS_FREE: _("Tell the person that help does not depend on taking part in a proceeding"),
    TOLD_CONSULATE: _(
        "A consulate was contacted and no ground held: see what the person risks by it, and what protects"
    ),
    "service_after_closing": _("Something was given after the case was closed: decide about reopening it"),
    "birth_or_day_is_wrong": _("Her birth date or the day of something is wrong: see which"),
    "joined_elsewhere": _(
        "She was found to be somebody who is known by another case too: see whether her name, birth date and "
        "telephones are right"
    ),
    "close_open_items": _("End what is still open of a closed case"),
    WHO_WORKS_NOW: _(
        "Somebody knows the person and works with this case no more: see who answers for it now, and who "
        "does what she had to do"
    ),
    CONFERENCE: _("A case conference is on this day: afterwards write down who took part and what was said"),
    DECIDED: _("Do what a case conference decided"),
    TRANSFER_DECLINED: _(
        "Another office does not take this case: see with it, or here, how the help for the person goes on"
    ),
    SUSPENDED: _("A case was suspended because the person cannot be reached: see whether all was tried"),
    SUSPENDED_REVIEW: _(
        "The case is suspended: try again to reach the person, or think with a supervisor about closing it"
    ),
    SCREENING_REVIEW: _("Review a screening interview: agree with what it proposes, or send it back"),
    SCREENING_BACK: _(
        "A screening interview was sent back: see what was said, complete it and send it for review again"
    ),
    SCREENING_DECIDE: _("A screening interview was agreed with: decide about the identification"),
    OFFER_REFERRAL: _(
        "No elements of trafficking were found: offer to point the person to help that fits, such as for "
        "migrants, against violence, at work or for asylum"
    ),
    REFLECTION_TOLD: _(
        "Tell the person that there is time to think, and that nobody presses for a testimony; write down "
        "that it was told"
    ),
    REFLECTION_ENDS: _("The time to think ends soon: speak with the person about what comes next"),
    "risk_assessment": _("Assess the risk for the person"),
    "risk_review": _("Look at the risk for the person again"),
    "safety_plan": _("Write with the person what keeps her safe: the safety plan"),
    "risk_answer": _("Ask whoever was told of the danger to her family what they have done"),
}


def add(words, of_the_team=(), of_its_office=()):
    """A room above adds the words of its own kinds of task, when the programme starts.

    They speak of stays and placements, which whoever looks after her is told; a few her team alone. Kinds
    `of_its_office` are told to no other office that only looks after her.
    """
    WORDS.update(words)
    WORDS.update(of_the_team)
    OF_WHOEVER_HELPS.update(words)
    OF_ITS_OFFICE.update(of_its_office)


def for_whoever_helps(kind, *, given):
    """Is a task of this kind told to whoever looks after her? One written by hand to whom it was `given`."""
    return kind in OF_WHOEVER_HELPS or (kind == BY_HAND and given)


def answered_elsewhere(task):
    """Is this task ended by the answer to its own question?"""
    return task.kind in (LIKENESS, BLIND_LIKENESS)


def sign_of(pair):
    """Four signs by which a pair of people is told from other pairs, in the list and on its own page."""
    return str(getattr(pair, "pk", pair))[-4:].upper()


def key_of_no(ground):
    """The key of the task that a child's no leaves: it names the consent, and what it was for."""
    return f"{ground.pk}:{'+'.join(ground.purposes)[:CODES]}"


def key_of_points(ground):
    """The key of the task that a consent leaves of which not all was explained."""
    places = {point: place for place, point in enumerate(Point, 1)}
    return f"{ground.pk}:{'+'.join(str(places[point]) for point in ground.points_left)}"


def key_of_day(case, day):
    """The key of a task that speaks of a day of this case."""
    return f"{case.pk}:{day.isoformat()}"


def words_of(task):
    """What this task asks for; where two of a case would read alike, each says for whom or about what."""
    words, (_case, _colon, further) = task.words or WORDS.get(task.kind, task.kind), task.key.partition(":")
    if task.kind == "consent_to_service" and further:
        return f"{words}: {lists.get('consent_type').label(further)}"
    if task.kind == CHILD_SAID_NO and further:
        kinds = lists.get("consent_type")
        return f"{words}: {', '.join(kinds.labels([code for code in further.split('+') if code in kinds]))}"
    if task.kind == POINTS_LEFT and further:
        points = [list(Point)[int(place) - 1].label for place in further.split("+")]
        return f"{words}: {'; '.join(map(str, points))}"
    if task.kind == BLIND_LIKENESS and further.endswith(ONE_OFFICE):
        words = gettext("See whether two cases of this office are of one person")
    if answered_elsewhere(task) and task.subject:
        # Neither case may be named to everybody who is asked: the pair has a sign of its own.
        return gettext("%(what)s (question %(sign)s)") % {"what": words, "sign": sign_of(task.subject)}
    if task.kind in (REFLECTION_TOLD, REFLECTION_ENDS) and further:
        until = date_format(date.fromisoformat(further), "SHORT_DATE_FORMAT")
        return gettext("%(what)s (until %(day)s)") % {"what": words, "day": until}
    if further == FOR_SUPERVISORS:
        return gettext("For the supervisors, see that it is done: %(what)s") % {"what": words}
    return words
