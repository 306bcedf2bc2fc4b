"""What may be typed into the pages of this room; the API takes the same."""

from programmes.forms.activities import ActivityForm, CancelActivityForm, ReportActivityForm
from programmes.forms.awards import AskedRateForm, AwardForm, RateForm
from programmes.forms.changes import DecideForm, NewEndForm, ResumeForm, SuspendForm, WithdrawForm
from programmes.forms.components import ComponentForm, NewComponentForm
from programmes.forms.donors import DonorForm, NewDonorForm
from programmes.forms.ending import EndForm
from programmes.forms.institutions import InstitutionForm, NewInstitutionForm, WithdrawInstitutionForm
from programmes.forms.objectives import ObjectiveForm
from programmes.forms.spending import SpendingFileForm, TakeInForm
from programmes.forms.sub_awards import SubAwardForm
from programmes.forms.targets import ChangeTargetForm, IndicatorForm, TargetsForm
from programmes.forms.windows import CorrectWindowForm, FundForm, WithdrawWindowForm

__all__ = [
    "ActivityForm",
    "AskedRateForm",
    "AwardForm",
    "CancelActivityForm",
    "ChangeTargetForm",
    "ComponentForm",
    "CorrectWindowForm",
    "DecideForm",
    "DonorForm",
    "EndForm",
    "FundForm",
    "IndicatorForm",
    "InstitutionForm",
    "NewComponentForm",
    "NewDonorForm",
    "NewEndForm",
    "NewInstitutionForm",
    "ObjectiveForm",
    "RateForm",
    "ReportActivityForm",
    "ResumeForm",
    "SpendingFileForm",
    "SubAwardForm",
    "SuspendForm",
    "TakeInForm",
    "TargetsForm",
    "WithdrawForm",
    "WithdrawInstitutionForm",
    "WithdrawWindowForm",
]
