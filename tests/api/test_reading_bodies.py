"""A program sends JSON: what fits passes through the page's form, the rest is refused by field."""

import datetime
import json
from decimal import Decimal
from types import SimpleNamespace

import pytest

from tests.api import urls
from tests.api.forms import ShyForm
from tests.factories.accounts import OrganisationFactory
from work.api_input import Unreadable, read

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.api.urls")]

ENOUGH = {"name": "Orchard", "colour": "red"}
WRONG_EVERYWHERE = [{}, {"a": 1}]
LONE_SURROGATE, NUL = "\ud83d", "a\x00b"
HUGE = 10**400

# field -> (what is read, as which value), then what is refused
FIELDS = {
    "name": ([("  Árbol 🌳 ", "Árbol 🌳")],
             [7, 1.5, True, None, [], ["x"], "", "   ", "x" * 61, NUL, LONE_SURROGATE]),
    "remark": ([("two\nlines", "two\nlines"), ("", ""), (None, "")],
               [7, False, ["x"], "x" * 201, NUL, LONE_SURROGATE]),
    "agreed": ([(True, True), (False, False)], ["true", 1, 0, None, [True], ""]),
    "knows": ([(True, True), (None, None)], ["unknown", 1, "2", []]),
    "colour": ([("blue", "blue")], ["Red", "green", 1, None, "", ["red"], True, LONE_SURROGATE]),
    "shade": ([("blue", "blue"), ("", ""), (None, "")], ["green", 0, False, ["red"]]),
    "colours": ([(["blue", "red"], ["blue", "red"]), ([], [])],
                ["red", None, ["green"], [["red"]], [1], ["red", "red"], 3]),
    "stars": ([(2, 2), (None, "")], ["2", 2.5, True, 3, [2]]),
    "amount": ([(12.5, Decimal("12.5")), (3, Decimal(3)), (None, None)],
               ["12.5", True, 1.234, 10**9, HUGE, 1e300, [1], "", "NaN"]),
    "count": ([(0, 0), (12, 12), (None, None)], ["12", 1.5, -1, True, 2**31, HUGE, [1]]),
    "free": ([(-5, -5), (4.0, 4)], ["5", 1e10, -(2**31) - 1, HUGE, False]),
    "share": ([(0.25, 0.25), (None, None)], ["0.25", True, HUGE, [0.5]]),
    "on": ([("2026-03-27", datetime.date(2026, 3, 27)), (None, None)],
           [20260327, "27/03/2026", "2026-3-27", "2026-02-30", "1492-10-12",
            "2026-03-27T00:00:00Z", "", True, ["2026-03-27"]]),
    "at": ([("2026-03-27T14:30:00Z", datetime.datetime(2026, 3, 27, 14, 30, tzinfo=datetime.UTC)),
            ("2026-03-27T08:30:00.5-06:00",
             datetime.datetime(2026, 3, 27, 14, 30, 0, 500000, tzinfo=datetime.UTC))],
           [1774621800, "2026-03-27", "2026-03-27 14:30", "2026-03-27T14:30:00",
            "2026-13-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "", False]),
    "clock": ([("14:30", datetime.time(14, 30)), (None, None)], [1430, "2:30", "25:00", "14:30:00", ""]),
    "born": ([({"date": "2011-03-27", "precision": "day"}, (datetime.date(2011, 3, 27), "day")),
              ({"date": "2011-03-01", "precision": "month"}, (datetime.date(2011, 3, 1), "month")),
              ({"date": "2011-01-01", "precision": "year"}, (datetime.date(2011, 1, 1), "year")),
              ({"date": None, "precision": "unknown"}, (None, "unknown")),
              (None, (None, ""))],
             ["2011-03-27", {"date": "2011-03-27"}, {"date": "2011-03-27", "precision": "month"},
              {"date": "2011-03-01", "precision": "year"}, {"date": "2011-01-01", "precision": "unknown"},
              {"date": None, "precision": "day"}, {"date": 2011, "precision": "year"},
              {"date": "2011-01-01", "precision": ["year"]}, {"date": "2011-13-01", "precision": "month"},
              {"date": "2011-01-01", "precision": "year", "note": "x"}, []]),
    "price": ([({"amount": 10.5, "currency": "USD"}, (Decimal("10.5"), "USD")), (None, None)],
              [10.5, "10.50 USD", {"amount": "10.5", "currency": "USD"}, {"amount": 10.5},
               {"amount": 10.5, "currency": "XXX"},
               {"amount": -1, "currency": "USD"}, {"amount": HUGE, "currency": "USD"},
               {"amount": None, "currency": "USD"}]),
    "mail": ([("ana@example.org", "ana@example.org"), (None, "")], ["not mail", 5, LONE_SURROGATE]),
    "page": ([("https://example.org/", "https://example.org/")], ["not an address", 5]),
    "code": ([(None, None)], ["1", 1, "{6ba7b810-9dad-11d1-80b4-00c04fd430c8}", ""]),
    "partner": ([(None, None)], [1, True, "1", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", ["x"], ""]),
    "partners": ([], ["x", [1], [None], ["6ba7b810-9dad-11d1-80b4-00c04fd430c8"], None]),
}  # fmt: skip
READ = [(field, sent, value) for field, (read, _) in FIELDS.items() for sent, value in read]
REFUSED = [(field, sent) for field, (_, refused) in FIELDS.items() for sent in refused + WRONG_EVERYWHERE]


@pytest.fixture
def garden():
    return OrganisationFactory()


def send(caller, garden, body, **more):
    return caller.post(f"/api/v1/gardens/{garden.pk}/note/", body, headers={"If-Match": '"1"'}, **more)


@pytest.mark.parametrize(("field", "sent", "value"), READ)
def test_what_fits_reaches_the_action_as_the_page_would_give_it(supervisor, garden, field, sent, value):
    answer = send(supervisor, garden, ENOUGH | {field: sent})

    assert answer.status_code == 200, answer.json()
    assert urls.said.pop()[field] == value


@pytest.mark.parametrize(("field", "sent"), REFUSED, ids=lambda value: repr(value)[:40])
def test_what_does_not_fit_is_refused_by_field(supervisor, garden, field, sent):
    answer = send(supervisor, garden, ENOUGH | {field: sent})

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert list(answer.json()["errors"]) == [field]
    assert all(isinstance(sentence, str) and sentence for sentence in answer.json()["errors"][field])


@pytest.mark.parametrize("body", [[], ["name"], "name", 7, 1.5, True, None, [{"name": "x"}]])
def test_a_body_that_is_no_object_is_refused_as_a_whole(supervisor, garden, body):
    answer = send(supervisor, garden, json.dumps(body).encode())

    assert answer.status_code == 422
    assert answer.json() == {
        "type": "about:blank",
        "title": "Unprocessable Entity",
        "status": 422,
        "detail": "The body must be a JSON object: { … }.",
        "errors": {"": ["The body must be a JSON object: { … }."]},
    }


@pytest.mark.parametrize(
    "raw",
    [b"{", b"", b"{'name': 'x'}", b'{"name": "x",}', b"nan", b'{"name": NaN}', b'{"amount": Infinity}',
     b'{"name": "\xff"}',
     b'{"name": "a\nb"}', b"[" * 100_000, b'{"a":' * 100_000, b"\x00", b'{"name": "x"} {}', b'{"name": 01}'],
    ids=lambda raw: repr(raw[:16]),
)  # fmt: skip
def test_a_body_that_is_not_json_is_refused(supervisor, garden, raw):
    answer = send(supervisor, garden, raw)

    assert answer.status_code == (422 if raw == b"" else 400)
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "amount",
    [b"1e99999999999999999999", b"1e-99999999999999999999", b"9" * 5000, b"-1E+5000000", b"0." + b"1" * 5000],
)
def test_numbers_that_no_computer_would_hold_are_refused(supervisor, garden, amount):
    answer = send(supervisor, garden, b'{"name": "Orchard", "colour": "red", "amount": %b}' % amount)

    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["amount"])


def test_unknown_keys_are_refused_by_name(supervisor, garden):
    answer = send(
        supervisor,
        garden,
        ENOUGH | {"colour ": "red", "paper": "x", "add-row": "lines", "x" * 100: 1, LONE_SURROGATE: 1},
    )

    assert answer.status_code == 422
    assert sorted(answer.json()["errors"]) == sorted(
        ["colour ", "paper", "add-row", "x" * 60 + "…", LONE_SURROGATE]
    )


def test_a_key_that_stands_twice_is_refused(supervisor, garden):
    answer = send(supervisor, garden, b'{"name": "One", "colour": "red", "name": "Two"}')

    assert answer.json()["errors"] == {"name": ["This key stands twice in the body."]}


def test_what_is_required_and_missing_is_named(supervisor, garden):
    answer = send(supervisor, garden, {})

    assert answer.json()["errors"] == {"name": ["This is still missing."], "colour": ["Choose an answer."]}


def test_what_the_form_says_of_the_whole_is_the_detail(supervisor, garden):
    answer = send(supervisor, garden, ENOUGH | {"name": "nobody"})

    assert answer.json()["detail"] == "Somebody has to be named."
    assert answer.json()["errors"] == {"": ["Somebody has to be named."]}


def test_records_are_named_by_their_ids(supervisor, garden):
    other = OrganisationFactory()

    answer = send(
        supervisor, garden, ENOUGH | {"partner": str(other.pk), "partners": [str(garden.pk), str(other.pk)]}
    )

    assert answer.status_code == 200
    given = urls.said.pop()
    assert given["partner"] == other
    assert set(given["partners"]) == {garden, other}


def test_rows_are_a_list_of_objects(supervisor, garden):
    answer = send(supervisor, garden, ENOUGH | {"lines": [{"label": "a", "quantity": 2}, {"label": "b"}]})

    assert answer.status_code == 200
    assert urls.said.pop()["lines"] == [{"label": "a", "quantity": 2}, {"label": "b", "quantity": None}]


@pytest.mark.parametrize(
    ("lines", "fields"),
    [
        ([{"label": "a"}, {"label": "b"}, {"quantity": 200}], ["lines.2.label", "lines.2.quantity"]),
        ([{}], ["lines.0.label"]),
        ([{"label": "a", "colour": "red"}], ["lines.0.colour"]),
        ([{"label": ["a"]}], ["lines.0.label"]),
        ([{"label": "a"}] * 6, ["lines"]),
        ({"label": "a"}, ["lines"]),
        ([["label"]], ["lines"]),
        (None, ["lines"]),
        ("a", ["lines"]),
    ],
)
def test_what_is_wrong_in_rows_is_said_by_row_and_field(supervisor, garden, lines, fields):
    answer = send(supervisor, garden, ENOUGH | {"lines": lines})

    assert answer.status_code == 422
    assert sorted(answer.json()["errors"]) == fields


def test_sentences_are_in_the_language_that_was_asked_for(supervisor, garden):
    spanish, english = (
        "Introduzca una dirección de correo electrónico válida.",
        "Enter a valid email address.",
    )
    asked = {"es-GT,es;q=0.9,en;q=0.1": spanish, "fr, en;q=0.5": english, "": spanish, "en;q=0": spanish}

    for languages, sentence in asked.items():
        headers = {"If-Match": '"1"', "Accept-Language": languages}
        answer = supervisor.post(
            f"/api/v1/gardens/{garden.pk}/note/", ENOUGH | {"mail": "x"}, headers=headers
        )
        assert answer.json()["errors"] == {"mail": [sentence]}
        assert answer["Content-Language"] == ("en" if "fr" in languages else "es")


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "json",
        "",
    ],
)
def test_anything_but_json_is_refused_by_its_type(supervisor, garden, kind):
    answer = send(supervisor, garden, b"name=x&colour=red", content_type=kind)

    assert (answer.status_code, answer["Content-Type"]) == (415, "application/problem+json")


def test_a_body_of_more_than_a_megabyte_is_refused(supervisor, garden):
    answer = send(supervisor, garden, ENOUGH | {"remark": "x" * 1024 * 1024})

    assert answer.status_code == 413


def test_a_change_starts_from_what_stands(supervisor, garden):
    answer = supervisor.patch(f"/api/v1/gardens/{garden.pk}/", {"country": "HN"}, headers={"If-Match": '"1"'})

    assert answer.status_code == 200
    garden.refresh_from_db()
    assert (garden.country, garden.name, garden.version) == ("HN", answer.json()["name"], 2)


def test_what_the_data_base_refuses_stands_beside_its_field_or_above(supervisor, garden):
    taken = OrganisationFactory(name="Taken")

    answer = supervisor.patch(
        f"/api/v1/gardens/{garden.pk}/", {"name": taken.name}, headers={"If-Match": '"1"'}
    )

    assert answer.status_code == 422
    assert answer.json()["errors"] == {"": ["There is an organisation of this name already."]}


@pytest.mark.parametrize("depth", [11, 300, 900, 990, 998, 2000])
def test_lists_in_lists_without_end_are_refused(supervisor, depth):
    body = b'{"name": ' + b"[" * depth + b"]" * depth + b"}"

    answer = supervisor.post("/api/v1/gardens/", body, headers={"Idempotency-Key": "one"})

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_thousands_of_parameters_are_refused(supervisor):
    answer = supervisor.get("/api/v1/gardens/?" + "&".join(f"a{number}=1" for number in range(2000)))

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_a_change_leaves_rows_that_are_not_sent_as_they_are(supervisor, garden):
    address, headers = f"/api/v1/gardens/{garden.pk}/lines/", {"If-Match": "*"}

    supervisor.patch(address, {"name": "Orchard"}, headers=headers)
    supervisor.patch(address, {"name": "Orchard", "lines": []}, headers=headers)

    assert [given.get("lines") for given in (urls.said.pop(-2), urls.said.pop())] == [None, []]


def test_a_field_that_the_form_does_not_show_is_not_known():
    request = SimpleNamespace(method="POST", data={"name": "Orchard", "secret": "x"})

    with pytest.raises(Unreadable) as refused:
        read(ShyForm, request)

    assert list(refused.value.errors) == ["secret"]
