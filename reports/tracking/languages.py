"""Words that are kept in Spanish and in English side by side."""

from reports.counting.definitions import language


def in_language(spanish, english):
    """The words in the language that is being written; only where they are lacking the other's, marked so."""
    words = {"es": spanish, "en": english}
    own = language()
    other = "en" if own == "es" else "es"
    if words[own] or not words[other]:
        return words[own]
    return f"{words[other]} ({other})"
