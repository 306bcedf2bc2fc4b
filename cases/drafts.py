"""What was typed and not yet saved: how it is read from a form and shown in it again."""

from difflib import SequenceMatcher
from uuid import uuid4

from django import forms
from django.http import QueryDict

from cases.models import Document, Draft, Note, Service
from codebook import lists
from work.actions import made_under
from work.conflicts import ASKED, NOT_REPEATED
from work.forms import ADD_ROW

# A draft of the page of two versions knows as well what was still to be chosen there.
OF_A_CONFLICT = {"version"} | ASKED
OF_THE_PAGE = {"draft", "draft_page", "resumed", "resumed_at"}
NOT_KEPT = NOT_REPEATED - OF_A_CONFLICT | OF_THE_PAGE | {"once", ADD_ROW, "keep", "another", "open"}
# What of a note, a service or a document is shown where its page is not open any more.
OF_WHAT = {"note": Note, "amendment": Note, "service": Service, "document": Document}
TOLD = ("on", "kind", "type", "title", "text", "quantity", "provider", "detail", "description")
# A page of the intake is a tenth of it.
LONGEST = 200_000


def key_of(name):
    """The key under which what was typed by this name, of a draft or of a page, is saved once."""
    return f"typed:{name}"


def saved_of(draft):
    """The id of what was made of this draft; None where nothing was."""
    return made_under(key_of(draft))


def keys_of(*, by, section, page, case):
    """All names of what this page has typed: its own, the draft it went on from, and the pages of both."""
    drafts = Draft.objects.filter(section=section, case=case)
    own = drafts.filter(user=by, page=page.key) if page.key else drafts.none()
    resumed = page.cleaned_data.get("resumed")
    found = (own | drafts.open_to(by).filter(pk=resumed)).values_list("pk", "page")
    names = {page.key, resumed, *(name for row in found for name in row)}
    return {str(name) for name in names if name}


class DraftPage(forms.Form):
    """What a page says of its draft: its own key, which draft it went on from, and as of when it saw that."""

    draft_page = forms.UUIDField(required=False)
    resumed = forms.UUIDField(required=False)
    resumed_at = forms.DateTimeField(required=False)

    @classmethod
    def of(cls, sent):
        """The page that sent this; what cannot be read is as if not said."""
        page = cls(sent)
        page.is_valid()
        return page

    @property
    def key(self):
        return self.cleaned_data.get("draft_page")

    @classmethod
    def anew(cls):
        """A page that has typed nothing yet."""
        return cls.of({"draft_page": str(uuid4())})

    @property
    def shown(self):
        """What the page says of its draft when it is shown again."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def went_on_from(self, drafts):
        """The draft of which this page holds the words: as long as nobody has typed on in it elsewhere."""
        found = drafts.filter(pk=self.cleaned_data.get("resumed"))
        at = self.cleaned_data.get("resumed_at")
        return found.filter(typed_at=at) if at else found


def typed_in(sent):
    """`[name, values]` of all that was typed, as a draft keeps it."""
    return [[name, values] for name, values in sent.lists() if name not in NOT_KEPT]


def says_something(typed):
    """Is there anything in it at all?"""
    said = [values for name, values in typed if name not in OF_A_CONFLICT]
    return any(value.strip() for values in said for value in values)


def is_too_long(typed):
    """Is it more than any form of the house?"""
    return sum(len(value) for _name, values in typed for value in values) > LONGEST


def lines_of(draft, of_another=None):
    """`[(what is asked, what was typed)]` of a note or a service, codes in words.

    In the place of a note `of_another` her own words stand alone: that note is not hers to read any more.
    """
    model = OF_WHAT[draft.section.partition(":")[0]]
    typed = {name: " ".join(values).strip() for name, values in draft.words}
    if of_another:
        typed["text"] = added_words(of_another.text, typed.get("text", ""))
    asked = {field.name: field for field in model._meta.fields}
    return [
        (asked[name].verbose_name, _in_words(asked[name], typed[name])) for name in TOLD if typed.get(name)
    ]


def added_words(before, after):
    """The words that somebody typed into a text, in order, without those that stood there."""
    old, new = before.split(), after.split()
    changes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    added = [new[start:end] for tag, _from, _to, start, end in changes if tag in ("insert", "replace")]
    return " … ".join(" ".join(words) for words in added)


def _in_words(field, typed):
    if hasattr(field, "code_list"):
        return lists.get(field.code_list).label(typed)
    return str(dict(field.flatchoices).get(typed, typed))


def as_sent(draft):
    """What a draft holds, as a form reads it; such a form neither complains nor saves."""
    data = QueryDict(mutable=True)
    for name, values in draft.words:
        data.setlist(name, values)
    data[ADD_ROW] = ""
    return data
