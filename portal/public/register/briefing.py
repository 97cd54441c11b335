"""A briefing on a State, for a treaty body, the UPR or anybody: what is public, up to a day.

It is counted from the same events as the profile. Of what is not public it knows nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from sqlalchemy import Connection

from portal.followup.recommendations import marked
from portal.public.register import events, profile, tagged
from portal.public.register.events import Event, Grade, Kind
from portal.public.register.statistics import Figures, Reading
from portal.public.register.tagged import Tags
from shared.reference import mandates
from shared.reference.themes import BODIES, STAGES, Stage, mandates_of

TEXTS: Final[tuple[Kind, ...]] = ("recommendation", "reprisal")
"""Lines that have their words in every file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """``body`` "": of none. ``session``: its first day. ``since``, ``until``: years."""

    state: str
    body: str = ""
    stage: Stage = STAGES[0]
    session: date | None = None
    since: int | None = None
    until: int | None = None
    themes: tuple[str, ...] = ()

    @property
    def chosen(self) -> tuple[str, ...]:
        """The themes: those that were chosen, else those of the body; none means everything."""
        return self.themes or (BODIES[self.body].themes if self.body else ())

    @property
    def cut_off(self) -> date | None:
        """The last day of what the body takes into account."""
        if not self.body or self.session is None:
            return None
        return self.session - timedelta(weeks=BODIES[self.body].cut_off[self.stage])

    @property
    def wanted(self) -> events.Wanted:
        """Country mandates work on all themes."""
        country = {code for code, one in mandates().items() if one.kind != "thematic"}
        chosen = self.chosen
        return events.Wanted(
            mandates=mandates_of(chosen) | country if chosen else frozenset(),
            since=self.since,
            until=self.until,
            by=self.cut_off,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """``grades``: of published replies, by reply. ``replied``: the first reply in substance.

    ``reading``: as of which day it is counted: the cut-off, once that is over. ``tags``: the themes
    that recommendations were tagged with, by recommendation. ``assessed``: of these the last grade
    in each scheme.
    """

    asked: Asked
    events: Sequence[Event]
    numbers: Figures
    grades: Mapping[str, Sequence[Grade]]
    replied: Mapping[str, date]
    reading: Reading
    tags: Tags = field(default_factory=dict)
    assessed: Mapping[str, Sequence[marked.Grade]] = field(default_factory=dict)

    def of(self, *kinds: Kind) -> list[Event]:
        return [one for one in self.events if one.kind in kinds]


def briefing(conn: Connection, asked: Asked, reading: Reading) -> Briefing:
    every = events.of_state(conn, asked.state)
    tags = tagged.of_these(conn, events.recommended(every))
    found = _found(every, asked, tags)
    as_of = min(reading.today, asked.cut_off or reading.today)
    at = Reading(today=as_of, within=reading.within)
    return Briefing(
        asked=asked,
        events=found,
        numbers=profile.counted(found, asked.state, at),
        grades=events.graded(conn, asked.state, {one.part for one in found}),
        replied=events.first_replies(found),
        reading=at,
        tags=tags,
        assessed=marked.last_grades(conn, events.recommended(found)),
    )


def _found(every: Sequence[Event], asked: Asked, tags: Tags) -> list[Event]:
    """Return what is asked for; a reply goes with its letter, and is left out after the cut-off.

    A recommendation is of a theme by its mandate or by its own tags. Reprisals are of each theme.
    """
    wanted, by, themes = asked.wanted, asked.cut_off, set(asked.chosen)
    whoever = replace(wanted, mandates=frozenset())
    letters = {one.of for one in every if one.kind == "letter" and one in wanted}
    return [
        one
        for one in every
        if (
            (one.of in letters and (by is None or one.on <= by) if one.of else one in wanted)
            or (one in whoever and not themes.isdisjoint(tags.get(one.part, ())))
            or (one in whoever and one.kind == "reprisal")
        )
    ]
