"""May somebody do a thing? One sentence serves as documentation, as the 403 page and as the API's answer."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import override

from audit.actions import remember


def rule(sentence):
    """Turn a predicate `(user, thing) -> bool` into a rule that refuses in this sentence."""

    def say(predicate):
        predicate.refusal = sentence
        with override(None):
            predicate.__doc__ = predicate.__doc__ or str(sentence)
        return predicate

    return say


class Refused(PermissionDenied):
    """A rule does not hold; its text is the rule's own sentence."""


def require(allowed, user, thing=None):
    """Raise Refused unless the rule holds; the refusal becomes a trail event even when all else is undone."""
    if allowed(user, thing):
        return
    subjects = [thing] if hasattr(thing, "_meta") else []
    remember("refused", *subjects, by=user, detail=[allowed.__name__])
    raise Refused(allowed.refusal)


def refuse(sentence, user, code):
    """Refuse outright, as `require` does, where the reason is not a rule about one thing."""
    remember("refused", by=user, detail=[code])
    raise Refused(sentence)
