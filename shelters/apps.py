from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# What the tasks ask for that a stay may leave behind.
TASKS = {
    "shelter_consent": _("Ask whether she agrees to live in the shelter, or note the court's order"),
    "shelter_misfit": _("Somebody was admitted whom the shelter is not meant for: see what she needs"),
    "shelter_unannounced": _("A shelter took her in by the number of her case: see that it is she"),
    "shelter_closed_case": _("She lives in a shelter and her case is closed: decide about reopening it"),
}


class SheltersConfig(AppConfig):
    name = "shelters"

    def ready(self):
        """Say what a stay means for its case."""
        from cases import dependants, task_words
        from shelters import for_cases

        task_words.add(TASKS)
        dependants.add(
            "shelters",
            open_items=for_cases.open_items,
            stages_of=for_cases.stages_of,
            age_rows=for_cases.age_rows,
            next_stay=for_cases.next_stay,
            timeline=for_cases.timeline,
            verbs=for_cases.verbs,
        )
