"""The few tags that our templates need beside Django's own."""

import re
import uuid
from functools import cache

from django import template
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

from work import dates
from work.media import extension_of

register = template.Library()

# As the number of a case is written; it stands in no address that a page shows.
NUMBER = re.compile(r"\b\d{2}-\d{4,7}-[A-Z]\b")

SPRITE = "vendor/tabler-icons-3.51.0/sprite.svg"


@register.simple_tag
@cache  # a page has up to fifty, and they never change while the programme runs
def icon(name):
    """A drawing from the sprite; it says nothing to a screen reader, the words beside it do."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', static(SPRITE), name)


@register.simple_tag(takes_context=True)
def idempotency_key(context):
    """The hidden key that makes a repeated create harmless; a form shown again keeps the key it had.

    But one whose key was used for something else gets a new one: saved again, it makes a second record.
    """
    form = context.get("form")
    used = isinstance(form, BaseForm) and form.has_error(NON_FIELD_ERRORS, "key_used")
    key = uuid.uuid4() if used else sent_key(context.get("request"))
    return format_html('<input type="hidden" name="once" value="{}">', key)


def sent_key(request):
    try:
        return uuid.UUID(request.POST["once"])
    except (AttributeError, KeyError, ValueError):
        return uuid.uuid4()


@register.simple_tag
def partial_date(date, precision):
    """A half-known date in words."""
    return dates.shown(date, precision)


@register.simple_block_tag(takes_context=True)
def card(context, content, title="", level=2, link="", link_label=""):
    """A part of a page with its title."""
    return drawn(context, "card", content=content, title=title, level=level, link=link, link_label=link_label)


@register.simple_block_tag(takes_context=True)
def records(context, content, caption, page):
    """A table of rows with its count, heads and pager."""
    return drawn(context, "records", content=content, caption=caption, page=page)


def drawn(context, component, **values):
    """A component in the page's own context, as {% include %} would draw it."""
    with context.push(**values):
        return context.template.engine.get_template(f"components/{component}.html").render(context)


@register.filter
def plain(number):
    """A number for the machine: without the commas that people read."""
    return str(number)


@register.filter
def kind_of_file(media_type):
    """What a file is, as people call it: PDF, JPG, DOCX."""
    return extension_of(media_type).upper()


@register.filter
def unbroken(text):
    """A text in which no line ends in the middle of a case's number: it is read aloud, and copied."""
    parts = NUMBER.sub(r'<span class="whole">\g<0></span>', conditional_escape(text))
    return mark_safe(parts)  # noqa: S308 (escaped above)
