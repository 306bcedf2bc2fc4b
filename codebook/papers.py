"""The paper that the lists are made from, turned into the files of this app (developers only)."""

import hashlib
from pathlib import Path

import yaml

from codebook.files import CORRECTIONS, DATA, LISTS, WHOLE_LIST, read

MADE = DATA / "made.sha256"

HEADER = (
    "# Made by `manage.py make_codebook` from the paper of reference lists; not written by hand.\n"
    "# What is to be said otherwise goes into ../corrections.yaml.\n"
)


def lists_of(paper):
    """{name: list} as the app keeps them: the paper's own, with our corrections laid over."""
    corrections = read(CORRECTIONS)
    require_known(corrections, paper["lists"])
    return {
        name: one_list(name, source, corrections.get(name, {})) for name, source in paper["lists"].items()
    }


def require_known(corrected, known):
    """Refuse a correction of what the paper has not: it would be lost without a word."""
    if unknown := sorted(set(corrected) - set(known)):
        raise ValueError(f"corrections.yaml speaks of what the paper has not: {', '.join(unknown)}")


def one_list(name, source, corrections):
    """One list with all that the paper says of it; from when and until when it holds may stay open."""
    of_list = corrections.pop(WHOLE_LIST, {})
    require_known(corrections, {code["code"] for code in source["codes"]})
    head = {key: value for key, value in source.items() if key != "codes"} | of_list
    dates = {"valid_from": source.get("valid_from"), "valid_to": source.get("valid_to")}
    codes = [one_code(code, corrections.get(code["code"], {})) for code in source["codes"]]
    return {"name": name} | head | dates | {"codes": codes}


def one_code(code, correction):
    """One code; a note of the paper's own stays beside ours."""
    notes = [one["note"] for one in (code, correction) if one.get("note")]
    return code | correction | ({"note": " ".join(notes)} if notes else {})


def write(made, directory=LISTS):
    """Write a file for each list and remove the files of lists that are gone."""
    for name, content in made.items():
        (directory / f"{name}.yaml").write_text(as_text(content), encoding="utf-8")
    for path in Path(directory).glob("*.yaml"):
        if path.stem not in made:
            path.unlink()


def digests():
    """{name: SHA-256} of the corrections and of every list, as they lie here now."""
    made = [CORRECTIONS, *sorted(LISTS.glob("*.yaml"))]
    return {str(path.relative_to(DATA)): digest_of(path) for path in made}


def digest_of(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def seal(paper):
    """Keep the digests of the paper and of all that was made, so that a list changed by hand is found out."""
    lines = {Path(paper).name: digest_of(paper)} | digests()
    MADE.write_text("".join(f"{digest}  {name}\n" for name, digest in lines.items()), encoding="ascii")


def sealed():
    """{name: SHA-256} as they were when the lists were made."""
    lines = (line.split("  ") for line in MADE.read_text(encoding="ascii").splitlines())
    return {name: digest for digest, name in lines}


def as_text(content):
    """YAML with one code on each line, so that a change of a label is one line in the history."""
    return HEADER + yaml.safe_dump(
        content, sort_keys=False, allow_unicode=True, default_flow_style=None, width=1000
    )
