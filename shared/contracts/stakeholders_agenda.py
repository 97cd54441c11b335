"""Facts and commands of the agenda: sessions of the Human Rights Council, and expert meetings.

All of it is public, with its source: section G.5 of visits-recommendations-knowledge.md has both in
the bulletin. Nobody is named in it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

AgendaKind: TypeAlias = Literal["session", "special", "meeting"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaDetails:
    """``number``: of a session of the Council, regular or special; of a meeting None.

    ``title``: of an expert meeting, in ``language``; of a session empty. ``mandates``: whose it is.
    ``first`` and ``last``: days, both in it. ``source``: a document or page that everybody finds.
    """

    kind: AgendaKind
    number: int | None
    title: str
    language: str
    mandates: tuple[str, ...]
    first: date
    last: date
    place: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAgendaEvent:
    """The Chief's office or the Quick Response Desk. Noted again, it stands in place of before.

    What was taken off is put back so, under its own id.
    ``seen``: how many steps the page showed; 0 of a new one.
    """

    event_id: str
    seen: int
    details: AgendaDetails


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeAgendaEvent:
    """Likewise: it was noted by mistake, or does not take place."""

    event_id: str
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaEventNoted:
    """``step``: how many there are with this one. Noted again, it says all of it anew."""

    event_id: str
    step: int
    details: AgendaDetails
    noted_by: str
    noted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaEventStruck:
    """No public page and no issue tells of it, unless it is noted again."""

    event_id: str
    step: int
    struck_by: str
    struck_at: datetime


Command: TypeAlias = NoteAgendaEvent | StrikeAgendaEvent
Fact: TypeAlias = AgendaEventNoted | AgendaEventStruck

COMMANDS: dict[str, type] = {
    "note-agenda-event": NoteAgendaEvent,
    "strike-agenda-event": StrikeAgendaEvent,
}
TYPES: dict[str, type] = {
    "agenda-event-noted": AgendaEventNoted,
    "agenda-event-struck": AgendaEventStruck,
}
