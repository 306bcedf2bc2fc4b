"""No label calls a person what nobody should be called."""

import re

import pytest

from codebook import lists

# Read without case; "menor" beside other words, since it also means smaller ("comercio al por menor").
NEVER_OF_A_PERSON = [
    r"menor(es)? de edad",
    r"\b(una?|la|el|las|los|era|fue|como|siendo) menor(es)?\b(?! que)",
    r"\bmenor(es)? de \d",
    r"^menores\b",
    r"evasi[óo]n|evadid[ao]|fugad[ao]|se fug[óo]",
    r"rescatad[ao]|rescate de",
    r"supuesta? v[íi]ctima|presuntamente v[íi]ctima",
    r"alleged victim|claims to be|so-called victim",
    r"\bminors?\b|\brunaway|absconded|rescued",
    r"\bprostituta|\bprostitute|\bsexoservidora|sex slave|esclava sexual",
    r"\b(migrante|extranjer[ao]|persona|inmigrante) ilegal|illegal (alien|migrant|immigrant)",
    r"minusv[áa]lid|discapacitad[ao]|inv[áa]lid[ao]|retrasad|\bhandicapped|\bretarded",
    r"drogadict|\baddict\b|\balcoh[óo]lic[ao]s?\b",
    r"entregad[ao]s?\b|handed over",
    r"pornograf[íi]a infantil|child porn|prostituci[óo]n infantil|child prostitut",
    r"\bdelincuente|\bcriminal child|abandon[óo] el programa|desert[óo]r?",
    r"why did you|por qu[ée] no (se fue|denunci)",
]
EXPRESSION = re.compile("|".join(f"(?:{one})" for one in NEVER_OF_A_PERSON), re.IGNORECASE)
# Named exceptions, by list and code: a name of islands.
EXCEPTIONS = {("country", "UM")}


def offending(text):
    return bool(EXPRESSION.search(text))


@pytest.mark.parametrize(
    "text",
    [
        "menor de edad",
        "la víctima era menor de 18",
        "Menores de 10",
        "evasión",
        "rescatada",
        "supuesta víctima",
        "Alleged victim",
        "Returned, handed over",
        "Retorno a su país, entregado a contraparte",
        "Migrante ilegal",
    ],
)
def test_the_expressions_are_recognised(text):
    assert offending(text)


@pytest.mark.parametrize("name", lists.names())
def test_no_label_of_a_list_calls_a_person_what_nobody_should_be_called(name):
    found = lists.base(name)
    labels = {(code.code, text) for code in found for text in (code.en, code.es)}

    assert (
        sorted((code, text) for code, text in labels if offending(text) and (name, code) not in EXCEPTIONS)
        == []
    )
    assert not offending(found.title_en)
    assert not offending(found.title_es)


@pytest.mark.parametrize(
    ("name", "code", "label"),
    [
        ("age_group_usaid_youth", "lt10", "0 a 9"),
        ("means_palermo", "not_required_child", "No se requiere: la víctima tenía menos de 18 años"),
        ("case_closure_reason", "returned_abroad", "Retorno a su país, con recepción de la contraparte"),
        (
            "donor_indicator",
            "P-VIC-ASSIST",
            "Víctimas asistidas (por sexo, 0 a 17 / 18 o más, explotación, nacionalidad, servicio)",
        ),
    ],
)
def test_a_label_that_offended_is_worded_anew_and_says_so(name, code, label):
    found = lists.base(name)[code]

    assert found.es == label
    assert found.note.startswith("Wording of Amparo")
