from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorkConfig(AppConfig):
    name = "work"

    def ready(self):
        # The web server must know the effects to promise them, the worker to carry them out.
        autodiscover_modules("effects")
