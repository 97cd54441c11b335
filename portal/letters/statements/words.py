"""A statement in words."""

from types import MappingProxyType
from typing import Any

from portal.letters.approval import words as approval
from portal.letters.approval.words import acronym, acronyms, fingerprint, name
from shared.reference import LANGUAGES, mandate_acronym, recipient_name

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
_STATES = {
    "drafting": ("Drafting", "neutral"),
    "awaiting": ("Awaiting approval", "waiting"),
    "approved": ("Approved: can be issued", "active"),
    "issued": ("Issued", "done"),
    "withdrawn": ("Withdrawn", "stopped"),
}
_STEPS = {
    "statement-drafted": "Drafted",
    "statement-revised": "Text changed: version {version}",
    "statement-approval-requested": "Approval of version {version} requested",
    "statement-approval-given": "{mandate} approved version {version}",
    "statement-approval-voided": "Approval of version {version} by {mandate} voided",
    "statement-changes-requested": "{mandate} asked for changes to version {version}",
    "statement-declined": "{mandate} declined: it is not in its name",
    "statement-approved": "Every mandate approved version {version}",
    "statement-issued": "Issued: edition {version}",
    "letter-text-erased": "Text erased on request",
    "statement-withdrawn": "Withdrawn by {mandate}",
}


def kind(code: str) -> str:
    return KINDS[code]


def status(statement: Any) -> tuple[str, str]:
    return approval.status(statement, _STATES)


def out(_: Any) -> str:
    """Return how a mandate came to be out."""
    return "Declined"


def step(row: Any) -> str:
    return _STEPS[row.kind].format(mandate=mandate_acronym(row.mandate or ""), version=row.version)


def states(codes: Any) -> str:
    return ", ".join(map(recipient_name, codes)) or "No State in particular"


def language(code: str) -> str:
    return LANGUAGES.get(code, code)
