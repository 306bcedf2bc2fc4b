"""What programs may ask of cases: `CaseResource` is put together of one class for each thing done."""

from cases.api.assistance import ServiceResource
from cases.api.cases import CaseResource
from cases.api.consents import ConsentTextResource
from cases.api.documents import DocumentResource
from cases.api.events import ExploitationResource
from cases.api.grounds import GroundResource
from cases.api.groups import GroupServiceResource
from cases.api.likeness import LikenessResource
from cases.api.notes import NoteResource
from cases.api.opening_together import GroupIntakeResource
from cases.api.plans import BestInterestResource, GoalResource, PlanResource, StepResource
from cases.api.proceedings import (
    ProceedingResource,
    ProceedingStageResource,
    ProceedingStepResource,
)
from cases.api.relatives import RelativeResource
from cases.api.risks import RiskNoticeResource, RiskResource
from cases.api.suspending import FailedContactResource
from cases.api.tasks import TaskResource
from cases.api.team import AccessResource

__all__ = [
    "AccessResource",
    "BestInterestResource",
    "CaseResource",
    "ConsentTextResource",
    "DocumentResource",
    "ExploitationResource",
    "FailedContactResource",
    "GoalResource",
    "GroundResource",
    "GroupIntakeResource",
    "GroupServiceResource",
    "LikenessResource",
    "NoteResource",
    "PlanResource",
    "ProceedingResource",
    "ProceedingStageResource",
    "ProceedingStepResource",
    "RelativeResource",
    "RiskNoticeResource",
    "RiskResource",
    "ServiceResource",
    "StepResource",
    "TaskResource",
]
