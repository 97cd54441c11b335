"""The time in which a mandate lets others join, read by an invitation without a date.

Stakeholders publishes a mandate's settings; a policy writes those about joining into a stream of
this service (decisions 0012 and 0019). An invitation that was sent keeps its date.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.approvals.events import Event
from shared.contracts.approvals import CommunicationType
from shared.contracts.approvals_drafting import JoiningTimesNoted
from shared.contracts.stakeholders_mandates import MandateSettingsChanged
from shared.core.actor import Asked
from shared.core.decider import Decider


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteJoiningTimes:
    """Only this service's own policy sends it."""

    of: MandateSettingsChanged


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """For urgent appeals, and for other letters. None: not set."""

    hours_urgent: int | None = None
    days: int | None = None


_NOTHING = Times()


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """``usual``: the office's times. ``own``: those of the lead mandate, which take precedence."""

    usual: Times = _NOTHING
    own: Times = _NOTHING

    def until(self, type_: CommunicationType, at: datetime) -> datetime | None:
        """Return the date by which a mandate invited now has to join; None: no date."""
        if type_ == "UA":
            hours = self.own.hours_urgent or self.usual.hours_urgent
            return at + timedelta(hours=hours) if hours else None
        days = self.own.days or self.usual.days
        return at + timedelta(days=days) if days else None


def decide(command: NoteJoiningTimes, asked: Asked, state: Times) -> Sequence[JoiningTimesNoted]:
    settings = command.of.settings
    times = Times(hours_urgent=settings.join_hours_urgent, days=settings.join_days)
    if times == state:
        return []
    return [
        JoiningTimesNoted(
            mandate=command.of.mandate,
            hours_urgent=times.hours_urgent,
            days=times.days,
            changed_at=command.of.changed_at,
            noted_at=asked.at,
        )
    ]


def evolve(state: Times, event: Event) -> Times:
    if isinstance(event, JoiningTimesNoted):
        return Times(hours_urgent=event.hours_urgent, days=event.days)
    return state


def on_stakeholders(fact: object) -> Sequence[NoteJoiningTimes]:
    return [NoteJoiningTimes(of=fact)] if isinstance(fact, MandateSettingsChanged) else []


def stream(mandate: str) -> str:
    """Return the stream that an invitation to a letter of this lead mandate reads."""
    return JOINING_TIMES.stream_of(mandate)


JOINING_TIMES: Decider[NoteJoiningTimes, Event, Times] = Decider(
    category="joiningtimes",
    key=lambda command: command.of.mandate,
    initial=_NOTHING,
    decide=decide,
    evolve=evolve,
)
