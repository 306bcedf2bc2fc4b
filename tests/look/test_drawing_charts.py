"""A chart says with words what it says with colour, and what is hidden cannot be read off its bars."""

from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.translation import override

from work.charts import HIDDEN, Chart


def chart(*rows, **more):
    return Chart("Services", list(rows), uid="c", **more)


def widths(drawn):
    return [float(bar.width) for group in drawn.groups for bar in group.bars]


def test_bars_are_as_long_as_their_figures():
    assert widths(chart(("a", 10), ("b", 5), ("c", Decimal("2.5")), ("d", 0))) == [296, 148, 74, 0]


def test_a_hidden_figure_has_the_same_bar_whatever_it_was():
    few, many = chart(("a", 100), ("b", HIDDEN)), chart(("a", 3), ("b", HIDDEN))

    assert widths(few)[1] == widths(many)[1]
    assert "hidden" in {bar.kind for group in few.groups for bar in group.bars}


def test_a_chart_of_nothing_known_can_be_drawn():
    assert widths(chart(("a", HIDDEN), ("b", None))) == [64, 64]
    assert chart().groups == []


def test_the_table_holds_every_figure_of_the_chart():
    drawn = chart(("a", 1204, 1000), ("b", HIDDEN, None), series=["Result", "Target"])

    with override("en"):
        assert drawn.table == [("a", ["1,204", "1,000"]), ("b", ["hidden", "no data"])]
    with override("es"):
        assert drawn.table == [("a", ["1,204", "1,000"]), ("b", ["oculto", "sin datos"])]


def test_hidden_and_none_have_patterns_and_a_legend():
    page = render_to_string("components/chart.html", {"chart": chart(("a", HIDDEN), ("b", None), ("c", 1))})

    assert page.count('fill="url(#c-hatch)"') == 2
    assert page.count('class="outline"') == 2
    assert '<title id="c-title">Services</title>' in page


def test_words_in_a_chart_cannot_become_markup():
    page = render_to_string("components/chart.html", {"chart": chart(("<script>", 1))})

    assert "<script>" not in page
