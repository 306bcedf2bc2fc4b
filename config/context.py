"""What every page knows."""

from django.conf import settings


def site(request):
    """Name of the installation, whether its data are invented, and how long a page may be left alone."""
    return {
        "site_name": settings.SITE_NAME,
        "demo": settings.DEMO,
        "neutral_page": settings.NEUTRAL_PAGE,
        "idle_seconds": settings.SESSION_IDLE_SECONDS,
    }
