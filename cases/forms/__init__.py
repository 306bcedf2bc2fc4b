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
from cases.forms.intake import ExploitationForm, NeedsForm
from cases.forms.listing import CaseFilterForm, FindForm, TaskFilterForm
from cases.forms.notes import AmendForm, AskedNoteForm, NoteForm
from cases.forms.opening import AskedCaseForm, FoundForm, OpenCaseForm
from cases.forms.person import BasicsForm, DocumentRows, PersonForm, PersonPage, TelephoneRows
from cases.forms.printing import PrintForm
from cases.forms.tasks import AskedTaskForm, DoneForm, GivenForm, LikenessForm, TaskForm

__all__ = [
    "ActivateForm",
    "AmendForm",
    "AskedCaseForm",
    "AskedDocumentForm",
    "AskedNoteForm",
    "AskedServiceForm",
    "AskedTaskForm",
    "BasicsForm",
    "CaseFilterForm",
    "ChangeCaseForm",
    "ChangeDocumentForm",
    "CloseForm",
    "DocumentForm",
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
    "NewServiceForm",
    "NoteForm",
    "OpenCaseForm",
    "OutsideScopeForm",
    "PersonForm",
    "PersonPage",
    "PrintForm",
    "ReopenForm",
    "ServiceFilterForm",
    "ServiceForm",
    "TaskFilterForm",
    "TaskForm",
    "TelephoneRows",
    "UnnamedForm",
    "WithdrawDocumentForm",
    "WithdrawServiceForm",
]
