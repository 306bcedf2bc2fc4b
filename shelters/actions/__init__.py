"""What can be done with shelters, their beds, and those who live there."""

from shelters.actions.admitting import admit_person
from shelters.actions.beds import move_bed
from shelters.actions.correcting import change_stay, take_back_exit, withdraw_stay
from shelters.actions.leaving import record_exit
from shelters.actions.revealing import open_address, open_names
from shelters.actions.rooms import add_beds, add_room, change_bed, rename_room
from shelters.actions.setting_up import change_shelter, create_shelter, write_address

__all__ = [
    "add_beds",
    "add_room",
    "admit_person",
    "change_bed",
    "change_shelter",
    "change_stay",
    "create_shelter",
    "move_bed",
    "open_address",
    "open_names",
    "record_exit",
    "rename_room",
    "take_back_exit",
    "withdraw_stay",
    "write_address",
]
