"""What is told of a case to whom: one table, which its page and its answers to programs both read.

Which tasks are told to whoever looks after her and which to the team alone says `cases.task_words`. What was
done to her stands on no page of the case; its own page asks `rules.can_read_account`.
The text of a note and the file of a document go by their class and the reader's profession
(`cases.rules.note_classes_read`). Names, birth date, telephones and identity documents stand here nowhere:
they are shown only when asked for. Of her family whoever looks after her is told whom to call, and the team
more (`cases.relatives`). `retention` says when somebody looks whether a closed case is still needed, and
whether it is held. `closed_on` is the day of the closing to whom the reason is not told
(`cases.endings.closed_on_told`). Of `risk` the level, the safety
plan and the day of the review are told; domains and reasons to who reads in full. Of the dates of
proceedings (`outings`) whoever looks after her is told when she is out, who takes her and what is written
for the shelter; the proceedings themselves are the legal file.
"""

from cases.models import ORDER, Level

TOLD = {
    Level.REFERENCE: (
        "number",
        "code_name",
        "version",
        "status",
        "office",
        "component",
        "worker",
        "opened_on",
        "closed_on",
    ),
    Level.ASSISTANCE: (
        "needs",
        "stages",
        "mother_case",
        "children",
        "services",
        "notes",
        "plans",
        "documents",
        "risk",
        "failed_contacts",
        "tasks",
        "likeness",
        "stays",
        "outings",
    ),
    Level.FULL: (
        "role",
        "population",
        "danger",
        "source",
        "found_on",
        "found_in",
        "entered_from",
        "trafficking_status",
        "status_decider",
        "identified_on",
        "legal_test",
        "decision_reason",
        "screening",
        "reviewed_by",
        "pointed_to",
        "reflection_ends_on",
        "screenings",
        "closure_reason",
        "reintegration_outcome",
        "final_risk",
        "told_how_to_return",
        "closing_summary",
        "retention",
        "grounds",
        "best_interests",
        "risk_notices",
        "proceedings",
        "conferences",
    ),
}


def told_at(level):
    """Names of what is told at this level; nothing to whom no level is given."""
    enough = 0 if level is None else ORDER[level]
    return {name for least, names in TOLD.items() if ORDER[least] <= enough for name in names}
