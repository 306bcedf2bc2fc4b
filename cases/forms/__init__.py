"""What may be typed into the pages of this room; the API takes the same."""

from cases.forms.assistance import (
    AskedServiceForm,
    NewServiceForm,
    ServiceFilterForm,
    ServiceForm,
    WithdrawServiceForm,
)
from cases.forms.changing import ChangeCaseForm
from cases.forms.deciding import ActivateForm, CloseForm, IdentifyForm, OutsideScopeForm, ReopenForm
from cases.forms.documents import (
    AskedDocumentForm,
    ChangeDocumentForm,
    DocumentForm,
    WithdrawDocumentForm,
)
from cases.forms.grounds import EndGroundForm, GroundForm, UnnamedForm
from cases.forms.groups import AskedGroupServiceForm, GroupServicePage
from cases.forms.intake import ExploitationForm, NeedsForm
from cases.forms.listing import CaseFilterForm, FindForm, TaskFilterForm
from cases.forms.merging import MergeForm
from cases.forms.notes import AmendForm, AskedNoteForm, NoteForm
from cases.forms.opening import AskedCaseForm, FoundForm, OpenCaseForm
from cases.forms.person import BasicsForm, DocumentRows, NamesTypedForm, PersonForm, PersonPage, TelephoneRows
from cases.forms.plans import (
    AgreeForm,
    AskedBestInterestForm,
    AskedGoalForm,
    AskedPlanForm,
    AskedStepForm,
    BestInterestForm,
    ClosePlanForm,
    EndGoalForm,
    GoalForm,
    NewGoalForm,
    NewGoals,
    PaperForm,
    PlanPage,
    ReviewForm,
    StepDoneForm,
    StepForm,
)
from cases.forms.printing import PrintForm
from cases.forms.relatives import NewRelativeForm, RelativeForm, WhyCalledForm, WithdrawRelativeForm
from cases.forms.risk import (
    AskedRiskForm,
    AskedRiskNoticeForm,
    NewRiskForm,
    RiskAnswerForm,
    RiskForm,
    RiskNoticeForm,
    WithdrawRiskForm,
)
from cases.forms.suspending import (
    AskedFailedContactForm,
    FailedContactForm,
    SuspendForm,
    WithdrawFailedContactForm,
)
from cases.forms.tasks import AskedTaskForm, DoneForm, GivenForm, LikenessForm, TaskForm
from cases.forms.team import GiveAccessForm

__all__ = [
    "ActivateForm",
    "AgreeForm",
    "AmendForm",
    "AskedBestInterestForm",
    "AskedCaseForm",
    "AskedDocumentForm",
    "AskedFailedContactForm",
    "AskedGoalForm",
    "AskedGroupServiceForm",
    "AskedNoteForm",
    "AskedPlanForm",
    "AskedRiskForm",
    "AskedRiskNoticeForm",
    "AskedServiceForm",
    "AskedStepForm",
    "AskedTaskForm",
    "BasicsForm",
    "BestInterestForm",
    "CaseFilterForm",
    "ChangeCaseForm",
    "ChangeDocumentForm",
    "CloseForm",
    "ClosePlanForm",
    "DocumentForm",
    "DocumentRows",
    "DoneForm",
    "EndGoalForm",
    "EndGroundForm",
    "ExploitationForm",
    "FailedContactForm",
    "FindForm",
    "FoundForm",
    "GiveAccessForm",
    "GivenForm",
    "GoalForm",
    "GroundForm",
    "GroupServicePage",
    "IdentifyForm",
    "LikenessForm",
    "MergeForm",
    "NamesTypedForm",
    "NeedsForm",
    "NewGoalForm",
    "NewGoals",
    "NewRelativeForm",
    "NewRiskForm",
    "NewServiceForm",
    "NoteForm",
    "OpenCaseForm",
    "OutsideScopeForm",
    "PaperForm",
    "PersonForm",
    "PersonPage",
    "PlanPage",
    "PrintForm",
    "RelativeForm",
    "ReopenForm",
    "ReviewForm",
    "RiskAnswerForm",
    "RiskForm",
    "RiskNoticeForm",
    "ServiceFilterForm",
    "ServiceForm",
    "StepDoneForm",
    "StepForm",
    "SuspendForm",
    "TaskFilterForm",
    "TaskForm",
    "TelephoneRows",
    "UnnamedForm",
    "WhyCalledForm",
    "WithdrawDocumentForm",
    "WithdrawFailedContactForm",
    "WithdrawRelativeForm",
    "WithdrawRiskForm",
    "WithdrawServiceForm",
]
