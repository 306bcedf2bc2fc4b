from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# What the tasks ask for that a placement may leave behind.
TASKS = {
    "follow_home": _("Make the first contact after the return, in the way that is safe"),
    "followup_consent": _(
        "The person no longer agrees to be followed up: ask how, and whether, to stay in touch"
    ),
    "placement_withdrawn": _("Her placement was withdrawn with the exit before it: see who must know"),
}


# What is said of what rests on a ground here.
RESTING = {
    "follow_up": _(
        "The follow-up after the shelter: before the next contact the person is asked how, and whether, to "
        "stay in touch."
    )
}


class ReintegrationConfig(AppConfig):
    name = "reintegration"

    def ready(self):
        """Say what a placement means for its case; one that goes on does not keep a case open."""
        from cases import dependants, looks, resting, task_words
        from reintegration import for_cases

        resting.add(RESTING)
        task_words.add(TASKS)
        looks.add({"placement": _("how she lives after the shelter")})
        dependants.add(
            "reintegration",
            stages_of=for_cases.stages_of,
            resting_on_ground=for_cases.resting_on_ground,
            stop_resting_on=for_cases.stop_resting_on,
            age_rows=for_cases.age_rows,
            forget_identity=for_cases.forget_identity,
            sealed_rows=for_cases.sealed_rows,
            timeline=for_cases.timeline,
            verbs=for_cases.verbs,
            after_exit=for_cases.after_exit,
            after_admission=for_cases.after_admission,
            after_exit_corrected=for_cases.after_exit_corrected,
            resting_on_exit=for_cases.resting_on_exit,
        )
