"""Who works in the demonstration's shelter is not told today of everybody who left it in fifteen years."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import CaseAccess
from shelters.models import Stay


@pytest.mark.on_the_demonstration
def test_access_by_a_stay_ended_with_it(committed_db):
    rows = CaseAccess.objects.filter(source="stay", ended_at__isnull=False)
    lately = {row.case_id for row in rows if row.ended_at > timezone.now() - timedelta(hours=48)}
    left = set(
        Stay.objects.filter(left_on__gte=timezone.localdate() - timedelta(days=2)).values_list(
            "case", flat=True
        )
    )

    assert rows.count() >= 40
    assert lately <= left
