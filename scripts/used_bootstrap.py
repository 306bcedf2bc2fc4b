"""Write static/bootstrap.css: the rules of Bootstrap whose classes our pages use, or with --check compare.

Run it after a class of Bootstrap is used for the first time: over a slow line the rest is waited for.
"""

import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WHOLE = ROOT / "static/vendor/bootstrap-5.3.9/bootstrap.min.css"
USED = ROOT / "static/bootstrap.css"
NOT_PAGES = {".venv", "tests", "scripts", "bench", "demo", "node_modules"}
IN_TEMPLATES = re.compile(r'class="([^"]*)"')
IN_CODE = re.compile(r"""["']([\w -]*-[\w -]*)["']""")
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
GROUPS = ("@media", "@supports")


def used_classes():
    """Every word that may be a class of a page: in templates, and in code those that have a hyphen."""
    pages = [path.read_text("utf-8") for path in (ROOT / "templates").rglob("*.html")]
    code = [
        p.read_text("utf-8") for p in ROOT.rglob("*.py") if not NOT_PAGES & set(p.relative_to(ROOT).parts)
    ]
    code += [path.read_text("utf-8") for path in (ROOT / "static/scripts").glob("*.js")]
    quoted = [text for page in pages for text in IN_TEMPLATES.findall(page)]
    quoted += [text for each in code for text in IN_CODE.findall(each)]
    return {word for text in quoted for word in re.findall(r"[\w-]+", text)}


def blocks(css):
    """`(head, body)` of each rule, however many rules the body of a group holds itself."""
    start = depth = 0
    for match in re.finditer(r"[{}]", css):
        depth += 1 if match[0] == "{" else -1
        if match[0] == "{" and depth == 1:
            head, inside = css[start : match.start()], match.end()
        elif match[0] == "}" and depth == 0:
            yield head, css[inside : match.start()]
            start = match.end()


def kept(css, used):
    """The rules whose selectors can match something of ours."""
    for head, body in blocks(css):
        if head.startswith(GROUPS):
            inner = "".join(kept(body, used))
            if inner:
                yield f"{head}{{{inner}}}"
        elif not head.startswith("@") and (
            mine := ",".join(s for s in selectors(head) if can_match(s, used))
        ):
            yield f"{mine}{{{body}}}\n"


def selectors(head):
    """The selectors of a rule, split at the commas that stand in no brackets."""
    return re.split(r",(?![^(]*\))", head)


def can_match(selector, used):
    """Are all the classes that it asks for ours? Its night is not: ours is dark.css."""
    asked = set(CLASS.findall(re.sub(r":not\([^()]*\)", "", selector)))
    return asked <= used and "[data-bs-theme=dark]" not in selector


def trimmed():
    """What static/bootstrap.css must hold."""
    licence, css = re.match(
        r'(?:@charset "UTF-8";)?(/\*!.*?\*/)(.*)', WHOLE.read_text("utf-8"), re.S
    ).groups()
    rules = kept(re.sub(r"/\*.*?\*/", "", css, flags=re.S), used_classes())
    return "".join(['@charset "UTF-8";', licence, "\n", *rules])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    wanted = trimmed()
    if not parser.parse_args().check:
        USED.write_text(wanted, "utf-8")
    elif USED.read_text("utf-8") != wanted:
        sys.exit("static/bootstrap.css is not what the pages use: run python scripts/used_bootstrap.py.")


if __name__ == "__main__":
    main()
