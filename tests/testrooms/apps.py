from django.apps import AppConfig


class TestroomsConfig(AppConfig):
    name = "tests.testrooms"
