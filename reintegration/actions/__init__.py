"""What can be done with the lives of people after the shelter."""

from reintegration.actions.placements import (
    assign_follower,
    begin_placement,
    change_placement,
    end_placement,
    open_whereabouts,
)

__all__ = [
    "assign_follower",
    "begin_placement",
    "change_placement",
    "end_placement",
    "open_whereabouts",
]
