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
from cases.forms.grounds import EndGroundForm, GroundForm, UnnamedForm
from cases.forms.intake import ExploitationForm, NeedsForm
from cases.forms.listing import CaseFilterForm, FindForm, TaskFilterForm
from cases.forms.notes import AmendForm, AskedNoteForm, NoteForm
from cases.forms.opening import AskedCaseForm, FoundForm, OpenCaseForm
from cases.forms.person import BasicsForm, DocumentRows, PersonForm, PersonPage, TelephoneRows
from cases.forms.risk import (
    AskedRiskForm,
    AskedRiskNoticeForm,
    NewRiskForm,
    RiskAnswerForm,
    RiskForm,
    RiskNoticeForm,
    WithdrawRiskForm,
)
from cases.forms.tasks import AskedTaskForm, DoneForm, GivenForm, LikenessForm, TaskForm

__all__ = [
    "ActivateForm",
    "AmendForm",
    "AskedCaseForm",
    "AskedNoteForm",
    "AskedRiskForm",
    "AskedRiskNoticeForm",
    "AskedServiceForm",
    "AskedTaskForm",
    "BasicsForm",
    "CaseFilterForm",
    "ChangeCaseForm",
    "CloseForm",
    "DocumentRows",
    "DoneForm",
    "EndGroundForm",
    "ExploitationForm",
    "FindForm",
    "FoundForm",
    "GivenForm",
    "GroundForm",
    "IdentifyForm",
    "LikenessForm",
    "NeedsForm",
    "NewRiskForm",
    "NewServiceForm",
    "NoteForm",
    "OpenCaseForm",
    "OutsideScopeForm",
    "PersonForm",
    "PersonPage",
    "ReopenForm",
    "RiskAnswerForm",
    "RiskForm",
    "RiskNoticeForm",
    "ServiceFilterForm",
    "ServiceForm",
    "TaskFilterForm",
    "TaskForm",
    "TelephoneRows",
    "UnnamedForm",
    "WithdrawRiskForm",
    "WithdrawServiceForm",
]
