"""Every API address on one screen."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from accounts.api import OfficeResource, OrganisationResource, TokenView
from cases.api import (
    AbsenceResource,
    AccessResource,
    BestInterestResource,
    CaseResource,
    ClockResource,
    ComplaintResource,
    ComplaintStepResource,
    ConferenceResource,
    ConsentTextResource,
    DocumentResource,
    ExploitationResource,
    FailedContactResource,
    GoalResource,
    GroundResource,
    GroupIntakeResource,
    GroupServiceResource,
    HoldResource,
    LikenessResource,
    LoadResource,
    NoteResource,
    PeriodResource,
    PlanResource,
    ProceedingResource,
    ProceedingStageResource,
    ProceedingStepResource,
    ReceiverResource,
    ReflectionPeriodResource,
    RelativeResource,
    RiskNoticeResource,
    RiskResource,
    RouteStageResource,
    ScreeningResource,
    ServiceResource,
    StepResource,
    SuspectResource,
    TaskResource,
    TransferResource,
)
from codebook.api import ListResource
from config import docs
from config.day_api import MyDayResource
from programmes.api import AwardResource
from programmes.api_institutions import SupportedInstitutionResource
from reintegration.api import PlacementResource
from reports.api import (
    DeviationResource,
    IndicatorResource,
    MissingListResource,
    MissingSendingResource,
    ReportResource,
    ScheduleResource,
)
from shelters.api import ShelterResource, StayResource
from shelters.api_rooms import BedResource, RoomResource

router = SimpleRouter(use_regex_path=False)
router.register("organisations", OrganisationResource, "api-organisation")
router.register("organisations/<uuid:organisation>/offices", OfficeResource, "api-office")
router.register("awards", AwardResource, "api-award")
router.register("supported-institutions", SupportedInstitutionResource, "api-supported-institution")
router.register("cases", CaseResource, "api-case")
router.register("cases/<text:case_number>/relatives", RelativeResource, "api-relative")
router.register("cases/<text:case_number>/accesses", AccessResource, "api-access")
router.register("exploitations", ExploitationResource, "api-exploitation")
router.register("exploitations/<uuid:exploitation>/route", RouteStageResource, "api-route-stage")
router.register("exploitations/<uuid:exploitation>/suspects", SuspectResource, "api-suspect")
router.register("grounds", GroundResource, "api-ground")
router.register("consent-texts", ConsentTextResource, "api-consent-text")
router.register("documents", DocumentResource, "api-document")
router.register("notes", NoteResource, "api-note")
router.register("failed-contacts", FailedContactResource, "api-failed-contact")
router.register("retention-clocks", ClockResource, "api-retention-clock")
router.register("legal-holds", HoldResource, "api-legal-hold")
router.register("retention-periods", PeriodResource, "api-retention-period")
router.register("complaints", ComplaintResource, "api-complaint")
router.register("complaints/<uuid:complaint>/steps", ComplaintStepResource, "api-complaint-step")
router.register("complaint-receivers", ReceiverResource, "api-complaint-receiver")
router.register("risks", RiskResource, "api-risk")
router.register("risk-notices", RiskNoticeResource, "api-risk-notice")
router.register("proceedings", ProceedingResource, "api-proceeding")
router.register("proceeding-stages", ProceedingStageResource, "api-proceeding-stage")
router.register("proceeding-steps", ProceedingStepResource, "api-proceeding-step")
router.register("screenings", ScreeningResource, "api-screening")
router.register("reflection-periods", ReflectionPeriodResource, "api-reflection-period")
router.register("tasks", TaskResource, "api-task")
router.register("absences", AbsenceResource, "api-absence")
router.register("conferences", ConferenceResource, "api-conference")
router.register("transfers", TransferResource, "api-transfer")
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
router.register("missing-lists", MissingListResource, "api-missing-list")
router.register("missing-sendings", MissingSendingResource, "api-missing-sending")
router.register("reports/schedules", ScheduleResource, "api-schedule")
router.register("reports", ReportResource, "api-report")
router.register("lists", ListResource, "api-list")

urlpatterns = [
    path("auth/token/", TokenView.as_view(), name="api-token"),
    path("schema/", docs.SchemaView.as_view(), name="api-schema"),
    path("docs/", docs.api_docs, name="api-docs"),
    path("docs/<text:api_resource>/", docs.api_resource, name="api-docs-resource"),
    # Of these there is one answer, and no row to open.
    path("loads/", LoadResource.as_view({"get": "list"}, basename="api-load"), name="api-load-list"),
    path("my-day/", MyDayResource.as_view({"get": "list"}, basename="api-my-day"), name="api-my-day-list"),
    path("", include(router.urls)),
]
