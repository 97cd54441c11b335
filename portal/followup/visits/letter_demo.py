"""The invented letters about visits: one waits for approval, one is joint, one is a draft."""

from typing import Final

from portal.followup.visits.letter_found import case_of, content_hash, sealed
from portal.web.demonstration.asking import DEFENDERS, TORTURE, ask
from shared.contracts.followup_visit_letter_commands import (
    ApproveVisitLetter,
    Command,
    DraftVisitLetter,
    RequestVisitLetterApproval,
)
from shared.contracts.followup_visit_letters import Asking
from shared.contracts.followup_visits import Letter
from shared.core.message import derive_id

_REQUEST: Final = (
    "(Invented) I have the honour to request an invitation to visit your country in an official "
    "capacity. The visit would last about ten days, under the terms of reference for fact-finding "
    "missions by special procedures."
)
_JOINT: Final = (
    "(Invented) We have the honour to request an invitation to visit your country together, in an "
    "official capacity. A joint visit would spare your authorities a second preparation."
)
_REMINDER: Final = (
    "(Invented) I have the honour to remind of the request for a visit that this mandate made, and "
    "to which no answer has come so far."
)


def tell() -> None:
    _awaiting("URY", _REQUEST, TORTURE)
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


def _ask(command: Command, by: str, one: str) -> None:
    ask(command, by, str(case_of(one)), "visit letter", one, type(command).__name__, by)
