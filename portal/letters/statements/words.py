"""A statement in words."""

from types import MappingProxyType
from typing import Any

from portal.letters.approval import words as approval
from portal.letters.approval.words import acronym, acronyms, fingerprint, name
from shared.reference import LANGUAGES, recipient_name

__all__ = ["acronym", "acronyms", "fingerprint", "name"]  # for the templates

KINDS = MappingProxyType(
    {
        "press_release": "Press release",
        "end_of_mission": "End-of-mission statement",
        "mission_report": "Mission report",
    }
)
VIEWS = MappingProxyType(
    {
        "stated": "The Government's view is stated below",
        "none_received": "No view of the Government was received",
    }
)
STATES = {
    "drafting": ("Drafting", "neutral"),
    "awaiting": ("Awaiting approval", "waiting"),
    "approved": ("Approved: can be issued", "active"),
    "issued": ("Issued", "done"),
    "withdrawn": ("Withdrawn", "stopped"),
}


def kind(code: str) -> str:
    return KINDS[code]


def status(statement: Any) -> tuple[str, str]:
    return approval.status(statement, STATES)


def out(_: Any) -> str:
    """Return how a mandate came to be out."""
    return "Declined"


def states(codes: Any) -> str:
    return ", ".join(map(recipient_name, codes)) or "No State in particular"


def language(code: str) -> str:
    return LANGUAGES.get(code, code)
