"""The commands of Amparo's own programs, the same in the demo and in the tests that kill them."""

import sys

WORKER = [
    *(sys.executable, "-m", "celery", "--app=config.celery", "worker", "--concurrency=2", "--loglevel=INFO"),
    *("--without-gossip", "--without-mingle"),
]


def manage(*command):
    """A command of manage.py."""
    return [sys.executable, "manage.py", *command]


def web(port):
    """gunicorn, with as few processes and threads as answer a small office."""
    return [
        *(sys.executable, "-m", "gunicorn", "config.wsgi", f"--bind=127.0.0.1:{port}", "--no-control-socket"),
        *("--worker-class=gthread", "--workers=2", "--threads=4", "--graceful-timeout=8"),
    ]


def beat(directory):
    """Celery's clock; its notes spare it from asking everything at once after a restart."""
    notes = directory / "schedule"
    return [sys.executable, "-m", "celery", "--app=config.celery", "beat", f"--schedule={notes}"]
