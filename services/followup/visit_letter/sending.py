"""That a letter about a visit was sent, as every mandate approved it, and how files learn of it."""

from collections.abc import Sequence
from datetime import date

from services.followup.visit_file.dates import sound
from services.followup.visit_file.filing import FileVisitLetter, TakeVisitLetterOff
from services.followup.visit_file.state import File
from services.followup.visit_letter.state import VisitLetter, stands, step_of
from shared.contracts.followup_visit_letter_commands import (
    HandOverVisitLetter,
    HoldVisitLetterBack,
    SendVisitLetter,
    StrikeVisitLetterSending,
)
from shared.contracts.followup_visit_letters import (
    VisitLetterHandedOver,
    VisitLetterHeldBack,
    VisitLetterSendingStruck,
    VisitLetterSent,
)
from shared.contracts.followup_visits import Document
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.said import Day, Mandates
from shared.reference import mandate_acronym
from shared.reference.holding import transmits_on
from shared.reference.visits import CHANNELS, FIRST_DAY, asks_again, is_open

_OTHERS = "Other mandates ask by now than your page showed. Look at the letter again."
_ANEW = "The sending was recorded anew. Look at the letter again."
_CHANGED = "This text was changed. What is sent is another wording; look at version {version}."


def hand_over(
    command: HandOverVisitLetter, asked: Asked, state: VisitLetter
) -> Sequence[VisitLetterHandedOver]:
    """Keep what is approved as it is, from before it leaves until it is recorded."""
    _exactly(command, state, state.approved_on(day_of(asked.at)))
    _stood(day_of(asked.at), state)
    if state.handed_over:
        return []
    return [stands(state, VisitLetterHandedOver(**step_of(command.visit_letter_id, asked, state)))]


def hold_back(
    command: HoldVisitLetterBack, asked: Asked, state: VisitLetter
) -> Sequence[VisitLetterHeldBack]:
    """Whoever sends it holds it back at any time; others, from the next day on.

    Else one stops another who is posting it, and what is sent cannot be recorded any more.
    """
    sends = state.handed_over
    if sends is None:
        return []
    if command.handed_over != sends.step:
        raise Refused("It is being sent anew. Look at the letter again.")
    if asked.by.actor_id != sends.by and day_of(asked.at) <= sends.on:
        raise Refused("Until tomorrow, only who said that it is being sent holds it back.")
    held = VisitLetterHeldBack(**step_of(command.visit_letter_id, asked, state), note=command.note)
    return [stands(state, held)]


def not_handed_over(state: VisitLetter) -> None:
    if state.handed_over:
        raise Refused("This letter is being sent. Whoever sends it holds it back first.")


def strike(
    command: StrikeVisitLetterSending, asked: Asked, state: VisitLetter
) -> Sequence[VisitLetterSendingStruck]:
    """What was recorded by mistake leaves the files, and the letter is to be sent again.

    A file on which agreed dates rest on it keeps it: nobody hears here of another mandate's dates.
    """
    if state.ended is None:
        if command.sending == state.sendings:
            return []
        raise Refused("This letter is not recorded as sent.")
    if command.sending != state.sendings:
        raise Refused(_ANEW)
    struck = VisitLetterSendingStruck(
        **step_of(command.visit_letter_id, asked, state), sending=command.sending, note=command.note
    )
    return [stands(state, struck)]


def send(command: SendVisitLetter, asked: Asked, state: VisitLetter) -> VisitLetterSent:
    cleared = _exactly(command, state, state.approved_on(command.passed_on))
    if command.recorded != state.sendings:
        raise Refused(_ANEW)
    _passed(command, asked, cleared)
    _stood(command.passed_on, state)
    sent = VisitLetterSent(
        **step_of(command.visit_letter_id, asked, state),
        asking=state.asking,
        cleared_on=cleared,
        dated_on=command.dated_on,
        passed_on=command.passed_on,
        channel=command.channel,
        reference=command.reference,
        sending=state.sendings + 1,
    )
    return stands(state, sent)


def _exactly(
    command: SendVisitLetter | HandOverVisitLetter, state: VisitLetter, cleared: date | None
) -> date:
    """Return when the text was cleared that the page showed, and in whose name."""
    state.text.exact(command.version, command.content_hash, no=_CHANGED)
    if not state.text.cleared or cleared is None:
        missing = Mandates(tuple(map(mandate_acronym, state.text.missing)))
        raise Refused("This text is not approved yet by {missing}.", missing=missing)
    if set(command.mandates) != set(state.text.mandates):
        raise Refused(_OTHERS)
    return cleared


def makes_sense(state: VisitLetter, day: date, mandates: Sequence[str]) -> None:
    """Refuse what asks a Government that invited or accepted, or reminds of no open request.

    Dates that are proposed are not behind by then. ``mandates``: those that whoever asks serves,
    as a refusal tells what is on their files.
    """
    sound(state.asking.dates, Document(document_id="", dated_on=day, passed_on=day))
    for one in mandates:
        then = state.files.get(one, File()).by(day)
        name = Mandates((mandate_acronym(one),))
        if state.letter == "request" and not asks_again(then):
            raise Refused(
                "The Government has invited {mandate}, or accepted: propose dates instead.",
                mandate=name,
            )
        if state.letter == "reminder" and not is_open(then):
            raise Refused(
                "No request of {mandate} is open, so there is nothing to remind of.", mandate=name
            )


def filed_id(visit_letter_id: str, mandate: str, sending: int) -> str:
    """Return the id of the document on the file of a mandate; each record of a sending has one."""
    number = (str(sending),) if sending > 1 else ()
    return str(derive_id("visit letter on file", visit_letter_id, mandate, *number))


def taken_off(fact: object) -> Sequence[TakeVisitLetterOff]:
    """Take what was not sent as recorded off the file of each mandate that asked."""
    if not isinstance(fact, VisitLetterSendingStruck):
        return []
    return [
        TakeVisitLetterOff(
            mandate=one,
            state=fact.state,
            document_id=filed_id(fact.visit_letter_id, one, fact.sending),
            struck_by=fact.done_by,
        )
        for one in fact.mandates
    ]


def on_followup(fact: object) -> Sequence[FileVisitLetter]:
    """Put what was sent on the file of each mandate that asked."""
    if not isinstance(fact, VisitLetterSent):
        return []
    return [
        FileVisitLetter(
            mandate=one,
            state=fact.state,
            letter=fact.letter,
            letter_id=fact.visit_letter_id,
            kind=fact.asking.kind,
            dates=fact.asking.dates,
            decided_on=fact.cleared_on,
            sent_by=fact.done_by,
            document=Document(
                document_id=filed_id(fact.visit_letter_id, one, fact.sending),
                dated_on=fact.dated_on,
                passed_on=fact.passed_on,
                channel=fact.channel,
                reference=fact.reference,
            ),
        )
        for one in fact.mandates
    ]


def _stood(day: date, state: VisitLetter) -> None:
    """Refuse what was not approved on the day by who held the mandates then.

    What the files say is looked at before it is sent: a letter that was sent is put on file.
    """
    if past := state.past(day):
        raise Refused(
            "The term of who approved it is over for {mandates}. Who holds the mandate now "
            "approves it first.",
            mandates=Mandates(tuple(map(mandate_acronym, past))),
        )
    for one in state.text.mandates:
        transmits_on(state.holding(one), day)


def _passed(command: SendVisitLetter, asked: Asked, cleared: date) -> None:
    if command.dated_on < FIRST_DAY:
        raise Refused("No special procedure is older than {day}.", day=Day(FIRST_DAY))
    if command.dated_on > command.passed_on:
        raise Refused("The date on a letter is not after the day it was sent or received.")
    if not cleared <= command.passed_on <= day_of(asked.at):
        raise Refused(
            "It was sent on a day from {day} on, when it was approved, until today.",
            day=Day(cleared),
        )
    if command.channel not in CHANNELS:
        raise Refused("Choose from the list how it was sent or received.")
