"""Commands and people of letters about visits, shared by their tests."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from services.followup.visit_letter.decide import VISIT_LETTER
from shared.contracts.approvals_holding import HolderNoted
from shared.contracts.followup_holding import HoldingHeard
from shared.contracts.followup_visit_letter_commands import (
    ApproveVisitLetter,
    DraftVisitLetter,
    HandOverVisitLetter,
    HoldVisitLetterBack,
    LeaveVisitLetter,
    RequestVisitLetterApproval,
    RequestVisitLetterChanges,
    ReviseVisitLetter,
    SendVisitLetter,
    StrikeVisitLetterSending,
    WithdrawVisitLetter,
)
from shared.contracts.followup_visit_letters import Asking
from shared.core.actor import Actor, Asked
from shared.core.decider import Refused
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT
from shared.reference.visits import visit_file_id
from tests.followup.visits import (
    HOLDER,
    OFFICER,
    QRD,
    SOON,
    TODAY,
    person,
)

ID, ONE, TWO = "letter-1", "sr-torture", "sr-water"
TEXT, NOTE = Sealed(f"visitletter-{ID}", "text"), Sealed(f"visitletter-{ID}", "note")
HASH, OTHER_HASH = "a" * 64, "b" * 64
ASKS = Asking(kind="official", dates=SOON)
OTHER_HOLDER = person("holder-2", Role.MANDATE_HOLDER, TWO)
OTHER_OFFICER = person("officer-2", Role.HUMAN_RIGHTS_OFFICER, TWO)
STRANGER = person("holder-9", Role.MANDATE_HOLDER, "wgad")
POLICY = Asked(at=AT, by=Actor(actor_id="followup"))

DRAFT = DraftVisitLetter(
    visit_letter_id=ID,
    letter="request",
    state="KEN",
    mandates=(ONE, TWO),
    asking=ASKS,
    text=TEXT,
    content_hash=HASH,
)
PUT = RequestVisitLetterApproval(visit_letter_id=ID, version=1, content_hash=HASH)
APPROVE = ApproveVisitLetter(visit_letter_id=ID, mandate=ONE, version=1, content_hash=HASH)
APPROVE_TOO = replace(APPROVE, mandate=TWO)
CHANGES = RequestVisitLetterChanges(visit_letter_id=ID, mandate=TWO, version=1, note=NOTE)
LEAVE = LeaveVisitLetter(visit_letter_id=ID, mandate=TWO)
WITHDRAW = WithdrawVisitLetter(visit_letter_id=ID)
REVISE = ReviseVisitLetter(
    visit_letter_id=ID, version=1, asking=ASKS, text=TEXT, content_hash=OTHER_HASH
)
SEND = SendVisitLetter(
    visit_letter_id=ID,
    mandates=(ONE, TWO),
    version=1,
    content_hash=HASH,
    dated_on=TODAY,
    passed_on=TODAY,
    channel="mission",
    reference=NOTE,
)
HAND_OVER = HandOverVisitLetter(
    visit_letter_id=ID, mandates=(ONE, TWO), version=1, content_hash=HASH
)
HOLD_BACK = HoldVisitLetterBack(visit_letter_id=ID, handed_over=5, note=NOTE)
STRIKE = StrikeVisitLetterSending(visit_letter_id=ID, sending=1, note=NOTE)
DRAFTED: list[tuple[Any, Actor]] = [(DRAFT, OFFICER)]
AWAITING = [*DRAFTED, (PUT, OFFICER)]
APPROVED = [*AWAITING, (APPROVE, HOLDER), (APPROVE_TOO, OTHER_HOLDER)]
SENT = [*APPROVED, (SEND, QRD)]
REMINDER = replace(DRAFT, letter="reminder", asking=Asking())


def on_file(mandate: str, *history: Any) -> list[Any]:
    """Return facts of the file of a mandate."""
    file_id = visit_file_id(mandate, "KEN")
    return [replace(one, visit_file_id=file_id, mandate=mandate) for one in history]


def ask(history: Sequence[Any], command: Any, by: Actor, *beside: Any, at: datetime = AT) -> Any:
    """Return the facts of a command; ``beside``: what the other streams hold."""
    state = VISIT_LETTER.fold(beside, VISIT_LETTER.fold(history))
    return VISIT_LETTER.decide(command, Asked(at=at, by=by), state)


def told(*moves: tuple[Any, Actor], at: datetime = AT) -> list[Any]:
    history: list[Any] = []
    for command, by in moves:
        history += ask(history, command, by, at=at)
    return history


def refused(moves: Sequence[Any], command: Any, by: Actor, said: str, *beside: Any) -> None:
    with pytest.raises(Refused, match=said):
        ask(told(*moves), command, by, *beside)


def term(mandate: str, holder: str, last: date, **changed: Any) -> HoldingHeard:
    noted = HolderNoted(
        mandate=mandate,
        term_id=f"t-{holder}",
        seat=None,
        holder_id=holder,
        starts_on=date(2021, 8, 1),
        last=last,
        noted_at=AT,
    )
    return HoldingHeard(mandate=mandate, term=replace(noted, **changed))
