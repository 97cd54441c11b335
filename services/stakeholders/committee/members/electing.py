"""An election of the Committee: who can be a member, and whether the outgoing chair stays."""

from collections.abc import Sequence

from services.stakeholders.committee.members.state import Committee
from shared.contracts.stakeholders_committee import CommitteeElected, Fact, Member
from shared.contracts.stakeholders_committee_commands import ElectCommittee, Elected
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.geneva import day_of
from shared.core.said import Day
from shared.reference import states
from shared.reference.committee import Composition


def elect(command: ElectCommittee, asked: Asked, state: Committee) -> Sequence[Fact]:
    if any(one.election_id == command.election_id for one in state.every):
        return []
    before = _before(command, state)
    _sound(command, asked, before)
    members = tuple(_member(one, command, state) for one in command.members)
    return [
        CommitteeElected(
            election_id=command.election_id,
            kind=command.kind,
            elected_on=command.elected_on,
            members=members,
            outgoing_chair=_outgoing(command, state, before, members),
            chair=_chair(command, asked, state, before, members),
            corrects=command.corrects,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def _before(command: ElectCommittee, state: Committee) -> Composition | None:
    """Return the Committee that this one follows: not the one that it corrects."""
    if command.corrects is None:
        return state.now
    if state.now is None or state.now.election_id != command.corrects:
        raise Refused("Only the election that was recorded last can be corrected.")
    return state.past[-1] if state.past else None


def _sound(command: ElectCommittee, asked: Asked, before: Composition | None) -> None:
    if command.elected_on > day_of(asked.at):
        raise Refused("An election is recorded once it was held.")
    if before is not None and command.elected_on <= before.elected_on:
        raise Refused(
            "The election before was on {day}. Enter a later day.", day=Day(before.elected_on)
        )
    if not command.members:
        raise Refused("Choose the members of the Committee.")
    if len({one.term_id for one in command.members}) < len(command.members):
        raise Refused("Choose each member once.")


def _member(one: Elected, command: ElectCommittee, state: Committee) -> Member:
    """A member is a mandate-holder on the day of the election."""
    held = state.terms.get(one.term_id)
    if held is None or held.mandate != one.mandate:
        raise Refused("Choose members among the mandate-holders.")
    if not held.starts_on <= command.elected_on <= held.last:
        raise Refused(
            "A member holds a mandate on the day of the election. This term is from {first} to "
            "{last}.",
            first=Day(held.starts_on),
            last=Day(held.last),
        )
    codes = tuple(dict.fromkeys(one.nationalities))
    if not codes or any(code not in states() for code in codes):
        raise Refused("Choose the nationalities of each member from the list.")
    return Member(
        term_id=one.term_id, mandate=one.mandate, holder_id=held.holder_id, nationalities=codes
    )


def _again(members: Sequence[Member], one: Member | None) -> Member | None:
    """Return as which member this one was elected again: a new term is the same person."""
    if one is None:
        return None
    for member in members:
        if member.term_id == one.term_id or (one.holder_id, member.mandate) == (
            member.holder_id or "",
            one.mandate,
        ):
            return member
    return None


def _chair(
    command: ElectCommittee,
    asked: Asked,
    state: Committee,
    before: Composition | None,
    members: Sequence[Member],
) -> str | None:
    """Return who goes on as the chair: after an Annual Meeting nobody, until one is designated."""
    if command.corrects and state.now:
        chair = state.now.chair(day_of(asked.at))
    elif command.kind == "seat" and before:
        chair = before.chair(command.elected_on)
    else:
        return None
    again = _again(members, chair)
    return again.term_id if again else None


def _outgoing(
    command: ElectCommittee,
    state: Committee,
    before: Composition | None,
    members: Sequence[Member],
) -> Member | None:
    """Return who stays as the outgoing chair, as long as they hold a mandate.

    The Annual Meeting elects another chair, and the one before stays. When a seat is filled in
    between, who stayed goes on.
    """
    if before is None:
        return None
    on = command.elected_on
    if command.kind == "seat":
        stays = before.outgoing if before.outgoing in before.serving(on) else None
    else:
        stays = before.chair(on)
    if stays is None or _again(members, stays) or stays.term_id not in state.terms:
        return None
    return stays if on <= state.until(stays) else None
