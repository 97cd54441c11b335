"""The words of letters about visits, in the reader's language, and their timeline."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from markupsafe import Markup

from portal.followup.visits import words
from portal.followup.visits.letter_queries import VisitLetter
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy, lazy_pgettext
from portal.web.timeline import Kind, Row, everybody
from shared.contracts.followup_visit_letters import Asking, Stage
from shared.contracts.followup_visits import Letter

TITLES: Final[Mapping[Letter, str]] = {
    "request": lazy("Request for a visit"),
    "reminder": lazy("Reminder of a request for a visit"),
}
_STAGES: Final[Mapping[Stage, tuple[str, str]]] = {
    "drafting": (lazy_pgettext("letter about a visit", "Being drafted"), "neutral"),
    "awaiting": (lazy_pgettext("letter about a visit", "Waits for approval"), "waiting"),
    "approved": (lazy_pgettext("letter about a visit", "Approved: to be sent"), "active"),
    "sent": (lazy_pgettext("letter about a visit", "Sent"), "done"),
    "withdrawn": (lazy_pgettext("letter about a visit", "Withdrawn"), "stopped"),
}
_STEPS: Final = {
    "visit-letter-drafted": lazy("Drafted"),
    "visit-letter-revised": lazy("Text changed: version %(version)s"),
    "visit-letter-approval-requested": lazy("Approval of version %(version)s requested"),
    "visit-letter-approved": lazy("%(mandate)s approved version %(version)s"),
    "visit-letter-changes-requested": lazy("%(mandate)s asked for changes to version %(version)s"),
    "visit-letter-left": lazy("%(mandate)s asks no more; the letter goes on without it"),
    "visit-letter-withdrawn": lazy("The letter was withdrawn"),
    "visit-letter-handed-over": lazy("Version %(version)s is being sent"),
    "visit-letter-held-back": lazy("It was held back"),
    "visit-letter-sending-struck": lazy("It was not sent as recorded"),
    "visit-letter-sent": lazy("Version %(version)s was sent"),
}

_OF_SENDING: Final = frozenset({"visit-letter-sent", "visit-letter-sending-struck"})


def _own(one: VisitLetter, _row: Row) -> bool:
    """What came before the sending is for the mandates that ask."""
    return bool(one.own)


KINDS: Final[Mapping[str, Kind[VisitLetter]]] = MappingProxyType(
    {
        kind: Kind(
            title,
            sees=everybody if kind in _OF_SENDING else _own,
            named=everybody if kind in _OF_SENDING else _own,
            reads=_own,
        )
        for kind, title in _STEPS.items()
    }
)


def standing(one: VisitLetter) -> tuple[str, str]:
    if one.against:
        return gettext("Approved, but not to be sent today"), "stopped"
    if one.handed_over and one.stage == "approved":
        return gettext("Approved: being sent"), "active"
    if one.stage == "awaiting" and len(one.mandates) > 1:
        done, asked = len(one.approved), len(one.mandates)
        return gettext("Approved by %(done)s of %(asked)s", done=done, asked=asked), "waiting"
    return _STAGES[one.stage]


def title(one: VisitLetter) -> str:
    if one.letter == "request" and len(one.mandates) > 1:
        return gettext("Joint request for a visit")
    return str(TITLES[one.letter])


def not_today() -> str:
    return gettext("It is not to be sent today. If it was sent before, record on which day.")


def warning(one: VisitLetter) -> str:
    return Markup(" ").join([not_today(), *one.against]) if one.against else ""


def mandate(code: str) -> str:
    return names.mandate(code)


def asks(one: VisitLetter) -> list[str]:
    return asked(one.asking)


def asked(asking: Asking) -> list[str]:
    """Return what a request asks beside its words: these are approved with them."""
    found: list[str] = [str(words.KINDS[asking.kind])] if asking.kind else []
    dates = asking.dates
    return [*found, *([words.days(dates.first, dates.last)] if dates else [])]


def recipient(one: VisitLetter) -> str:
    return names.recipient(one.state)
