"""Every API address on one screen."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from accounts.api import OfficeResource, OrganisationResource, TokenView
from cases.api import (
    AccessResource,
    BestInterestResource,
    CaseResource,
    ConsentTextResource,
    DocumentResource,
    ExploitationResource,
    FailedContactResource,
    GoalResource,
    GroundResource,
    GroupIntakeResource,
    GroupServiceResource,
    LikenessResource,
    NoteResource,
    PlanResource,
    ProceedingResource,
    ProceedingStageResource,
    ProceedingStepResource,
    RelativeResource,
    RiskNoticeResource,
    RiskResource,
    ServiceResource,
    StepResource,
    TaskResource,
)
from codebook.api import ListResource
from config import docs
from programmes.api import AwardResource
from reintegration.api import PlacementResource
from reports.api import DeviationResource, IndicatorResource, ReportResource, ScheduleResource
from shelters.api import ShelterResource, StayResource
from shelters.api_rooms import BedResource, RoomResource

router = SimpleRouter(use_regex_path=False)
router.register("organisations", OrganisationResource, "api-organisation")
router.register("organisations/<uuid:organisation>/offices", OfficeResource, "api-office")
router.register("awards", AwardResource, "api-award")
router.register("cases", CaseResource, "api-case")
router.register("cases/<text:case_number>/relatives", RelativeResource, "api-relative")
router.register("cases/<text:case_number>/accesses", AccessResource, "api-access")
router.register("exploitations", ExploitationResource, "api-exploitation")
router.register("grounds", GroundResource, "api-ground")
router.register("consent-texts", ConsentTextResource, "api-consent-text")
router.register("documents", DocumentResource, "api-document")
router.register("notes", NoteResource, "api-note")
router.register("failed-contacts", FailedContactResource, "api-failed-contact")
router.register("risks", RiskResource, "api-risk")
router.register("risk-notices", RiskNoticeResource, "api-risk-notice")
router.register("proceedings", ProceedingResource, "api-proceeding")
router.register("proceeding-stages", ProceedingStageResource, "api-proceeding-stage")
router.register("proceeding-steps", ProceedingStepResource, "api-proceeding-step")
router.register("tasks", TaskResource, "api-task")
router.register("likenesses", LikenessResource, "api-likeness")
router.register("services", ServiceResource, "api-service")
router.register("group-intakes", GroupIntakeResource, "api-group-intake")
router.register("group-services", GroupServiceResource, "api-group-service")
router.register("plans", PlanResource, "api-plan")
router.register("goals", GoalResource, "api-goal")
router.register("plan-steps", StepResource, "api-plan-step")
router.register("best-interests", BestInterestResource, "api-best-interest")
router.register("shelters", ShelterResource, "api-shelter")
router.register("rooms", RoomResource, "api-room")
router.register("beds", BedResource, "api-bed")
router.register("stays", StayResource, "api-stay")
router.register("placements", PlacementResource, "api-placement")
router.register("indicators", IndicatorResource, "api-indicator")
router.register("deviations", DeviationResource, "api-deviation")
router.register("reports/schedules", ScheduleResource, "api-schedule")
router.register("reports", ReportResource, "api-report")
router.register("lists", ListResource, "api-list")

urlpatterns = [
    path("auth/token/", TokenView.as_view(), name="api-token"),
    path("schema/", docs.SchemaView.as_view(), name="api-schema"),
    path("docs/", docs.api_docs, name="api-docs"),
    path("", include(router.urls)),
]
