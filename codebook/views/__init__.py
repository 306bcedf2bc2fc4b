"""The pages of the lists and of the places."""

from codebook.views.changing import (
    code_add,
    code_hide,
    code_label,
    code_restore,
    code_show,
    list_order,
    list_order_restore,
)
from codebook.views.looking import code, code_list, lists
from codebook.views.places import (
    municipalities,
    municipalities_import,
    municipalities_take,
    municipality_change,
)

__all__ = [
    "code",
    "code_add",
    "code_hide",
    "code_label",
    "code_list",
    "code_restore",
    "code_show",
    "list_order",
    "list_order_restore",
    "lists",
    "municipalities",
    "municipalities_import",
    "municipalities_take",
    "municipality_change",
]
