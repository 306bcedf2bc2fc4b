"""Where the web server finds the application."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def rest():
    """Load what every request needs, and look through it for rubbish no more.

    A page makes some tens of thousands of objects: with Python's own numbers all that was ever loaded was
    looked through again in the middle of pages, which cost a good part of their time and made some of them
    late (docs/measurements.md, Pages).
    """
    get_resolver().url_patterns  # noqa: B018  loads every view, form and model
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


application = get_wsgi_application()
rest()
