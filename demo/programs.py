"""The commands of Amparo's own programs, the same in the demo and in the tests that kill them."""

import sys

MIGRATE = [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity=0"]
LOAD_DEMO = [sys.executable, "manage.py", "demo"]
WORKER = [
    *(sys.executable, "-m", "celery", "--app=config.celery", "worker", "--concurrency=2", "--loglevel=INFO"),
    *("--without-gossip", "--without-mingle"),
]


def web(port):
    """gunicorn, as few threads as answer a small office."""
    return [
        *(sys.executable, "-m", "gunicorn", "config.wsgi", f"--bind=127.0.0.1:{port}", "--no-control-socket"),
        *("--worker-class=gthread", "--workers=2", "--threads=4", "--graceful-timeout=8"),
    ]


def beat(schedule):
    """Celery's clock; the file only spares it from asking everything at once after a restart."""
    return [sys.executable, "-m", "celery", "--app=config.celery", "beat", f"--schedule={schedule}"]
