"""Who may do what of the help and of what is written of a person, and how much of it she reads."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from audit.doors import rule
from cases.models import (
    OUTSIDE_RESULTS,
    PROFESSION_OF,
    READERS,
    TEAM,
    CaseAccess,
    Level,
    NoteClass,
    SafeToContact,
)
from cases.reading import knows, reads, supervises


@rule(_("Cases are opened by caseworkers, supervisors and shelter staff, in their own office."))
def can_open_case(user, office):
    return user.has_role(*READERS, office=office, organisation=office.organisation_id)


@rule(_("Her name is for those who look after her: the team of the case and the shelter where she lives."))
def can_reveal_name(user, case):
    return reads(user, case, Level.ASSISTANCE)


@rule(
    _(
        "What happened to the person is for the team of the case; once no elements of trafficking were "
        "found, for its supervisors, until a new screening interview is begun."
    )
)
def can_read_account(user, case):
    return can_hold_screening(user, case) and not account_is_closed(user, case)


def account_is_closed(user, case):
    """Was it found that she is no victim, so that only who may mend that needs what was written of it?

    While an interview goes on the team needs it again. In queries `models.account_open_to` says the same.
    """
    if case.trafficking_status not in OUTSIDE_RESULTS or supervises(user, case):
        return False
    return not case.screenings.going_on().exists()


@rule(_("A screening interview is held by the team of the case."))
def can_hold_screening(user, case):
    return reads(user, case, Level.FULL) and user.has_role(*TEAM)


@rule(_("A screening interview is read and written by the team of the case, while its account is open."))
def can_write_screening(user, screening):
    return can_read_account(user, screening.case)


@rule(_("A screening interview is reviewed by a supervisor of the case's office."))
def can_review_screening(user, screening):
    return supervises(user, screening.case)


@rule(_("How long there is to think is read by those who look after people and by administrators."))
def can_read_reflection_periods(user, period=None):
    return user.has_role(*READERS, Role.ADMINISTRATOR, Role.DATA_PROTECTION)


@rule(_("How long there is to think in a country is written by administrators."))
def can_set_reflection_period(user, period=None):
    return user.has_role(Role.ADMINISTRATOR)


@rule(_("Only the team of the case may change it."))
def can_change_case(user, case):
    return reads(user, case, Level.FULL) and user.has_role(*TEAM)


# Who reads the texts by which consents are asked, and who keeps them: in them stands nothing of anybody.
READERS_OF_TEXTS = (*READERS, Role.ADMINISTRATOR, Role.DATA_PROTECTION)


KEEPERS_OF_TEXTS = (Role.SUPERVISOR, Role.ADMINISTRATOR, Role.DATA_PROTECTION)


@rule(_("Texts of consents are read by those who look after people and by those who keep the texts."))
def can_read_consent_texts(user, text=None):
    return user.has_role(*READERS_OF_TEXTS)


@rule(_("Texts of consents are written by supervisors, administrators and whoever protects the data."))
def can_keep_consent_texts(user, text=None):
    return user.has_role(*KEEPERS_OF_TEXTS)


@rule(_("Services are recorded by those who look after her."))
def can_record_service(user, case):
    return reads(user, case, Level.ASSISTANCE)


@rule(_("What was given or seen is added by those who look after her, and for 48 hours by those who did."))
def can_add(user, case):
    return reads(user, case, Level.ASSISTANCE) or last_day_to_add(user, case) is not None


def last_day_to_add(user, case):
    """The day on which the case was closed to her, where that was lately: until then she saw what was given.

    None for who reads it, whom no day binds, and for who may add nothing.
    """
    if reads(user, case, Level.ASSISTANCE) or not user.has_role(*READERS) or knows(user, case):
        return None
    rows = CaseAccess.objects.over_lately().of_case(case).opening_for(user, READERS)
    over = rows.order_by("-over_at").values_list("over_at", flat=True).first()
    return over and timezone.localdate(over)


@rule(_("A service in her legal matters is corrected by the team of the case."))
def can_change_service(user, service):
    return can_record_service(user, service.case) and reads_detail(user, service)


@rule(_("A service in her legal matters is taken back by the team of the case, or by whoever wrote it."))
def can_withdraw_service(user, service):
    own = service.given_by_id == user.pk
    return can_change_service(user, service) or (own and can_record_service(user, service.case))


def reads_detail(user, service):
    """May she read the details: of a service in her legal matters who reads the case in full (design §3)."""
    return not service.is_legal or reads(user, service.case, Level.FULL)


@rule(_("Documents are attached by those who look after the person."))
def can_attach_document(user, case):
    return reads(user, case, Level.ASSISTANCE)


@rule(_("This document is not for you to open; you see that it exists, its day, its area and by whom."))
def can_open_document(user, document):
    return reads_note(user, document)


@rule(_("A document is changed or withdrawn by whoever attached it, or by somebody who may open it."))
def can_change_document(user, document):
    return reads_note(user, document) and can_attach_document(user, document.case)


@rule(_("A summary is printed by those of the team who look after the person."))
def can_print_case(user, case):
    return reads(user, case, Level.ASSISTANCE) and user.has_role(*TEAM)


@rule(_("Notes are written by those who look after her."))
def can_write_note(user, case):
    return reads(user, case, Level.ASSISTANCE)


@rule(_("The level of the risk and what keeps her safe are for those who look after her."))
def can_read_risk(user, case):
    return reads(user, case, Level.ASSISTANCE)


@rule(_("The risk is assessed by the team of the case."))
def can_assess_risk(user, case):
    return reads(user, case, Level.FULL) and user.has_role(*TEAM)


@rule(_("An assessment is corrected or withdrawn by the team of the case."))
def can_change_risk(user, risk):
    return can_assess_risk(user, risk.case)


@rule(_("What is passed on of a danger to her family is for the team of the case."))
def can_pass_risk_on(user, case):
    return reads(user, case, Level.FULL) and user.has_role(*TEAM)


@rule(_("Complaints, hearings and other proceedings are kept and read by the team of the case."))
def can_follow_proceedings(user, case):
    return reads(user, case, Level.FULL) and user.has_role(*TEAM)


@rule(_("That the person was not reached is written by those who look after her."))
def can_record_failed_contact(user, case):
    return reads(user, case, Level.ASSISTANCE)


@rule(_("An attempt is withdrawn by the team of the case, or by whoever wrote it."))
def can_withdraw_failed_contact(user, tried):
    own = tried.tried_by_id == user.pk
    return can_change_case(user, tried.case) or (own and can_record_failed_contact(user, tried.case))


@rule(_("Only a supervisor of the case's office decides this."))
def can_decide_case(user, case):
    return supervises(user, case)


@rule(_("This note is not for you to read; you see that it exists, when it was written and by whom."))
def can_read_note(user, note):
    return reads_note(user, note)


@rule(_("A note is amended by whoever wrote it, or by somebody who may read it."))
def can_amend_note(user, note):
    return reads_note(user, note) and can_write_note(user, note.case)


def note_classes_read(user, case):
    """Classes of notes whose text she reads in this case, and of documents, whoever wrote them."""
    if not reads(user, case, Level.ASSISTANCE):
        return set()
    open_to_her = {NoteClass.CARE, NoteClass.TEAM} if reads(user, case, Level.FULL) else {NoteClass.CARE}
    return open_to_her | of_her_profession(user)


def of_her_profession(user):
    """Classes of notes that are for a profession of hers."""
    held = {membership.profession for membership in user.acting_memberships}
    return {one for one, profession in PROFESSION_OF.items() if profession in held}


def note_classes_added(user, case):
    """Classes of notes that she adds to a case that is open to her no more.

    Those who look after her now read them, or the team alone where she was of it, or the writer's own
    profession, which tells nobody more.
    """
    left = CaseAccess.objects.over_lately().of_case(case).at_least(Level.FULL).opening_for(user, TEAM)
    team = {NoteClass.TEAM} if left.exists() else set()
    return {NoteClass.CARE} | team | of_her_profession(user)


def reads_note(user, note):
    """May she read the text: of a note about her care whoever looks after her, of one for the team who reads
    the case in full, of another one its own profession. A document is opened by the same.

    What the team writes may hold the account or the legal file, which shelter staff never read. A supervisor
    sees that a note of a profession exists, its date and its author, not its text (design §3). Whoever wrote
    a note reads it.
    """
    return note.author_id == user.pk or note.note_class in note_classes_read(user, note.case)


def usual_note_class(user, case):
    """Who reads a note of hers unless she says otherwise: those who read of the case as much as she does."""
    return NoteClass.TEAM if reads(user, case, Level.FULL) else NoteClass.CARE


@rule(_("Only those who look after the person see the plan."))
def can_read_plan(user, case):
    return reads(user, case, Level.ASSISTANCE)


@rule(_("Only the team of the case makes and changes the plan."))
def can_plan(user, case):
    return reads(user, case, Level.FULL) and user.has_role(*TEAM)


@rule(_("Steps are for those who look after the person; in legal matters, for the team of the case."))
def can_help_with_goal(user, goal):
    return reads_goal(user, goal)


def reads_goal(user, goal):
    """Does she read this goal: whoever looks after her, and in her legal matters who reads in full."""
    return reads(user, goal.case, Level.FULL if goal.is_legal else Level.ASSISTANCE)


def goal_served(user, service):
    """The goal that this service serves, as far as she reads it."""
    goal = service.goal
    if goal is None:
        return None
    goal.case = service.case
    return goal if reads_goal(user, goal) else None


@rule(_("What is best for a child is found out and read by the team of the case."))
def can_read_best_interest(user, case):
    return reads(user, case, Level.FULL) and user.has_role(*TEAM)


@rule(_("A service for several people is recorded by those who look after people."))
def can_give_to_group(user, group=None):
    return user.has_role(*READERS)


@rule(_("Family and contacts are for those who look after the person."))
def can_record_relative(user, case):
    return reads(user, case, Level.ASSISTANCE)


@rule(_("Whether somebody took part, and could take the person in, is for the team of the case."))
def can_weigh_relative(user, case):
    return can_change_case(user, case)


@rule(_("What is written of somebody of the family is taken back by the team of the case."))
def can_withdraw_relative(user, case):
    return can_change_case(user, case)


@rule(_("This person is not to be contacted: how to reach her or him is for the team of the case."))
def can_open_contact(user, relative):
    """`relative.case` is the case through which she asks.

    Whom one may call, whoever looks after her calls, as in an emergency; whom nobody may call, she needs no
    number of.
    """
    least = Level.FULL if relative.safe_to_contact == SafeToContact.NO else Level.ASSISTANCE
    return reads(user, relative.case, least)
