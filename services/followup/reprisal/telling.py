"""The letters that a case went into (I5), and what is shown to somebody outside its group (XR1)."""

from collections.abc import Sequence
from datetime import timedelta

from services.followup.reprisal import acting, whose
from services.followup.reprisal.state import Case, State, done
from shared.contracts.followup_reprisal_commands import (
    EndReprisalShowing,
    LinkReprisalLetter,
    ShowReprisal,
    UnlinkReprisalLetter,
)
from shared.contracts.followup_reprisals import (
    Fact,
    ReprisalLetterLinked,
    ReprisalLetterUnlinked,
    ReprisalShowingEnded,
    ReprisalShown,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.geneva import day_of
from shared.core.said import Day
from shared.reference.reprisals import SHOWN_DAYS, SHOWN_TO


def link(command: LinkReprisalLetter, asked: Asked, this: Case, state: State) -> Sequence[Fact]:
    """Which letter it is, the group alone reads: no letter knows of a case."""
    whose.officer_or_holder(asked, this, state)
    number = this.linked + 1
    return [ReprisalLetterLinked(**done(command, asked), number=number, letter=command.letter)]


def unlink(command: UnlinkReprisalLetter, asked: Asked, this: Case, state: State) -> Sequence[Fact]:
    whose.officer_or_holder(asked, this, state)
    if command.number not in this.letters:
        raise Refused("No such letter is linked to this case.")
    return [ReprisalLetterUnlinked(**done(command, asked), number=command.number)]


def show(command: ShowReprisal, asked: Asked, this: Case, state: State) -> Sequence[Fact]:
    """By consent to tell others, to one person by name, and with an end."""
    whose.holder_or_focal(asked, this, state)
    if command.as_part not in SHOWN_TO or command.account_id in this.holders | this.officers:
        raise Refused("Choose from the list who reads it.")
    today = day_of(asked.at)
    last = today + timedelta(days=SHOWN_DAYS)
    if not today < command.until <= last:
        raise Refused("Enter the last day: after today, and by {day}.", day=Day(last))
    acting.consented("sharing", today, this)
    shown = ReprisalShown(
        **done(command, asked),
        account_id=command.account_id,
        as_part=command.as_part,
        until=command.until,
        text=command.text,
    )
    return [shown]


def end(command: EndReprisalShowing, asked: Asked, this: Case, _: State) -> Sequence[Fact]:
    if command.account_id not in this.shown_to:
        raise Refused("This case is not shown to this person.")
    return [ReprisalShowingEnded(**done(command, asked), account_id=command.account_id)]
