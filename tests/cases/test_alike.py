"""Which names are taken for one person's: pairs as they are written in files of Guatemala and Honduras."""

import datetime

import pytest

from cases.alike import alike, known

BORN = datetime.date(2004, 3, 7)

ONE_PERSON = [
    (("Ma. José", "Muñiz"), ("María José", "Muñiz")),
    (("Mª José", "Muniz"), ("MARIA JOSE", "MUÑIZ")),
    (("Yesenia", "Xol Caal"), ("Jessenia", "Shol Caal")),
    (("Yesenia", "Xol"), ("Llesenia", "Xol")),
    (("Ana Lucía", "Pérez López"), ("Ana Lucia", "López Pérez")),
    (("Rosa", "de León"), ("Rosa", "De Leon")),
    (("Rosa", "de León"), ("Rosa", "Deleón")),
    (("María José", "Muñiz López"), ("María José", "Muñiz")),
    (("Pérez López", "Ana Lucía"), ("Ana Lucía", "Pérez López")),
    (("Blanca Estela", "Vásquez Quej"), ("Blanca Estela", "Bázquez Kej")),
    (("Elena", "Chávez Hernández"), ("Helena", "Chavez Hdez.")),
    (("Guillermo José", "Ixcoy"), ("Gillermo José", "Ixcoy")),
    (("Guillermo José", "Ixcoy"), ("Guillermo J.", "Ixcoy")),
    (("Concepción", "Cucul Tzub"), ("Concepcion", "Cucúl Tzub")),
    (("Wendy Karina", "Alvarado"), ("Wendi Carina", "Albarado")),
    (("Cristina", "Menchú Ajanel"), ("Cristna", "Menchú Ajanel")),
    (("Mariana del Carmen", "Caal Pop"), ("Mariana Carmen", "Caal Pop")),
]
TWO_PEOPLE = [
    (("Ana Lucía", "Pérez López"), ("Ana María", "Pérez López")),
    (("Mario", "López Pérez"), ("María", "López Pérez")),
    (("Juan", "Caal Pop"), ("Juana", "Caal Pop")),
    (("Marta", "García Tot"), ("María", "García Tot")),
    (("Juan Carlos", "Pérez López"), ("Juan Carlos", "Pérez Gómez")),
    (("María", "López"), ("María José", "López Pérez")),
    (("María", ""), ("María", "López")),
    (("Rosa", "Xol"), ("Rosa", "Sol")),
    (("José", "Martín Pérez"), ("José", "Martínez Pérez")),
    (("Ana", "Coc"), ("Ana", "Choc")),
    (("", ""), ("", "")),
]


@pytest.mark.parametrize(("one", "other"), ONE_PERSON)
def test_the_same_name_said_heard_and_written_otherwise_is_noticed(one, other):
    assert (alike(known(*one), known(*other)), alike(known(*other), known(*one))) == (True, True)


@pytest.mark.parametrize(("one", "other"), TWO_PEOPLE)
def test_sisters_and_people_of_common_names_are_left_alone(one, other):
    assert (alike(known(*one), known(*other)), alike(known(*other), known(*one))) == (False, False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("María", "López"), ("María José", "López Pérez")),
        (("Claudia", "Pérez de López"), ("Claudia", "Pérez García")),
        (("Marta", "García Tot"), ("Mirta", "García Tot")),
    ],
)
def test_what_the_name_leaves_open_an_equal_birth_date_decides(one, other):
    assert not alike(known(*one), known(*other))
    assert alike(known(*one, born=BORN), known(*other, born=BORN))


def test_twins_are_not_one_person():
    one, other = known("Ana Lucía", "Pérez López", born=BORN), known("Ana María", "Pérez López", born=BORN)
    brother, sister = known("Mario", "Caal", born=BORN), known("María", "Caal", born=BORN)

    assert (alike(one, other), alike(brother, sister)) == (False, False)


def test_a_quite_different_birth_date_asks_for_more_of_the_name():
    one, other = ("María José", "Muñiz López"), ("María José", "Muñiz")
    later = datetime.date(2005, 11, 22)

    assert not alike(known(*one, born=BORN), known(*other, born=later))
    assert alike(known(*one, born=BORN), known(*other, born=datetime.date(2004, 7, 3)))
    assert alike(known(*one, born=BORN), known(*one, born=later))


def test_a_nickname_and_a_name_used_elsewhere_count():
    chata = known("Concepción", "Cucul", "Conchita; Rosa Tzub")

    assert alike(chata, known("Conchita", "Cucul"))
    assert alike(chata, known("Rosa", "Tzub"))
    assert not alike(chata, known("Rosa", "Cucul Pop"))


def test_a_woman_and_a_man_are_one_only_by_the_same_name():
    cristina = known("Cristina", "Menchú Ajanel", sex="F")

    assert not alike(cristina, known("Cristian", "Menchú Ajanel", sex="M"))
    assert alike(cristina, known("Cristina", "Menchú Ajanel", sex="M"))
