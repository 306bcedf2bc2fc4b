"""What may be typed into the pages of this room; the API takes the same."""

from shelters.forms.shelters import (
    AddressForm,
    BedForm,
    BedsForm,
    NewShelterForm,
    NothingForm,
    RoomForm,
    RoomNameForm,
    ShelterForm,
)
from shelters.forms.stays import (
    AdmitForm,
    ExitForm,
    LeftStayForm,
    MoveForm,
    NewPastStayForm,
    NewStayForm,
    PastStayForm,
    StayForm,
    WithdrawForm,
)

__all__ = [
    "AddressForm",
    "AdmitForm",
    "BedForm",
    "BedsForm",
    "ExitForm",
    "LeftStayForm",
    "MoveForm",
    "NewPastStayForm",
    "NewShelterForm",
    "NewStayForm",
    "NothingForm",
    "PastStayForm",
    "RoomForm",
    "RoomNameForm",
    "ShelterForm",
    "StayForm",
    "WithdrawForm",
]
