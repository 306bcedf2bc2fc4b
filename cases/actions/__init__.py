"""What can be done with cases and the people in them."""

from cases.actions.opening import open_case

__all__ = ["open_case"]
