from django.apps import AppConfig


class SoakroomConfig(AppConfig):
    name = "bench.soakroom"
