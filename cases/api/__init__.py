"""What programs may ask of cases: `CaseResource` is put together of one class for each thing done."""

from cases.api.cases import CaseResource

__all__ = ["CaseResource"]
