"""A list to choose from is drawn as Django draws it: names, values and what is chosen, safely written."""

from html.parser import HTMLParser

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from work.forms.base import Renderer

CHOICES = [
    ("", "—"),
    ("a", "Ana <b>"),
    ("In the west", [("b", 'Bea "B"'), (3, "Three")]),
    ("c", "Ceiba & more"),
]


class Parts(HTMLParser):
    """Tags with what they say of themselves in any order, and texts."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, sorted(attrs, key=str)))

    def handle_endtag(self, tag):
        self.found.append(tag)

    def handle_data(self, text):
        self.found += [text.strip()] if text.strip() else []


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.Select(choices=CHOICES), "b"),
        (forms.Select(choices=CHOICES), None),
        (forms.Select(attrs={"required": True, "disabled": False, "data-x": '"'}, choices=CHOICES), 3),
        (forms.SelectMultiple(choices=CHOICES), ["a", "c"]),
        (forms.Select(choices=[]), ""),
    ],
)
def test_it_says_what_django_says(widget, value):
    ours, djangos = (
        widget.render("whose", value, attrs={"id": "id_whose"}, renderer=renderer)
        for renderer in (Renderer(), DjangoTemplates())
    )

    assert Parts(ours).found == Parts(djangos).found
