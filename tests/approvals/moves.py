"""Possible moves of people on two letters, in good faith or not: commands with their actors."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from services.approvals.communication.commands import (
    BlockTransmission,
    DropSilentMandate,
    UnblockTransmission,
)
from services.approvals.communication.draft import Draft
from services.approvals.consent import BarSubmission, UnbarSubmission
from shared.contracts.approvals_commands import (
    GrantDelegation,
    GrantStandingAuthorisation,
    RevokeDelegation,
    RevokeStandingAuthorisation,
)
from shared.contracts.approvals_drafting import Because
from shared.contracts.approvals_letter_commands import (
    AllowNaming,
    ApproveText,
    AuthoriseTransmission,
    DeclineToJoin,
    DraftCommunication,
    ExtendInvitation,
    InviteMandate,
    JoinCommunication,
    RequestApproval,
    RequestChanges,
    ReviseDraft,
    RevokeAuthorisation,
    TransmitCommunication,
    WithdrawCommunication,
)
from shared.core.actor import Actor, system
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT

MANDATES = ("sr-torture", "wgad", "sr-health")
TEXT = Sealed("communication-1", "x")
HASHES = ["a" * 64, "b" * 64]
HOLDERS = {  # of the working group, its chair
    mandate: Actor(
        actor_id=f"holder-{mandate}",
        roles=frozenset({Role.MANDATE_HOLDER, Role.CHAIR_RAPPORTEUR}),
        mandates=frozenset({mandate}),
    )
    for mandate in MANDATES
}
OFFICER = Actor(
    actor_id="officer",
    roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}),
    mandates=frozenset({"sr-torture"}),
)
TURNCOAT = Actor(  # drafted it once, and holds the mandate now
    actor_id="officer", roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({"sr-torture"})
)
MEMBER = Actor(
    actor_id="member", roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({"wgad"})
)
CHIEF = Actor(actor_id="chief", roles=frozenset({Role.CHIEF}), mandates=frozenset(MANDATES))
DESK = Actor(actor_id="desk", roles=frozenset({Role.QUICK_RESPONSE_DESK}))
ADMIN = Actor(actor_id="admin", roles=frozenset({Role.SYSTEM_ADMIN}), mandates=frozenset(MANDATES))
ACTORS = [*HOLDERS.values(), MEMBER, MEMBER, OFFICER, TURNCOAT, CHIEF, DESK, ADMIN]
KINDS: list[type] = [
    DraftCommunication,
    ReviseDraft,
    *[RequestApproval] * 3,
    *[ApproveText] * 8,
    RequestChanges,
    DeclineToJoin,
    AuthoriseTransmission,
    RevokeAuthorisation,
    WithdrawCommunication,
    *[TransmitCommunication] * 3,
    BlockTransmission,
    *[UnblockTransmission] * 2,
    BarSubmission,
    *[UnbarSubmission] * 2,
    *[InviteMandate] * 2,
    ExtendInvitation,
    JoinCommunication,
    *[DropSilentMandate] * 2,
    AllowNaming,
    *[GrantDelegation] * 2,
    RevokeDelegation,
    *[GrantStandingAuthorisation] * 2,
    RevokeStandingAuthorisation,
]
OF_A_MANDATE = (
    GrantDelegation,
    RevokeDelegation,
    GrantStandingAuthorisation,
    RevokeStandingAuthorisation,
)
GATHERING = (
    InviteMandate,
    ExtendInvitation,
    JoinCommunication,
    DropSilentMandate,
    AllowNaming,
    BarSubmission,
    UnbarSubmission,
)
DATES = [AT + timedelta(hours=hour) for hour in (1, 5, 30)]


@dataclass(frozen=True)
class Move:
    """What somebody tries. ``off`` of 0 tries it with the wrong wording, of 1 as the wrong person;
    the others fit the moment, so that letters get as far as the post.
    """

    kind: type
    letter: str
    mandate: str
    off: int
    who: Actor
    flag: bool
    hours: int = 0


moves = st.builds(
    Move,
    kind=st.sampled_from(KINDS),
    letter=st.sampled_from(["1", "1", "2"]),
    mandate=st.sampled_from(["sr-torture", "sr-torture", "wgad", "wgad", "sr-health"]),
    off=st.integers(0, 5),
    who=st.sampled_from(ACTORS),
    flag=st.booleans(),
    hours=st.integers(0, 40),
)


def made(move: Move, state: Any) -> tuple[Any, Actor]:
    """The command and who asks for it."""
    version, wording = 1, HASHES[0]
    if isinstance(state, Draft):
        version, wording = state.text.version, state.text.content_hash
    other = HASHES[1 - HASHES.index(wording)]
    if move.off == 0:
        version, wording = (version + 1, wording) if move.flag else (version, other)
    this: dict[str, Any] = {"communication_id": move.letter}
    by = HOLDERS[move.mandate]
    command: Any
    if move.kind is DraftCommunication:
        by = OFFICER
        command = DraftCommunication(
            **this,
            submission_ids=("s",),
            type="UA" if move.letter == "1" else "AL",
            recipient="GBR",
            lead_mandate="sr-torture",
            mandates=(move.mandate, "wgad") if move.flag else (),
            join_by=DATES[0] if move.hours % 2 else None,
            text=TEXT,
            content_hash=HASHES[0],
            language="fr" if move.flag else None,
        )
    elif move.kind is ReviseDraft:
        by = OFFICER
        spoken = "ru" if move.flag else None
        command = ReviseDraft(
            **this, version=version, text=TEXT, content_hash=other, language=spoken
        )
    elif move.kind is RequestApproval:
        by = OFFICER
        command = RequestApproval(**this, version=version, content_hash=wording)
    elif move.kind is ApproveText:
        command = ApproveText(
            **this,
            mandate=move.mandate,
            version=version,
            content_hash=wording,
            authorise=move.flag,
        )
    elif move.kind is RequestChanges:
        command = RequestChanges(**this, mandate=move.mandate, version=version, note=TEXT)
    elif move.kind is WithdrawCommunication:
        command = WithdrawCommunication(**this, mandate=move.mandate, reason=TEXT)
    elif move.kind is TransmitCommunication:
        by = CHIEF if move.letter == "1" else DESK
        command = TransmitCommunication(**this, version=version, content_hash=wording)
    elif move.kind in OF_A_MANDATE:
        command = handed_on(move)
    elif move.kind in GATHERING:
        command, by = gathering(move, this)
    elif move.kind in (BlockTransmission, UnblockTransmission):
        by = system("approvals")
        command = move.kind(**this, submission_id="s" if move.flag else "t")
    else:
        command = move.kind(**this, mandate=move.mandate)
    return command, move.who if move.off == 1 else by


def gathering(move: Move, this: dict[str, Any]) -> tuple[Any, Actor]:
    """Mandates come and go; consent comes and goes."""
    date = DATES[move.hours % len(DATES)]
    command: Any
    if move.kind in (BarSubmission, UnbarSubmission):
        because: Because = "withdrawn" if move.flag else "no_consent"
        return move.kind(submission_id="s", because=because), system("approvals")
    if move.kind is DropSilentMandate:
        command = DropSilentMandate(**this, mandate=move.mandate, join_by=date)
        return command, system("clock")
    if move.kind is JoinCommunication:
        return JoinCommunication(**this, mandate=move.mandate), HOLDERS[move.mandate]
    if move.kind is AllowNaming:
        command = AllowNaming(**this, mandate=move.mandate, victim_ids=("v",), reason=TEXT)
        return command, HOLDERS[move.mandate]
    return move.kind(**this, mandate=move.mandate, join_by=date), OFFICER


def handed_on(move: Move) -> Any:
    """A mandate's powers are handed on, and taken back."""
    if move.kind is GrantDelegation:
        return GrantDelegation(
            mandate=move.mandate,
            delegation_id=f"d-{move.hours}",
            delegate_id="member",
            scope=("approve", "authorise") if move.flag else ("approve",),
            starts_at=AT + timedelta(hours=move.hours // 4),
            ends_at=AT + timedelta(hours=move.hours),
        )
    if move.kind is RevokeDelegation:
        return RevokeDelegation(mandate=move.mandate, delegation_id=f"d-{move.hours}")
    return move.kind(mandate=move.mandate)


DRAFT_BOTH = [
    Move(DraftCommunication, letter, "sr-torture", 9, OFFICER, flag=True) for letter in ("1", "2")
]
