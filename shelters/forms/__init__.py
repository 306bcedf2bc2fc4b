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
    NewStayForm,
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
    "NewShelterForm",
    "NewStayForm",
    "NothingForm",
    "RoomForm",
    "RoomNameForm",
    "ShelterForm",
    "StayForm",
    "WithdrawForm",
]
