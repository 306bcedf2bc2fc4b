from django.db import models
from django.db.models import Q


def known(column, values, *, or_empty=False):
    """The column holds one of these values, whoever writes it; `or_empty` where nothing need be said.

    For lists that stand in the code; what a code list of the programme holds can grow any day.
    """
    allowed = [*values, *([""] if or_empty else [])]
    return models.CheckConstraint(condition=Q(**{f"{column}__in": allowed}), name=f"%(class)s_{column}_known")
