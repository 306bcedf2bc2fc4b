"""A web server with two workers, as the demo runs it, and one client that asks it."""

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from accounts.tokens import issue
from vault.errors import NamesAway
from vault.serving import Asked

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PATIENCE = 300
TOKEN_LASTS = 100


@contextmanager
def web_server():
    """Run gunicorn on a free port, and the process that holds the names; answers the port."""
    with TemporaryDirectory() as home, names_held(f"{home}/names") as names, gunicorn(names) as port:
        settings.NAMES_SOCKET = names  # what is measured without a page asks the same process
        yield port


@contextmanager
def names_held(path):
    """The process that holds everybody's names, once it has read them."""
    environment = os.environ | {"NAMES_SOCKET": path, "LOG_LEVEL": "ERROR"}
    process = subprocess.Popen([sys.executable, "manage.py", "search_index"], env=environment)
    try:
        wait_until(lambda: have_read(Asked(path)))
        yield path
    finally:
        process.kill()
        process.wait()


def have_read(names):
    with suppress(NamesAway):
        return names.built
    return False


@contextmanager
def gunicorn(names):
    """The web server, which asks who is called so at this socket."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        *(sys.executable, "-m", "gunicorn", "config.wsgi", f"--bind=127.0.0.1:{port}", "--no-control-socket"),
        *("--worker-class=gthread", "--workers=2", "--threads=4", "--log-level=error"),
    ]
    environment = os.environ | {"LOG_LEVEL": "ERROR", "NAMES_SOCKET": names}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: answers(port))
        yield port
    finally:
        process.terminate()
        process.wait()


def wait_until(ready):
    """Wait until what was started answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if ready():
            return
        time.sleep(0.2)
    raise RuntimeError("What is measured did not start.")


def answers(port):
    with suppress(OSError):
        http.client.HTTPConnection("127.0.0.1", port, timeout=5).request("GET", "/livez")
        return True
    return False


class Browser:
    """Somebody who is signed in, over one connection that stays open."""

    def __init__(self, port, user=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies, self.user, self.asked = {"language": "es"}, user, 0
        if user:
            client = Client()
            client.force_login(user, backend=BACKEND)
            self.cookies |= {name: morsel.value for name, morsel in client.cookies.items()}
        self.read("/accounts/own/" if user else "/accounts/login/")

    def get(self, path, expected=200):
        return self.ask("GET", path, expected=expected)

    def read(self, path):
        """Ask without minding the status, for the cookies of the answer."""
        return self.ask("GET", path, expected=None)

    def post(self, path, typed, expected=302):
        return self.ask("POST", path, urlencode(typed, doseq=True), expected)

    def ask_as_program(self, path, expected=200):
        """With a token instead of the session: a new one before its limit of a minute is reached."""
        if self.asked % TOKEN_LASTS == 0:
            self.token, _row = issue(self.user)
        self.asked += 1
        return self.ask("GET", path, expected=expected, headers={"Authorization": f"Bearer {self.token}"})

    def ask(self, method, path, body=None, expected=200, headers=None):
        """Milliseconds from the request to the last byte of the answer, and that byte count."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = dict(headers or {"Cookie": cookies})
        if body is not None:
            token = self.cookies[settings.CSRF_COOKIE_NAME]
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": token}
        began = time.perf_counter()
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        length = len(answer.read())
        took = (time.perf_counter() - began) * 1000
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _sign, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if expected and answer.status != expected:
            raise RuntimeError(f"{method} {path} answered {answer.status} instead of {expected}.")
        return took, length
