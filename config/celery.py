"""The Celery application; what beat asks stands in the settings."""

import os

from celery import Celery
from celery.signals import beat_init, celeryd_init, worker_ready

from config import broker, watch

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
broker.install()
app = Celery("amparo")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
worker_ready.connect(watch.begin)


@celeryd_init.connect
@beat_init.connect
def make_folder_of_the_broker(**kwargs):
    """The broker made of files needs its folder; nobody else of this machine may look into it."""
    options = app.conf.broker_transport_options or {}
    if "data_folder_in" in options:
        os.makedirs(options["data_folder_in"], mode=0o700, exist_ok=True)
