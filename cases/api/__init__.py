"""What programs may ask of cases: `CaseResource` is put together of one class for each thing done."""

from cases.api.assistance import ServiceResource
from cases.api.cases import CaseResource
from cases.api.opening import ExploitationResource

__all__ = ["CaseResource", "ExploitationResource", "ServiceResource"]
