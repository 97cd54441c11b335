"""A statement in words."""

from types import MappingProxyType
from typing import Any

from shared.reference import LANGUAGES, mandate_acronym, mandates, recipient_name

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
    """Return where it stands: words, and the tone of their tag."""
    if statement.changes_asked:
        return "Changes asked for", "waiting"
    word, tone = _STATES[statement.state]
    if statement.state == "awaiting":
        asked = len(statement.mandates)
        word = f"Approved by {asked - len(statement.missing)} of {asked}"
    return word, tone


def step(row: Any) -> str:
    return _STEPS[row.kind].format(mandate=mandate_acronym(row.mandate or ""), version=row.version)


def acronym(mandate: str) -> str:
    return mandate_acronym(mandate)


def acronyms(some: Any) -> str:
    return ", ".join(map(mandate_acronym, some))


def name(mandate: str) -> str:
    known = mandates().get(mandate)
    return known.name if known else mandate


def states(codes: Any) -> str:
    return ", ".join(map(recipient_name, codes)) or "No State in particular"


def language(code: str) -> str:
    return LANGUAGES.get(code, code)


def fingerprint(content_hash: str) -> str:
    return content_hash[:12]
