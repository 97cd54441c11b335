"""The time that a mandate gives for replies, kept here so that opening a case can read it.

Stakeholders publishes a mandate's settings; a policy writes those about replies into a stream of
this service (decisions 0012 and 0019). It keeps earlier settings too: a letter gets the days that
applied when it was transmitted, however late its case is opened.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.contracts.followup_times import ReplyTimesNoted
from shared.contracts.stakeholders_mandates import MandateSettingsChanged
from shared.core.actor import Asked
from shared.core.decider import Decider


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteReplyTimes:
    """Only this service's own policy sends it."""

    of: MandateSettingsChanged


State = ReplyTimesNoted | None
"""What holds now; None: nothing was ever set."""


def decide(command: NoteReplyTimes, asked: Asked, state: State) -> Sequence[ReplyTimesNoted]:
    settings = command.of.settings
    times = (settings.reply_days, settings.reminder_days)
    if times == (({}, None) if state is None else (state.reply_days, state.reminder_days)):
        return []
    return [
        ReplyTimesNoted(
            mandate=command.of.mandate,
            reply_days=settings.reply_days,
            reminder_days=settings.reminder_days,
            changed_at=command.of.changed_at,
            noted_at=asked.at,
        )
    ]


def evolve(_: State, event: ReplyTimesNoted) -> State:
    return event


def on_stakeholders(fact: object) -> Sequence[NoteReplyTimes]:
    return [NoteReplyTimes(of=fact)] if isinstance(fact, MandateSettingsChanged) else []


def stream(mandate: str) -> str:
    """Return the stream that opening the case of a letter of this lead mandate reads."""
    return REPLY_TIMES.stream_of(mandate)


REPLY_TIMES: Decider[NoteReplyTimes, ReplyTimesNoted, State] = Decider(
    category="replytimes",
    key=lambda command: command.of.mandate,
    initial=None,
    decide=decide,
    evolve=evolve,
)
