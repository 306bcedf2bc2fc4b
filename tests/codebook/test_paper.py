"""The files of the lists are what the paper of reference lists says, with our corrections over it."""

import re

import pytest
import yaml
from django.conf import settings

from codebook import files, lists, papers
from codebook.fields import LONGEST
from codebook.models import CODE

PAPER = settings.BASE_DIR.parent / "shared" / "domain" / "codebook.yaml"
LISTS, CODES = 79, 903


def test_every_list_and_code_of_the_paper_came_along():
    made = [files.one_list(name) for name in files.made_names()]

    assert len(made) == LISTS
    assert sum(len(one["codes"]) for one in made) == CODES


def test_no_list_was_changed_by_hand_and_none_was_left_unmade_after_a_correction():
    sealed = papers.sealed()

    assert papers.digests() == {name: digest for name, digest in sealed.items() if name != PAPER.name}
    assert len(sealed) == LISTS + len(["the paper", "the corrections"])


def test_the_lists_are_those_of_this_paper():
    if PAPER.exists():  # where it is not, the digests above say that the lists are as they were made from it
        assert papers.digest_of(PAPER) == papers.sealed()[PAPER.name]
        assert papers.lists_of(files.read(PAPER)) == {
            name: files.one_list(name) for name in files.made_names()
        }


def test_a_list_that_the_paper_has_not_is_marked_as_our_own_proposal():
    proposed = {
        name: files.one_list(name)["source"] for name in files.names() if name not in files.made_names()
    }

    assert {one["provenance"] for one in proposed.values()} == {"programme"}
    assert all("proposal" in one["standard"] for one in proposed.values())


def test_a_list_is_written_as_it_is_read(tmp_path):
    papers.write({"age_group_ctdc": files.one_list("age_group_ctdc")}, tmp_path)

    assert files.read(tmp_path / "age_group_ctdc.yaml") == files.one_list("age_group_ctdc")


def test_a_list_that_left_the_paper_leaves_the_files(tmp_path):
    tmp_path.joinpath("gone.yaml").write_text("name: gone")

    papers.write({"risk_level": files.one_list("risk_level")}, tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["risk_level.yaml"]


def test_a_correction_of_what_the_paper_has_not_is_refused():
    with pytest.raises(ValueError, match="speaks of what the paper has not: fire, water"):
        papers.require_known({"fire": {}, "water": {}, "act": {}}, {"act", "means_palermo"})


@pytest.mark.parametrize("name", files.names())
def test_every_code_has_a_label_in_both_languages_and_a_known_provenance(name):
    found = lists.base(name)

    assert found.name == name
    assert [code.code for code in found if not (code.en.strip() and code.es.strip())] == []
    assert [code.code for code in found if not code.provenance.label] == []
    assert found.title_en.strip()
    assert found.title_es.strip()


def test_a_proposed_code_says_nothing_that_is_not_read():
    """A comma in a label that stands without its quotation marks makes another key of what follows it."""
    lists = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in files.PROPOSED.glob("*.yaml")]

    said = {key for one in lists for code in one["codes"] for key in code}
    assert {"code", "en", "es"} <= said <= {"code", "en", "es", "group", "note"}


@pytest.mark.parametrize("name", files.names())
def test_every_code_fits_an_address_and_a_column(name):
    assert [code.code for code in lists.base(name) if not re.fullmatch(CODE, code.code)] == []
    assert [code.code for code in lists.base(name) if len(code.code) > LONGEST] == []


def test_what_a_source_adds_to_a_code_is_kept():
    assert dict(lists.base("means_of_control")["threats"].extra) == {
        "ctdc": "meansOfControlThreats",
        "ctdc2024": "meansThreats",
        "htcds": "PhysicalThreats",
    }
    assert dict(lists.base("age_group_donor_fine")["12-14"].extra) == {"min": 12, "max": 14, "basic": "lt18"}


def test_codes_of_our_own_inside_a_list_of_a_standard_are_not_taken_for_the_standards():
    exploitation = lists.base("exploitation_type")

    assert exploitation.provenance == "source_read"
    assert [code.code for code in exploitation if code.provenance == "programme"] == [
        "slavery",
        "forced_criminality",
        "unknown",
    ]
