"""The invented letters about visits: one that came back and was changed, a joint one, a draft."""

from typing import Final

from portal.followup.visits.letter_found import case_of, content_hash, sealed
from portal.web.demonstration.asking import DEFENDERS, TORTURE, ask
from shared.contracts.followup_visit_letter_commands import (
    ApproveVisitLetter,
    Command,
    DraftVisitLetter,
    RequestVisitLetterApproval,
    RequestVisitLetterChanges,
    ReviseVisitLetter,
)
from shared.contracts.followup_visit_letters import Asking
from shared.contracts.followup_visits import Letter
from shared.core.message import derive_id

_REQUEST: Final = (
    "(Invented) I have the honour to request an invitation to visit your country in an official "
    "capacity. The visit would last about ten days, under the terms of reference for fact-finding "
    "missions by special procedures."
)
_CHANGED: Final = (
    _REQUEST.replace("ten days", "twelve days")
    + "\n\nI would value access to every place where people are held, also to those of the police."
)
_NOTE: Final = "(Invented) Two days more, please, and name the cells of the police."
_JOINT: Final = (
    "(Invented) We have the honour to request an invitation to visit your country together, in an "
    "official capacity. A joint visit would spare your authorities a second preparation."
)
_REMINDER: Final = (
    "(Invented) I have the honour to remind of the request for a visit that this mandate made, and "
    "to which no answer has come so far."
)


def tell() -> None:
    again, _ = _awaiting("URY", _REQUEST, TORTURE)
    _changed(again, "URY", _CHANGED, TORTURE)
    joint, words = _awaiting("PER", _JOINT, TORTURE, DEFENDERS)
    given = ApproveVisitLetter(
        visit_letter_id=joint, mandate=DEFENDERS, version=1, content_hash=words
    )
    _ask(given, "holder.hrds", joint)
    _drafted("reminder", "KEN", _REMINDER, TORTURE)


def _awaiting(state: str, text: str, *mandates: str) -> tuple[str, str]:
    one, words = _drafted("request", state, text, *mandates)
    put = RequestVisitLetterApproval(visit_letter_id=one, version=1, content_hash=words)
    _ask(put, "officer", one)
    return one, words


def _changed(one: str, state: str, text: str, mandate: str) -> None:
    """The holder sends it back, and the officer changes it: its page shows what is new."""
    back = RequestVisitLetterChanges(
        visit_letter_id=one, mandate=mandate, version=1, note=sealed(one, _NOTE)
    )
    asking = Asking(kind="official")
    words = content_hash(one, "request", state, asking, text)
    revised = ReviseVisitLetter(
        visit_letter_id=one,
        version=1,
        asking=asking,
        text=sealed(one, text),
        content_hash=words,
    )
    put = RequestVisitLetterApproval(visit_letter_id=one, version=2, content_hash=words)
    _ask(back, "holder", one)
    _ask(revised, "officer", one)
    _ask(put, "officer", one, "again")


def _drafted(letter: Letter, state: str, text: str, *mandates: str) -> tuple[str, str]:
    one = str(derive_id("demo visit letter", state))
    asking = Asking(kind="official") if letter == "request" else Asking()
    words = content_hash(one, letter, state, asking, text)
    draft = DraftVisitLetter(
        visit_letter_id=one,
        letter=letter,
        state=state,
        mandates=mandates,
        asking=asking,
        text=sealed(one, text),
        content_hash=words,
    )
    _ask(draft, "officer", one)
    return one, words


def _ask(command: Command, by: str, one: str, *step: str) -> None:
    ask(command, by, str(case_of(one)), "visit letter", one, type(command).__name__, by, *step)
