"""Bring outside CSS, fonts and icons into static/vendor, or with --check compare what is there.

Developers run it when a version below changes; users never do: the files are committed.
"""

import argparse
import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"

ICONS = Path(__file__).with_name("icons.txt").read_text().split()

PACKAGES = [
    {
        "package": "bootstrap",
        "version": "5.3.9",
        "folder": "bootstrap-5.3.9",
        "licence": "MIT",
        "files": {"dist/css/bootstrap.min.css": "bootstrap.min.css", "LICENSE": "LICENSE"},
    },
    {
        "package": "@tabler/icons",
        "version": "3.51.0",
        "folder": "tabler-icons-3.51.0",
        "licence": "MIT",
        "files": {"LICENSE": "LICENSE"},
        "icons": ICONS,
    },
    {
        "package": "@fontsource/atkinson-hyperlegible-next",
        "version": "5.3.0",
        "folder": "atkinson-hyperlegible-next-5.3.0",
        "licence": "OFL-1.1",
        "files": {
            "files/atkinson-hyperlegible-next-latin-400-normal.woff2": "latin.woff2",
            "files/atkinson-hyperlegible-next-latin-700-normal.woff2": "latin-bold.woff2",
            "files/atkinson-hyperlegible-next-latin-ext-400-normal.woff2": "latin-ext.woff2",
            "files/atkinson-hyperlegible-next-latin-ext-700-normal.woff2": "latin-ext-bold.woff2",
            "LICENSE": "LICENSE",
        },
    },
]


def npm(*arguments):
    return json.loads(subprocess.run(["npm", *arguments, "--json"], check=True, capture_output=True).stdout)


def fetch(wanted, into):
    """Download one package and stop unless it is byte for byte what was published."""
    name = f"{wanted['package']}@{wanted['version']}"
    published = npm("view", name, "dist.integrity")
    archive = into / npm("pack", name, "--pack-destination", str(into))[0]["filename"]
    algorithm, _, expected = published.partition("-")
    found = base64.b64encode(hashlib.new(algorithm, archive.read_bytes()).digest()).decode()
    if found != expected:
        sys.exit(f"{name} is not what was published: expected {published}, found {algorithm}-{found}.")
    return archive


def without_source_map(content):
    """collectstatic stops at a map that is named but not shipped."""
    return re.sub(rb"\n?/\*# sourceMappingURL=.*?\*/\s*$", b"\n", content)


def symbol(name, svg):
    """One icon as a <symbol> that takes its colour from the text beside it."""
    shapes = re.findall(r"<(?:path|circle|rect|line|polyline)\b[^>]*/>", svg)
    drawn = [" ".join(shape.split()) for shape in shapes if 'stroke="none"' not in shape]
    return f'<symbol id="{name}" viewBox="0 0 24 24">{"".join(drawn)}</symbol>'


def sprite(package, icons):
    read = {name: package.extractfile(f"package/icons/outline/{name}.svg").read().decode() for name in icons}
    symbols = "\n".join(symbol(name, read[name]) for name in sorted(read))
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'.encode()


def contents(wanted, archive):
    """The files we keep of a package, by the name we keep them under."""
    with tarfile.open(archive) as package:
        kept = {
            target: package.extractfile(f"package/{source}").read()
            for source, target in wanted["files"].items()
        }
        if "icons" in wanted:
            kept["sprite.svg"] = sprite(package, wanted["icons"])
    return {name: without_source_map(data) if name.endswith(".css") else data for name, data in kept.items()}


def note(wanted, kept):
    """VENDOR.toml: what this folder is, under which licence, and the hash of every file."""
    lines = [
        f'name = "{wanted["package"]}"',
        f'version = "{wanted["version"]}"',
        f'licence = "{wanted["licence"]}"',
        "",
        "[sha256]",
    ]
    lines += [f'"{name}" = "{hashlib.sha256(data).hexdigest()}"' for name, data in sorted(kept.items())]
    return "\n".join(lines) + "\n"


def bring(wanted):
    folder = VENDOR / wanted["folder"]
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        kept = contents(wanted, fetch(wanted, Path(place)))
    for name, data in kept.items():
        (folder / name).write_bytes(data)
    (folder / "VENDOR.toml").write_text(note(wanted, kept))
    print(f"{wanted['folder']}: {len(kept)} files")


def differences():
    """What in static/vendor is not what VENDOR.toml says it is."""
    for wanted in PACKAGES:
        folder = VENDOR / wanted["folder"]
        hashes = tomllib.loads((folder / "VENDOR.toml").read_text())["sha256"]
        present = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
        present.pop("VENDOR.toml")
        yield from (
            f"{wanted['folder']}/{name} is not as recorded"
            for name in sorted(hashes.keys() | present.keys())
            if hashes.get(name) != present.get(name)
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare hashes, fetch nothing")
    if parser.parse_args().check:
        if found := list(differences()):
            sys.exit("\n".join(found))
        return
    for wanted in PACKAGES:
        bring(wanted)


if __name__ == "__main__":
    main()
