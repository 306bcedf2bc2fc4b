"""Opening a case and filling in its intake."""


class Opening:
    """Verbs of the intake."""
