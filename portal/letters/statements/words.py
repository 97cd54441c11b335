"""A statement in words."""

from types import MappingProxyType
from typing import Any

from portal.letters.approval import words as approval
from portal.letters.approval.words import acronym, acronyms, fingerprint, name
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext, lazy, pgettext
from shared.reference import LANGUAGES

__all__ = ["acronym", "acronyms", "fingerprint", "name"]  # for the templates

KINDS = MappingProxyType(
    {
        "press_release": "Press release",
        "end_of_mission": "End-of-mission statement",
        "mission_report": "Mission report",
    }
)
_JOINT = MappingProxyType(
    {
        "press_release": lazy("Press release, joint"),
        "end_of_mission": lazy("End-of-mission statement, joint"),
        "mission_report": lazy("Mission report, joint"),
    }
)
_CHANGE = MappingProxyType(
    {
        "press_release": lazy("Change the press release"),
        "end_of_mission": lazy("Change the end-of-mission statement"),
        "mission_report": lazy("Change the mission report"),
    }
)
VIEWS = MappingProxyType(
    {
        "stated": lazy("The Government's view is stated below"),
        "none_received": lazy("No view of the Government was received"),
    }
)
STATES = {
    "drafting": ("Drafting", "neutral"),
    "awaiting": ("Awaiting approval", "waiting"),
    "approved": ("Approved: can be issued", "active"),
    "embargo": ("Under embargo", "waiting"),
    "issued": ("Issued", "done"),
    "withdrawn": ("Withdrawn", "stopped"),
}


def kind(code: str) -> str:
    return names.word(KINDS[code])


def kind_of(statement: Any) -> str:
    """Return its kind, with whether several mandates speak in it."""
    joint = len(statement.mandates) > 1
    return str(_JOINT[statement.kind]) if joint else kind(statement.kind)


def change(code: str) -> str:
    """Return the heading of the page that changes a text of this kind."""
    return str(_CHANGE[code])


def status(statement: Any) -> tuple[str, str]:
    if statement.embargo_until:
        word, tone = STATES["embargo"]
        return pgettext("status", word), tone
    return approval.status(statement, STATES)


def out(_: Any) -> str:
    """Return how a mandate came to be out."""
    return gettext("Declined")


def states(codes: Any) -> str:
    return listed(map(names.recipient, codes)) or gettext("No State in particular")


def language(code: str) -> str:
    return names.word(LANGUAGES.get(code, code))
