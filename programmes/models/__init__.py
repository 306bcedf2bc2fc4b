"""Who gives money, for what, from when until when: awards, components, funding windows, targets, spending."""

from programmes.models.activities import Activity, ActivityStatus
from programmes.models.awards import Award, ExchangeRate
from programmes.models.changes import AwardChange, ChangeKind, SuspendedWork
from programmes.models.charged import Charged, ChargedQuerySet, ChargeReason
from programmes.models.charges import windows_of
from programmes.models.components import Component, ComponentKind, OfficeDefault, Serves
from programmes.models.donors import Donor
from programmes.models.expenditure import Expenditure, ExpenditureImport, ImportRow, PaidBy, RowOutcome
from programmes.models.fundings import Funding
from programmes.models.institutions import SupportedInstitution, SupportKind
from programmes.models.objectives import AwardIndicator, Objective, Target
from programmes.models.sub_awards import SubAward
from programmes.models.suspensions import Suspension, open_suspension, suspensions_of, suspensions_of_many

__all__ = [
    "Activity",
    "ActivityStatus",
    "Award",
    "AwardChange",
    "AwardIndicator",
    "ChangeKind",
    "ChargeReason",
    "Charged",
    "ChargedQuerySet",
    "Component",
    "ComponentKind",
    "Donor",
    "ExchangeRate",
    "Expenditure",
    "ExpenditureImport",
    "Funding",
    "ImportRow",
    "Objective",
    "OfficeDefault",
    "PaidBy",
    "RowOutcome",
    "Serves",
    "SubAward",
    "SupportKind",
    "SupportedInstitution",
    "SuspendedWork",
    "Suspension",
    "Target",
    "open_suspension",
    "suspensions_of",
    "suspensions_of_many",
    "windows_of",
]
