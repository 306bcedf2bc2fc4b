from django.apps import AppConfig


class TrainingsConfig(AppConfig):
    name = "trainings"
    # Read by a test: every room above cases says what it means for them, or why it means nothing.
    without_dependants = "Trainings never meet cases: no trainee is ever linked to a survivor."
