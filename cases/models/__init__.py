"""Persons and the work done with them."""

from cases.models.access import ORDER, AccessSource, CaseAccess, Level
from cases.models.assistance import Service
from cases.models.cases import (
    OPEN,
    READERS,
    TEAM,
    TRANSITIONS,
    Case,
    CaseCounter,
    CaseRole,
    Danger,
    EnteredFrom,
    Needs,
    Population,
    Pregnancy,
    Status,
    StatusChange,
)
from cases.models.drafts import Draft
from cases.models.exploitation import CaseExploitation, Exploitation
from cases.models.grounds import Answer, Assent, Ground, GroundKind
from cases.models.likeness import Likeness, LikenessAnswer
from cases.models.notes import PROFESSION_OF, RESTRICTED, Note, NoteClass
from cases.models.people import (
    Aged,
    DocumentKind,
    IdentityDocument,
    Majority,
    Person,
    SafeToCall,
    Telephone,
    Whose,
    WhyAdult,
)
from cases.models.risk import RiskAssessment, RiskNotice
from cases.models.tasks import Task

__all__ = [
    "OPEN",
    "ORDER",
    "PROFESSION_OF",
    "READERS",
    "RESTRICTED",
    "TEAM",
    "TRANSITIONS",
    "AccessSource",
    "Aged",
    "Answer",
    "Assent",
    "Case",
    "CaseAccess",
    "CaseCounter",
    "CaseExploitation",
    "CaseRole",
    "Danger",
    "DocumentKind",
    "Draft",
    "EnteredFrom",
    "Exploitation",
    "Ground",
    "GroundKind",
    "IdentityDocument",
    "Level",
    "Likeness",
    "LikenessAnswer",
    "Majority",
    "Needs",
    "Note",
    "NoteClass",
    "Person",
    "Population",
    "Pregnancy",
    "RiskAssessment",
    "RiskNotice",
    "SafeToCall",
    "Service",
    "Status",
    "StatusChange",
    "Task",
    "Telephone",
    "Whose",
    "WhyAdult",
]
