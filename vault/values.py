"""What a row holds in place of plain text: it opens when it is read, and never shows itself otherwise."""

import copy
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models.query_utils import DeferredAttribute

UNOPENED = object()
_handed_over = ContextVar("sealed values are handed over unopened", default=False)


class SealedValue:
    """One value of a sealed field: its envelope, its plain value, or both and the place where they meet."""

    __slots__ = ("envelope", "place", "plain")

    def __init__(self, envelope=None, plain=UNOPENED, place=None):
        self.envelope, self.plain, self.place = envelope, plain, place

    def __repr__(self):
        return "<sealed>"

    def __reduce__(self):
        raise TypeError("Sealed values are never pickled: no cache, session or message may hold them.")

    def __deepcopy__(self, memo):
        return SealedValue(
            self.envelope, copy.deepcopy(self.plain, memo) if self.opened else UNOPENED, self.place
        )

    @property
    def opened(self):
        return self.plain is not UNOPENED


@contextmanager
def handed_over_unopened():
    """While Django copies attributes from one instance to another, the sealed ones stay sealed."""
    token = _handed_over.set(True)
    try:
        yield
    finally:
        _handed_over.reset(token)


class SealedAttribute(DeferredAttribute):
    """Reading the attribute opens the value, once; assigning puts the plain value where no repr finds it."""

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        value = self.held(instance)
        if value is None or _handed_over.get():
            return value
        return self.field.open(instance, value).plain

    def __set__(self, instance, value):
        if value is not None and not isinstance(value, SealedValue):
            value = self.kept(instance.__dict__.get(self.field.attname), value)
        instance.__dict__[self.field.attname] = value

    def held(self, instance):
        """The sealed value itself, loaded if it was deferred."""
        if self.field.attname not in instance.__dict__:
            instance.refresh_from_db(fields=[self.field.attname])
        return instance.__dict__[self.field.attname]

    def kept(self, before, plain):
        """The value as it was, if the same was assigned again: it need not be sealed again."""
        if hasattr(plain, "resolve_expression"):
            raise TypeError(f"{self.field} is sealed: the database cannot compute it.")
        same = (
            before is not None
            and before.opened
            and type(before.plain) is type(plain)
            and before.plain == plain
        )
        return before if same and not self.field.mutable else SealedValue(plain=plain)
