"""The programs of the containers, started with the settings that docker-compose.yml gives them."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time

import pytest
import yaml

from demo import CHECKOUT
from demo.postgres import free_port
from docker.new_env import lines

ADDRESS = "registro.example.org"
GUNICORN = [sys.executable, "-m", "gunicorn", "--config=docker/gunicorn.py", "config.wsgi"]


def settings_of(service):
    """The environment of a service, filled from a new .env as docker compose would."""
    found = dict(line.split("=", 1) for line in lines(ADDRESS))
    given = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())["services"][service]["environment"]

    def fill(match):
        name, mark, other = match.groups()
        return found.get(name, f'"{other}"' if mark == "-" else None).strip('"')

    variable = re.compile(r"\$\{([A-Z_]+)(?::([-?])([^}]*))?\}")
    return {name: variable.sub(fill, value) for name, value in given.items()}


@pytest.fixture
def environment(committed_db, redis, tmp_path):
    """The same settings, with the addresses of this test's own database and Redis."""
    own = {
        "CACHE_URL": redis.url,
        "CELERY_BROKER_URL": redis.url,
        "DATABASE_URL": os.environ["DATABASE_URL"],
        "PATH": os.environ["PATH"],
        "STATIC_ROOT": str(tmp_path / "collected"),
    }
    return settings_of("web") | own


@pytest.fixture
def port(environment):
    """gunicorn as in the container, its static files collected as in the image."""
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
    subprocess.run(collect, cwd=CHECKOUT, env=environment, check=True)
    port = free_port()
    web = subprocess.Popen([*GUNICORN, f"--bind=127.0.0.1:{port}"], cwd=CHECKOUT, env=environment)
    until = time.monotonic() + 120
    while not answer(port, "/livez"):
        assert web.poll() is None
        assert time.monotonic() < until
    yield port
    web.send_signal(signal.SIGTERM)
    web.wait(60)


def answer(port, path, **headers):
    """The response and its text, or nothing while nobody listens."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Host": "localhost"} | headers)
        response = connection.getresponse()
        return response, response.read().decode()
    except ConnectionRefusedError:
        time.sleep(0.2)
        return None
    finally:
        connection.close()


@pytest.mark.services
def test_a_server_answers_its_proxy_and_nobody_else(port):
    proxied = {"Host": ADDRESS, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}

    ready, _ = answer(port, "/readyz")
    page, text = answer(port, "/accounts/login/", **proxied)
    plain, _ = answer(port, "/accounts/login/", Host=ADDRESS)
    stranger, _ = answer(port, "/accounts/login/", Host="elsewhere.example")
    sheet = re.search(r"/static/site\.[0-9a-f]{12}\.css", text)[0]
    style, _ = answer(port, sheet, **proxied)

    assert (ready.status, page.status, stranger.status) == (200, 200, 400)
    assert (plain.status, plain.getheader("Location")) == (301, f"https://{ADDRESS}/accounts/login/")
    assert "max-age=63072000" in page.getheader("Strict-Transport-Security")
    assert "immutable" in style.getheader("Cache-Control")
