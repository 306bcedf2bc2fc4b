"""A national list of municipalities, taken row by row."""

import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from accounts.roles import Role
from audit.models import Event
from codebook import actions, municipalities
from codebook.models import Municipality
from tests.factories.accounts import administrator, member
from tests.factories.codebook import MunicipalityFactory

pytestmark = pytest.mark.django_db
LIST = """Listado oficial;;
Código;Departamento;Municipio
1201;San Marcos;San Marcos
1202;SAN MARCOS;San Pedro Sacatepéquez
;;
101;Guatemala;Guatemala
1203;Peten;San Antonio Sacatepéquez
1202;San Marcos;Otra vez
1299;Managua;Ninguno
;San Marcos;Sin código
1204;San Marcos;
""".encode()


@pytest.fixture
def keeper():
    return administrator(lead=True)


def outcomes(account):
    return [(row.number, row.code, str(row.outcome)) for row in account.rows]


def test_every_row_is_taken_or_shown_back_with_its_number_and_the_reason():
    account = municipalities.read(LIST, "GT")

    assert outcomes(account) == [
        (3, "GT-1201", "new"),
        (4, "GT-1202", "new"),
        (6, "GT-0101", "new"),
        (7, "GT-1203", "refused"),
        (8, "GT-1202", "refused"),
        (9, "GT-1299", "refused"),
        (10, "", "refused"),
        (11, "GT-1204", "refused"),
    ]
    assert all(row.reason for row in account.refused)
    assert [count for _outcome, count in account.counts] == [3, 0, 0, 5]


def test_looking_at_a_file_saves_nothing():
    municipalities.read(LIST, "GT")

    assert not Municipality.objects.exists()


def test_the_good_rows_are_saved_and_the_trail_says_who_did_it(keeper):
    actions.import_municipalities(by=keeper, country="GT", data=LIST)

    assert list(Municipality.objects.values_list("code", "subdivision", "name")) == [
        ("GT-0101", "GT-01", "Guatemala"),
        ("GT-1201", "GT-12", "San Marcos"),
        ("GT-1202", "GT-12", "San Pedro Sacatepéquez"),
    ]
    event = Event.objects.get(verb="municipalities.imported")
    assert event.actor == keeper.pk
    assert event.detail == ["GT", "new:3", "changed:0", "same:0", "refused:5"]


def test_the_same_file_again_changes_nothing(keeper):
    actions.import_municipalities(by=keeper, country="GT", data=LIST)

    account = actions.import_municipalities(by=keeper, country="GT", data=LIST)

    assert account.to_write == []
    assert Municipality.objects.count() == 3


def test_a_newer_list_renames_and_says_what_the_name_was(keeper):
    row = MunicipalityFactory(code="GT-1201", name="San Marcos Viejo")

    account = actions.import_municipalities(by=keeper, country="GT", data=LIST)

    row.refresh_from_db()
    assert (row.name, row.version) == ("San Marcos", 2)
    assert "San Marcos Viejo" in account.having("changed")[0].reason


def test_a_workbook_is_read_as_well_and_its_numbers_keep_their_zero():
    book = Workbook()
    for row in [
        ("Departamento", "Código", "Municipio"),
        ("Guatemala", 101, "Guatemala"),
        ("Atlántida", 102.0, "El Porvenir"),
    ]:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)

    assert outcomes(municipalities.read(file.getvalue(), "GT"))[0] == (2, "GT-0101", "new")
    assert outcomes(municipalities.read(file.getvalue(), "HN"))[1] == (3, "HN-0102", "new")


def test_the_good_rows_travel_to_the_next_page_and_are_read_the_same():
    account = municipalities.read(LIST, "GT")

    again = municipalities.read(account.as_text.encode(), "GT")

    assert [(row.code, row.subdivision, row.name) for row in again.rows] == [
        (row.code, row.subdivision, row.name) for row in account.to_write
    ]


@pytest.mark.parametrize(
    "data", [b"", b"just words\n", b"PK\x03\x04 no archive", b"a,b,c\n1,2,3\n", b"\x00\x01\x02"]
)
def test_a_file_that_is_no_list_is_refused_in_a_sentence(data):
    with pytest.raises(ValidationError):
        municipalities.read(data, "GT")


def test_only_who_keeps_the_lists_imports():
    with pytest.raises(PermissionDenied):
        actions.import_municipalities(by=administrator(), country="GT", data=LIST)


def test_the_command_says_what_becomes_of_each_row_and_saves_the_good_ones(keeper, tmp_path, capsys):
    file = tmp_path / "list.csv"
    file.write_bytes(LIST)

    call_command("import_municipalities", str(file), country="GT", by=keeper.sign_in_name)

    said = capsys.readouterr().out
    assert Municipality.objects.count() == 3
    assert "new 3, changed 0, already known 0, not taken 5" in said
    assert "7 GT-1203" in said


def test_the_command_tried_dry_saves_nothing(keeper, tmp_path, capsys):
    file = tmp_path / "list.csv"
    file.write_bytes(LIST)

    call_command("import_municipalities", str(file), country="GT", by=keeper.sign_in_name, dry_run=True)

    assert not Municipality.objects.exists()
    assert "not taken 5" in capsys.readouterr().out


def test_the_command_asks_for_somebody_who_may(tmp_path):
    file = tmp_path / "list.csv"
    file.write_bytes(LIST)

    with pytest.raises(CommandError, match="Nobody signs in as nobody"):
        call_command("import_municipalities", str(file), country="GT", by="nobody")


def test_who_may_not_import_at_the_server_is_refused_and_the_refusal_stays(tmp_path, committed_db):
    trainer = member(Role.TRAINER)
    file = tmp_path / "municipios.csv"
    file.write_bytes(LIST)

    with pytest.raises(CommandError):
        call_command("import_municipalities", str(file), country="GT", by=trainer.sign_in_name)

    assert Event.objects.filter(verb="refused", actor=trainer.pk).count() == 1
