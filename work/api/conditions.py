"""Nobody overwrites what somebody else has written meanwhile: ETag and If-Match over the row's version."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, ParseError

TAG = re.compile(r'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
TAGS = re.compile(rf"\s*{TAG.pattern}(\s*,\s*{TAG.pattern})*\s*")


class ConditionMissing(APIException):
    status_code = 428
    default_detail = gettext_lazy(
        "Say in If-Match which version you read: the ETag of the row, so that nobody's change is overwritten."
    )
    default_code = "condition_missing"


class ConditionFailed(APIException):
    status_code = 412
    default_detail = gettext_lazy(
        "Somebody changed this record meanwhile. Read it again before you change it."
    )
    default_code = "condition_failed"


def etag(row):
    return f'"{row.version}"'


def require_match(request, row):
    """Lock the row, after those that come before it, and refuse another version than it has now.

    Where one of them was taken away meanwhile, what was read is not what stands now either.
    """
    wanted = request.headers.get("If-Match")
    if wanted is None:
        raise ConditionMissing
    wanted = wanted.strip()
    if wanted != "*" and not TAGS.fullmatch(wanted):
        raise ParseError(_("If-Match holds no ETag: a version in quotation marks."))
    versions = [_locked_version(one) for one in (*row.locked_after(), row)]
    if None in versions:
        raise ConditionFailed
    version = versions[-1]
    if version != row.version:
        row.refresh_from_db()
    strong = {tag for weak, tag in TAG.findall(wanted) if not weak}
    if wanted != "*" and str(version) not in strong:
        raise ConditionFailed


def _locked_version(row):
    rows = type(row)._base_manager.select_for_update(no_key=True).filter(pk=row.pk)
    return rows.values_list("version", flat=True).first()
