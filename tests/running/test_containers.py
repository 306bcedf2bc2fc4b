"""docker-compose.yml, read as an administrator would read it before trusting it."""

import re
import subprocess
import sys

import yaml

from demo import CHECKOUT
from docker.new_env import lines

TEXT = (CHECKOUT / "docker-compose.yml").read_text()
FILE = yaml.safe_load(TEXT)
SERVICES = FILE["services"]
OURS = {"web", "worker", "names", "beat", "migrate"}
# ${NAME}, ${NAME:?why it must be set}, ${NAME:-what it is otherwise}
VARIABLES = re.findall(r"\$\{([A-Z_]+)(?::([-?])([^}]*))?\}", TEXT)


def variables(mark):
    return {name for name, its_mark, _ in VARIABLES if its_mark == mark}


def test_every_part_of_an_installation_is_there():
    assert set(SERVICES) == OURS | {"proxy", "database", "redis"}


def test_no_secret_has_a_default_and_each_is_asked_for_by_name():
    secret = re.compile("SECRET|PASSWORD|KEYS")

    assert {name for name in variables("-") if secret.search(name)} == set()
    assert {name for name, *_ in VARIABLES} == variables("?") | variables("-")


def test_a_new_env_sets_everything_that_has_no_default_and_no_two_alike():
    one, other = (dict(line.split("=", 1) for line in lines("registro.example.org")) for _ in range(2))

    assert set(one) == variables("?")
    assert [name for name in one if one[name] == other[name]] == ["ADDRESS"]


def test_passwords_need_no_escaping_in_an_address():
    found = dict(line.split("=", 1) for line in lines("registro.example.org"))

    assert [name for name in found if "PASSWORD" in name and not found[name].strip('"').isalnum()] == []


def test_only_the_proxy_can_be_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert FILE["networks"]["inside"] == {"internal": True}
    assert [name for name in ("database", "redis") if SERVICES[name]["networks"] != ["inside"]] == []


def test_only_the_migrations_connect_as_the_owner():
    roles = {name: SERVICES[name]["environment"]["DATABASE_URL"].split(":")[1] for name in OURS}

    assert roles == dict.fromkeys(OURS, "//amparo_app") | {"migrate": "//amparo_owner"}


def test_work_waits_for_the_migrations_and_everything_that_stays_says_whether_it_is_well():
    waits = {name: SERVICES[name]["depends_on"]["migrate"] for name in OURS - {"migrate"}}

    assert {wait["condition"] for wait in waits.values()} == {"service_completed_successfully"}
    assert {name for name, service in SERVICES.items() if "healthcheck" not in service} == {"migrate"}
    assert {name for name, service in SERVICES.items() if service["restart"] == "no"} == {"migrate"}


def test_our_containers_can_change_nothing_but_their_data():
    for name in OURS:
        assert SERVICES[name]["read_only"] is True
        assert SERVICES[name]["cap_drop"] == ["ALL"]


def test_redis_writes_down_what_it_was_told():
    assert SERVICES["redis"]["command"][:3] == ["redis-server", "--appendonly", "yes"]


def test_every_file_a_container_is_given_is_there():
    mounts = [mount for service in SERVICES.values() for mount in service.get("volumes", ())]
    files = [mount.partition(":")[0] for mount in mounts if mount.startswith("./")]

    assert [file for file in files if not (CHECKOUT / file).is_file()] == []
    assert {mount.partition(":")[0] for mount in mounts} - set(files) == set(FILE["volumes"])


def test_the_backups_client_is_not_older_than_the_server():
    release = SERVICES["database"]["image"].rpartition("-")[2]
    images = re.findall("^FROM (\\S+)", (CHECKOUT / "Dockerfile").read_text(), re.MULTILINE)

    assert {image.rpartition("-")[2] for image in images} == {release}


def test_every_setting_given_is_one_that_is_read():
    read = (CHECKOUT / "config" / "settings.py").read_text()

    given = SERVICES["web"]["environment"] | SERVICES["worker"]["environment"]
    assert [name for name in given if f'("{name}"' not in read] == []


def test_whether_a_worker_is_well_is_asked_of_the_file_by_which_it_says_so():
    """Workers take no commands from outside (settings), so that none answers `inspect ping`."""
    worker = SERVICES["worker"]

    assert worker["environment"]["WORKER_SIGN"] in worker["healthcheck"]["test"][1]
    assert worker["environment"]["WORKER_SIGN"].startswith(f"{worker['tmpfs'][0]}/")


def test_gunicorn_accepts_its_configuration():
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--check-config",
        "--config=docker/gunicorn.py",
        "config.wsgi",
    ]

    assert subprocess.run(command, cwd=CHECKOUT, capture_output=True).returncode == 0
