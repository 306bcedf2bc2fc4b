"""What programs may ask of cases: `CaseResource` is put together of one class for each thing done."""

from cases.api.assistance import ServiceResource
from cases.api.cases import CaseResource
from cases.api.complaints import ComplaintResource, ComplaintStepResource, ReceiverResource
from cases.api.conferences import ConferenceResource
from cases.api.consents import ConsentTextResource
from cases.api.covering import AbsenceResource
from cases.api.documents import DocumentResource
from cases.api.events import ExploitationResource
from cases.api.grounds import GroundResource
from cases.api.groups import GroupServiceResource
from cases.api.likeness import LikenessResource
from cases.api.loads import LoadResource
from cases.api.notes import NoteResource
from cases.api.opening_together import GroupIntakeResource
from cases.api.plans import BestInterestResource, GoalResource, PlanResource, StepResource
from cases.api.proceedings import ProceedingResource, ProceedingStageResource, ProceedingStepResource
from cases.api.relatives import RelativeResource
from cases.api.retention import ClockResource, HoldResource, PeriodResource
from cases.api.risks import RiskNoticeResource, RiskResource
from cases.api.routes import RouteStageResource
from cases.api.screening import ReflectionPeriodResource, ScreeningResource
from cases.api.suspects import SuspectResource
from cases.api.suspending import FailedContactResource
from cases.api.tasks import TaskResource
from cases.api.team import AccessResource
from cases.api.transferring import TransferResource

__all__ = [
    "AbsenceResource",
    "AccessResource",
    "BestInterestResource",
    "CaseResource",
    "ClockResource",
    "ComplaintResource",
    "ComplaintStepResource",
    "ConferenceResource",
    "ConsentTextResource",
    "DocumentResource",
    "ExploitationResource",
    "FailedContactResource",
    "GoalResource",
    "GroundResource",
    "GroupIntakeResource",
    "GroupServiceResource",
    "HoldResource",
    "LikenessResource",
    "LoadResource",
    "NoteResource",
    "PeriodResource",
    "PlanResource",
    "ProceedingResource",
    "ProceedingStageResource",
    "ProceedingStepResource",
    "ReceiverResource",
    "ReflectionPeriodResource",
    "RelativeResource",
    "RiskNoticeResource",
    "RiskResource",
    "RouteStageResource",
    "ScreeningResource",
    "ServiceResource",
    "StepResource",
    "SuspectResource",
    "TaskResource",
    "TransferResource",
]
