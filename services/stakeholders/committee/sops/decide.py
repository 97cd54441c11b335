"""Standard operating procedures: drafted, adopted, in force, and superseded. K8 of section D.3.

One stream for all, so that the clock needs no list of them. The Annual Meeting adopts a version and
the chair records it; a holder says with a reason where a mandate does it another way.
"""

from collections.abc import Sequence
from typing import TypeAlias, assert_never

from services.stakeholders.committee.members.decide import STREAM
from services.stakeholders.committee.sitting import of_chair, of_committee, works
from services.stakeholders.committee.sops.deviating import deviate, end_deviation
from services.stakeholders.committee.sops.passing import PassSopDay, passed
from services.stakeholders.committee.sops.state import Heard, Sop, State, evolve
from shared.contracts.stakeholders_sop_commands import (
    AcknowledgeSop,
    AdoptSop,
    CommentSop,
    DeviateFromSop,
    DraftSop,
    EndSopDeviation,
    PublishSop,
    UnpublishSop,
)
from shared.contracts.stakeholders_sop_commands import Command as Asks
from shared.contracts.stakeholders_sops import (
    Fact,
    SopAcknowledged,
    SopAdopted,
    SopCommented,
    SopDrafted,
    SopPublished,
    SopUnpublished,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.core.said import Day
from shared.reference.sops import in_force

KEY = "all"
Command: TypeAlias = Asks | PassSopDay


def decide(command: Command, asked: Asked, state: State) -> Sequence[Fact]:
    if isinstance(command, PassSopDay):
        return passed(command, asked, state)
    if isinstance(command, DraftSop):
        of_committee(asked, state.committee)
        return _draft(command, asked, state.sops.get(command.sop_id, Sop()))
    sop = state.sops.get(command.sop_id)
    if sop is None:
        raise Refused("There is no such procedure.")
    match command:
        case CommentSop():
            if not (works(asked, state.committee) or asked.by.has(Role.MANDATE_HOLDER)):
                raise Forbidden("Only the Committee and mandate-holders may comment on it.")
            return _comment(command, asked, sop)
        case AdoptSop():
            of_chair(asked, state.committee)
            return _adopt(command, asked, sop)
        case DeviateFromSop():
            return deviate(command, asked, sop)
        case EndSopDeviation():
            return end_deviation(command, asked, sop)
        case PublishSop():
            of_chair(asked, state.committee)
            return _publish(command, asked, sop)
        case UnpublishSop():
            of_chair(asked, state.committee)
            return _unpublish(command, asked, sop)
        case AcknowledgeSop():
            if not (works(asked, state.committee) or asked.by.has(Role.MANDATE_HOLDER)):
                raise Forbidden("Only the Committee and mandate-holders say that they read it.")
            return _acknowledge(command, asked, sop)
    assert_never(command)


def _draft(command: DraftSop, asked: Asked, sop: Sop) -> Sequence[Fact]:
    number = sop.draft.number if sop.draft else 0
    if sop.draft and (sop.draft.title, sop.draft.text) == (command.title, command.text):
        return []
    _as_shown(command, sop.next, number)
    return [
        SopDrafted(
            sop_id=command.sop_id,
            version=sop.next,
            draft=number + 1,
            title=command.title,
            text=command.text,
            drafted_by=asked.by.actor_id,
            drafted_at=asked.at,
        )
    ]


def _comment(command: CommentSop, asked: Asked, sop: Sop) -> Sequence[Fact]:
    if command.comment_id in sop.comments:
        return []
    version, number = (sop.next, sop.draft.number) if sop.draft else (sop.next - 1, 0)
    _as_shown(command, version, number)
    return [
        SopCommented(
            sop_id=command.sop_id,
            comment_id=command.comment_id,
            version=version,
            text=command.text,
            author=asked.by.actor_id,
            commented_at=asked.at,
        )
    ]


def _as_shown(command: DraftSop | CommentSop | AdoptSop, version: int, draft: int) -> None:
    if (command.version, command.draft) != (version, draft):
        raise Refused("There is another draft than the page showed. Load it and read it.")


def _adopt(command: AdoptSop, asked: Asked, sop: Sop) -> Sequence[Fact]:
    last = sop.last
    if sop.draft is None:
        if last and (last.version, last.in_force_on) == (command.version, command.in_force_on):
            return []
        raise Refused("There is no draft to adopt.")
    _as_shown(command, sop.next, sop.draft.number)
    if command.adopted_on > day_of(asked.at):
        raise Refused("An adoption is recorded once it happened.")
    if command.in_force_on < command.adopted_on:
        raise Refused("A version is in force from the day of its adoption, or later.")
    if last is not None and command.in_force_on <= last.in_force_on:
        raise Refused(
            "The version before is in force from {day}. Enter a later day.",
            day=Day(last.in_force_on),
        )
    return [
        SopAdopted(
            sop_id=command.sop_id,
            version=sop.next,
            draft=sop.draft.number,
            adopted_on=command.adopted_on,
            in_force_on=command.in_force_on,
            replaces=last.version if last else None,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def _publish(command: PublishSop, asked: Asked, sop: Sop) -> Sequence[Fact]:
    if command.version not in {one.version for one in sop.adopted}:
        raise Refused("Only a version that was adopted can be public.")
    if command.version in sop.public:
        return []
    return [
        SopPublished(
            sop_id=command.sop_id,
            version=command.version,
            published_by=asked.by.actor_id,
            published_at=asked.at,
        )
    ]


def _unpublish(command: UnpublishSop, asked: Asked, sop: Sop) -> Sequence[Fact]:
    if command.version not in sop.public:
        return []
    return [
        SopUnpublished(
            sop_id=command.sop_id,
            version=command.version,
            unpublished_by=asked.by.actor_id,
            unpublished_at=asked.at,
        )
    ]


def _acknowledge(command: AcknowledgeSop, asked: Asked, sop: Sop) -> Sequence[Fact]:
    if (asked.by.actor_id, command.version) in sop.read:
        return []
    current = in_force(sop.adopted, day_of(asked.at))
    if current is None or current.version != command.version:
        raise Refused("This version is not in force. Load the page and read the one that is.")
    return [
        SopAcknowledged(
            sop_id=command.sop_id,
            version=command.version,
            reader=asked.by.actor_id,
            read_at=asked.at,
        )
    ]


SOPS: Decider[Command, Heard, State] = Decider(
    category="committeesops",
    key=lambda _: KEY,
    initial=State(),
    decide=decide,
    evolve=evolve,
    consults=lambda _, __: [STREAM],
)
