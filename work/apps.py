from django.apps import AppConfig
from django.urls import register_converter
from django.utils.module_loading import autodiscover_modules

from work.addresses import TextConverter


class WorkConfig(AppConfig):
    name = "work"

    def ready(self):
        register_converter(TextConverter, "text")
        # The web server must know the effects to promise them, the worker to carry them out.
        autodiscover_modules("effects")
