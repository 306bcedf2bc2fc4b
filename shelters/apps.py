from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# What the tasks ask for that a stay may leave behind.
TASKS = {
    "shelter_consent": _("Ask whether she agrees to live in the shelter, or note the court's order"),
    "shelter_misfit": _("Somebody was admitted whom the shelter is not meant for: see what she needs"),
    "shelter_unannounced": _("A shelter took her in by the number of her case: see that it is she"),
    "shelter_closed_case": _("She lives in a shelter and her case is closed: decide about reopening it"),
    "exit_taken_back": _("Her exit from the shelter was taken back: see where she is, and who was told"),
    "exit_taken_back_here": _("An exit was taken back, and her case is open to the shelter again: see to it"),
}


class SheltersConfig(AppConfig):
    name = "shelters"

    def ready(self):
        """Say what a stay means for its case."""
        from cases import dependants, looks, task_words
        from shelters import for_cases

        task_words.add(TASKS)
        looks.add({"stay": _("her stay in a shelter"), "fit": _("whether she fits a shelter")})
        dependants.add(
            "shelters",
            open_items=for_cases.open_items,
            stages_of=for_cases.stages_of,
            age_rows=for_cases.age_rows,
            forget_identity=for_cases.forget_identity,
            next_stay=for_cases.next_stay,
            last_day=for_cases.last_day,
            timeline=for_cases.timeline,
            verbs=for_cases.verbs,
        )
