"""What programs may ask of cases: `CaseResource` is put together of one class for each thing done."""

from cases.api.assistance import ServiceResource
from cases.api.cases import CaseResource
from cases.api.grounds import GroundResource
from cases.api.likeness import LikenessResource
from cases.api.notes import NoteResource
from cases.api.opening import ExploitationResource
from cases.api.risks import RiskNoticeResource, RiskResource
from cases.api.tasks import TaskResource

__all__ = [
    "CaseResource",
    "ExploitationResource",
    "GroundResource",
    "LikenessResource",
    "NoteResource",
    "RiskNoticeResource",
    "RiskResource",
    "ServiceResource",
    "TaskResource",
]
