"""One value that differs whenever anything that was said differs."""

import hashlib
import json


def fingerprint_of(said):
    """The fingerprint of plain data: the same for the same data, in whatever order its names stand."""
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
