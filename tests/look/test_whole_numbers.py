"""A case's number is read aloud and copied: no line of a page ends in the middle of it."""

import pytest
from django.utils.safestring import mark_safe

from work.templatetags.look import unbroken


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ceiba 26-0147-K", 'Ceiba <span class="whole">26-0147-K</span>'),
        ("<b> 26-0147-K", '&lt;b&gt; <span class="whole">26-0147-K</span>'),
        (mark_safe("<i>26-0147-K</i>"), '<i><span class="whole">26-0147-K</span></i>'),
        ("27-03-2011", "27-03-2011"),
    ],
)
def test_the_number_stands_whole_in_any_text(text, shown):
    assert unbroken(text) == shown
