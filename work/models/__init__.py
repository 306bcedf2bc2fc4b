"""What other rooms build on: the base of every record, and the tables of work that must not be lost."""

from work.models.records import Record

__all__ = ["Record"]
