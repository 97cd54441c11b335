"""Published cases of reprisal: an entry of its own, of what a public report has (G.1, G.3, XR6).

Of a case nothing becomes public but the words that were sent for the Secretary-General's report,
once that report is, while consent to it stands. A decision reads the case; no fact names it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias, TypedDict, assert_never

from services.followup.erasure import ERASURE
from services.followup.reprisal import state as cases
from services.followup.reprisal import whose
from services.followup.reprisal.acting import consented
from services.followup.reprisal.state import Case
from shared.contracts.followup_reprisal_entries import (
    Fact,
    OfReprisalEntry,
    ReprisalEntryCorrected,
    ReprisalEntryPublished,
    ReprisalEntryWithdrawn,
)
from shared.contracts.followup_reprisal_entry_commands import (
    Command,
    CorrectReprisalEntry,
    PublishReprisalEntry,
    WithdrawReprisalEntry,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused
from shared.core.geneva import day_of
from shared.reference import mandates
from shared.reference.reprisals import WITHDRAWN, report_of

Heard: TypeAlias = Fact | cases.Heard


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """``state``: None before it is published. ``of``: the case, while a decision reads it.

    ``symbol``: of the report that has it.
    """

    state: str | None = None
    symbol: str | None = None
    public: bool = False
    of: cases.State = field(default_factory=cases.State)


def evolve(this: Entry, event: Heard) -> Entry:
    if not isinstance(event, OfReprisalEntry):
        return replace(this, of=cases.evolve(this.of, event))
    if isinstance(event, ReprisalEntryPublished):
        this = replace(this, symbol=event.symbol)
    return replace(this, state=event.state, public=not isinstance(event, ReprisalEntryWithdrawn))


def decide(command: Command, asked: Asked, this: Entry) -> Sequence[Fact]:
    whose.focal(asked)
    match command:
        case PublishReprisalEntry():
            return _publish(command, asked, this)
        case CorrectReprisalEntry():
            return _correct(command, asked, this)
        case WithdrawReprisalEntry():
            return _withdraw(command, asked, this)
    assert_never(command)


def _publish(command: PublishReprisalEntry, asked: Asked, this: Entry) -> Sequence[Fact]:
    of = _allowed(command, asked, this)
    if this.public:
        raise Refused("This is published.")
    if not set(command.mandates) <= set(mandates()):
        raise Refused("Choose the mandates from the list.")
    published = ReprisalEntryPublished(
        **_done(command, asked, of.state),
        year=command.year,
        symbol=command.symbol,
        published_on=of.symbols[command.symbol],
        mandates=tuple(dict.fromkeys(command.mandates)),
        text=command.text,
    )
    return [published]


def _correct(command: CorrectReprisalEntry, asked: Asked, this: Entry) -> Sequence[Fact]:
    """As the document says that corrects the report; it is noted in the case as any other."""
    of = _allowed(command, asked, this)
    if not this.public:
        raise Refused(_NONE)
    if command.symbol == this.symbol:
        raise Refused("Choose the document that corrects the report, and not the report itself.")
    corrected = ReprisalEntryCorrected(
        **_done(command, asked, of.state), symbol=command.symbol, text=command.text
    )
    return [corrected]


def _withdraw(command: WithdrawReprisalEntry, asked: Asked, this: Entry) -> Sequence[Fact]:
    if this.state is None or whose.kept_from(asked.by, this.state):
        raise Refused(_NONE)
    if command.reason not in WITHDRAWN:
        raise Refused("Choose a reason from the list.")
    if not this.public:
        return []
    return [ReprisalEntryWithdrawn(**_done(command, asked, this.state), reason=command.reason)]


_NONE = "There is no such published case."


def _allowed(
    command: PublishReprisalEntry | CorrectReprisalEntry, asked: Asked, this: Entry
) -> Case:
    """Return the case, of which the report has this, while its consent to that stands."""
    of = whose.sees(asked, this.of.case)
    if of.stage != "open" or this.of.erased:
        raise Refused("Nothing is published of a case that is over or was erased.")
    if command.year not in of.years - of.withheld:
        raise Refused("Nothing of this case stands in the report of that year.")
    on = of.symbols.get(command.symbol)
    if on is None:
        raise Refused("Note the report among the public documents of the case first.")
    if on <= report_of(command.year).closes_on:
        raise Refused("This document is older than the report of that year.")
    consented("sg_report", day_of(asked.at), of)
    return of


class _Done(TypedDict):
    entry_id: str
    state: str
    done_by: str
    done_at: datetime


def _done(command: Command, asked: Asked, state: str) -> _Done:
    return _Done(
        entry_id=command.entry_id, state=state, done_by=asked.by.actor_id, done_at=asked.at
    )


def _consults(command: Command, _: Entry) -> Sequence[str]:
    if isinstance(command, WithdrawReprisalEntry):
        return []
    case_id = command.case_id
    return [f"reprisalcase-{case_id}", ERASURE.stream_of(f"reprisal-{case_id}")]


REPRISAL_ENTRY: Decider[Command, Heard, Entry] = Decider(
    category="reprisalentry",
    key=lambda command: command.entry_id,
    initial=Entry(),
    decide=decide,
    evolve=evolve,
    consults=_consults,
)
