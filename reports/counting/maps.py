"""What a definition rests on beside its own words: which codes, ages and results fall where."""

from reports.counting import dimensions, sources


def maps_of(definition):
    """Of each breakdown what falls where, in order, and by which results somebody is a victim."""
    by = {name: what_falls_where(name) for name in definition.by if dimensions.categories(name)}
    rests_on = getattr(definition.source(), "rests_on", None) or {}
    return (
        {"by": by}
        | ({"recognised": list(sources.RECOGNISED)} if is_of_victims(definition) else {})
        | rests_on
    )


def what_falls_where(name):
    """[category, its codes or ages] of a breakdown whose categories are fixed."""
    kind, _colon, form = name.partition(":")
    inside = dimensions.groups_of(kind) if kind != "age_band" else dimensions.BANDS[form]
    if kind == dimensions.ONE_WORD:
        inside = dict(dimensions.words_of_forms())
    return [[one, inside.get(one)] for one in dimensions.categories(name)]


def is_of_victims(definition):
    """Are its rows narrowed by the results of the legal test?"""
    only = getattr(definition.source(), "only", None)
    conditions = [] if only is None else [one for one in only.children if isinstance(one, tuple)]
    return sources.RECOGNISED in [value for _path, value in conditions]
