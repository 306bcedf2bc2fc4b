"""What may be typed into the pages of this room; the API takes the same."""

__all__ = []
