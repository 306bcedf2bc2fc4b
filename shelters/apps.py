from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# What the tasks ask for that a stay may leave behind.
TASKS = {
    "shelter_consent": _("Ask whether she agrees to live in the shelter, or note the court's order"),
    "shelter_misfit": _("Somebody was admitted whom the shelter is not meant for: see what she needs"),
    "shelter_closed_case": _("She lives in a shelter and her case is closed: decide about reopening it"),
    "exit_taken_back_here": _("An exit was taken back, and her case is open to the shelter again: see to it"),
    "exit_by_arrival_here": _(
        "An exit was written because she was received elsewhere: look among the last who left your shelter, "
        "and check the day and where she went"
    ),
    "shelter_was_closed": _(
        "Somebody was received while the shelter admits nobody: see that she is looked after, and whether "
        "the day of closing is right"
    ),
}
# Told to the team of the case alone: whoever receives her is not told by it where she was, and does not say
# herself that she received the right person.
TASKS_OF_THE_TEAM = {
    "shelter_unannounced": _("A shelter took her in by the number of her case: see that it is she"),
    "exit_taken_back": _("Her exit from the shelter was taken back: see where she is, and who was told"),
    "exit_by_arrival": _("Her exit was written with her arrival elsewhere: check the day and where she went"),
}


# What is said of what rests on a ground here.
RESTING = {
    "stay": _(
        "The stay in a shelter: nobody has to leave. The shelter's team asks whether the person still agrees "
        "to live there."
    )
}


class SheltersConfig(AppConfig):
    name = "shelters"

    def ready(self):
        """Say what a stay means for its case."""
        from cases import dependants, looks, resting, task_words
        from shelters import for_cases, lacking

        resting.add(RESTING)
        task_words.add(TASKS, TASKS_OF_THE_TEAM, of_its_office=lacking.OF_THE_SHELTER)
        looks.add({"stay": _("her stay in a shelter"), "fit": _("whether she fits a shelter")})
        dependants.add(
            "shelters",
            open_items=for_cases.open_items,
            resting_on_ground=for_cases.resting_on_ground,
            stop_resting_on=for_cases.stop_resting_on,
            stages_of=for_cases.stages_of,
            age_rows=for_cases.age_rows,
            forget_identity=for_cases.forget_identity,
            sealed_rows=for_cases.sealed_rows,
            next_stay=for_cases.next_stay,
            first_day=for_cases.first_day,
            last_day=for_cases.last_day,
            timeline=for_cases.timeline,
            verbs=for_cases.verbs,
        )
