"""How gunicorn serves Amparo in a container; a larger programme adds containers or WEB_CONCURRENCY."""

import os

bind = "0.0.0.0:8000"  # inside the container, where only the proxy reaches it
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
graceful_timeout = 25
worker_tmp_dir = "/dev/shm"  # noqa: S108  a heartbeat on disk can block
control_socket_disable = True
