"""Places as people write them."""

import warnings

import pytest
from django.conf import settings

from codebook import actions, lists, places, standards
from codebook.spelling import spanish_order
from tests.factories.accounts import administrator
from tests.factories.codebook import MunicipalityFactory
from work import tables

pytestmark = pytest.mark.django_db
ATTENDANCE = settings.BASE_DIR.parent / "shared" / "scenarios" / "honduras-attendance.xlsx"
SPELLINGS = [
    ("Petén", "GT-17"),
    ("Peten", "GT-17"),
    ("PETÉN", "GT-17"),
    ("  petén  ", "GT-17"),
    ("El Petén", "GT-17"),
    ("Depto. de Petén", "GT-17"),
    ("Departamento del Petén", "GT-17"),
    ("dpto de peten.", "GT-17"),
    ("GT-17", "GT-17"),
    ("gt 17", "GT-17"),
    ("GT-PE", "GT-17"),
    ("GT-AV", "GT-16"),
    ("Alta  Verapaz", "GT-16"),
    ("Quiché", "GT-14"),
    ("El Quiche", "GT-14"),
    ("Progreso", "GT-02"),
    ("Sta. Rosa", "GT-06"),
    ("Xela", "GT-09"),
    ("Departamento de Guatemala", "GT-01"),
    ("ATLÁNTIDA", "HN-AT"),
    ("  Atlántida ", "HN-AT"),
    ("Colon", "HN-CL"),
    ("colón", "HN-CL"),
    ("islas de la bahía", "HN-IB"),
    ("Islas de la Bahia", "HN-IB"),
    ("Francisco Morazan", "HN-FM"),
    ("Fco. Morazán", "HN-FM"),
    ("Dept. of Copan", "HN-CP"),
    ("La Paz", "HN-LP"),
    ("Sta Bárbara", "HN-SB"),
    ("Gracias a dios", "HN-GD"),
    ("Managua", None),
    ("San Salvador", None),
    ("Subtotal", None),
    ("CM", None),
    ("departamento", None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("written", "code"), SPELLINGS)
def test_a_department_is_known_however_it_is_written(written, code):
    assert places.match_subdivision(written) == code


@pytest.mark.parametrize(
    ("written", "country", "code"),
    [
        ("CM", "GT", "GT-04"),
        ("CM", "HN", "HN-CM"),
        ("12", "GT", "GT-12"),
        ("La Paz", "SV", "SV-PA"),
        ("Petén", "HN", None),
    ],
)
def test_a_department_is_looked_for_in_one_country(written, country, code):
    assert places.match_subdivision(written, country) == code


def test_every_row_of_the_attendance_list_of_honduras_finds_its_department_but_one():
    if not ATTENDANCE.exists():
        warnings.warn(
            "The scenarios are not beside the checkout: its spellings were not tried.", stacklevel=1
        )
        return
    written = [line.cell(4) for line in tables.read(ATTENDANCE.read_bytes())[3:] if line.cell(4)]

    found = {name: places.match_subdivision(name, "HN") for name in written}

    assert [name for name, code in found.items() if code is None] == ["Managua"]
    assert len(set(found.values())) == 18 + 1


def test_the_old_letters_of_guatemala_are_the_numbers_in_force():
    old = places.former_codes()

    assert len(old) == 22
    assert set(old.values()) == set(standards.subdivisions("GT"))
    assert all(places.current_code(letters) == code for letters, code in old.items())


@pytest.mark.parametrize(("name", "country"), [("admin1_guatemala", "GT"), ("admin1_honduras", "HN")])
def test_the_departments_of_the_paper_are_those_of_the_standard(name, country):
    ours = {code.code: code.es for code in lists.base(name)}

    assert ours == {code: spanish for code, (_english, spanish) in standards.subdivisions(country).items()}


def test_departments_stand_in_the_order_of_a_spanish_dictionary():
    names = [name for _code, name in places.subdivision_choices("HN", "es")]

    assert names[:6] == ["Atlántida", "Choluteca", "Colón", "Comayagua", "Copán", "Cortés"]
    assert [name for _code, name in places.subdivision_choices("GT", "es")][-3:] == [
        "Suchitepéquez",
        "Totonicapán",
        "Zacapa",
    ]


def test_the_letter_enye_follows_n():
    assert sorted(["Ñame", "Oca", "Nuez", "Álamo", "Nz"], key=spanish_order) == [
        "Álamo",
        "Nuez",
        "Nz",
        "Ñame",
        "Oca",
    ]


def test_every_country_with_subdivisions_offers_them():
    assert len(places.subdivision_choices("SV")) == 14
    assert ("MX-CHP", "Chiapas") in places.subdivision_choices("MX")
    assert places.subdivision_choices("XX") == []


def test_a_department_is_called_as_the_programme_calls_it():
    actions.relabel_code("admin1_guatemala", "GT-14", by=administrator(lead=True), label_es="El Quiché")

    assert places.subdivision_label("GT-14", "es") == "El Quiché"
    assert ("GT-14", "El Quiché") in places.subdivision_choices("GT", "es")


def test_a_hidden_department_keeps_its_name():
    actions.hide_code("admin1_guatemala", "GT-14", by=administrator(lead=True))

    assert places.subdivision_label("GT-QC", "es") == "Quiché"
    assert "GT-14" not in dict(places.subdivision_choices("GT", "es"))


def test_a_nationality_is_a_country_or_none_or_not_known():
    names = dict(places.nationality_choices("es"))

    assert len(names) == 251
    assert (names["GT"], names["XX-STATELESS"], names["XX-UNKNOWN"]) == (
        "Guatemala",
        "Apátrida",
        "Desconocida",
    )
    assert len(places.country_choices("es")) == 249


def test_countries_are_called_as_people_here_say():
    names = dict(places.country_choices("es"))

    assert [names[code] for code in ("US", "KR", "DZ", "TN", "BO")] == [
        "Estados Unidos", "Corea del Sur", "Argelia", "Túnez", "Bolivia",
    ]  # fmt: skip


def test_a_municipality_is_text_until_its_list_is_imported_and_a_code_from_then_on():
    assert places.read_municipality("  San  Pedro ", "GT-12") == "San Pedro"

    MunicipalityFactory(code="GT-1202", name="San Pedro Sacatepéquez")

    assert places.read_municipality("san pedro sacatepequez", "GT-12") == "GT-1202"
    assert places.read_municipality("GT-1202", "GT-SM") == "GT-1202"
    assert places.read_municipality("San Pedro", "GT-12") == "San Pedro"
    assert places.municipality_choices("GT-12") == [("GT-1202", "San Pedro Sacatepéquez")]


@pytest.mark.parametrize("count", [1, 3])
def test_the_names_of_many_municipalities_cost_one_query(count, django_assert_num_queries):
    rows = MunicipalityFactory.create_batch(count)

    with django_assert_num_queries(1):
        named = places.municipality_labels([*(row.code for row in rows), "Aldea sin código"])

    assert named == {row.code: row.name for row in rows} | {"Aldea sin código": "Aldea sin código"}
