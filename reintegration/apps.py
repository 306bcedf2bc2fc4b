from django.apps import AppConfig


class ReintegrationConfig(AppConfig):
    name = "reintegration"

    def ready(self):
        """Say what a placement means for its case; one that goes on does not keep a case open."""
        from cases import dependants
        from reintegration import for_cases

        dependants.add(
            "reintegration",
            stages_of=for_cases.stages_of,
            age_rows=for_cases.age_rows,
            forget_identity=for_cases.forget_identity,
            timeline=for_cases.timeline,
            verbs=for_cases.verbs,
            after_exit=for_cases.after_exit,
            after_admission=for_cases.after_admission,
            after_exit_corrected=for_cases.after_exit_corrected,
        )
