"""A briefing for a treaty body: signed off by the desk officer of its State, then handed over.

Section G.3 and decision 0135. A signature is of the very lines that the page showed; it counts
while the register says the same, and nothing is handed over that changed since.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from shared.contracts.stakeholders_treaty_briefing_commands import (
    Command,
    HandOverTreatyBriefing,
    SignTreatyBriefing,
    UnsignTreatyBriefing,
)
from shared.contracts.stakeholders_treaty_briefings import (
    Fact,
    TreatyBriefingHandedOver,
    TreatyBriefingSigned,
    TreatyBriefingUnsigned,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused
from shared.core.roles import Role
from shared.core.said import Number
from shared.reference import states
from shared.reference.themes import BODIES, THEMES
from shared.reference.treaty_briefings import MOST_LINES, MOST_VERSIONS, hash_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    hash: str
    unsigned: bool = False
    handed_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """``state``: of which it is, once it was signed off."""

    state: str = ""
    versions: tuple[Version, ...] = ()


_OfVersion: TypeAlias = UnsignTreatyBriefing | HandOverTreatyBriefing


def decide(command: Command, asked: Asked, state: Briefing) -> Sequence[Fact]:
    if not (asked.by.has(Role.DESK_OFFICER) and command.state in asked.by.states):
        raise Forbidden("Only the desk officer of the State signs off a briefing on it.")
    if state.versions and state.state != command.state:
        raise Refused("This briefing is on another State.")
    if isinstance(command, SignTreatyBriefing):
        return _sign(command, asked, state)
    return _of_version(command, asked, state)


def evolve(state: Briefing, event: Fact) -> Briefing:
    match event:
        case TreatyBriefingSigned():
            new = Version(hash=event.hash)
            return Briefing(state=event.asked.state, versions=(*state.versions, new))
        case TreatyBriefingUnsigned():
            return _with(state, event.version, replace(_at(state, event.version), unsigned=True))
        case TreatyBriefingHandedOver():
            after = replace(_at(state, event.version), handed_over=True)
            return _with(state, event.version, after)
    assert_never(event)


def _sign(command: SignTreatyBriefing, asked: Asked, state: Briefing) -> Sequence[Fact]:
    of = command.asked
    if of.state != command.state or of.state not in states():
        raise Refused("Choose a State from the list.")
    body = BODIES.get(of.body)
    if body is None or of.stage not in body.cut_off or not set(of.themes) <= set(THEMES):
        raise Refused("Choose the treaty body, the stage and the themes from the list.")
    if len(command.lines) > MOST_LINES:
        raise Refused(
            "A briefing that is signed off has at most {most} lines. Choose fewer years.",
            most=Number(MOST_LINES),
        )
    hash_ = hash_of([(one.key, one.hash) for one in command.lines], command.numbers)
    last = state.versions[-1] if state.versions else None
    if last and last.hash == hash_ and not last.unsigned:
        return []
    if command.shown != hash_:
        raise Refused("The briefing is not as your page showed it any more. Read it again.")
    if command.version != len(state.versions) + 1:
        raise Refused("Somebody signed it off since you opened this page. Read it again.")
    if command.version > MOST_VERSIONS:
        raise Refused("A briefing is signed off {most} times at most.", most=Number(MOST_VERSIONS))
    return [
        TreatyBriefingSigned(
            briefing_id=command.briefing_id,
            version=command.version,
            asked=of,
            lines=command.lines,
            numbers=command.numbers,
            hash=hash_,
            signed_by=asked.by.actor_id,
            signed_at=asked.at,
        )
    ]


def _of_version(command: _OfVersion, asked: Asked, state: Briefing) -> Sequence[Fact]:
    if not state.versions:
        raise Refused("This briefing is not signed off.")
    if command.version != len(state.versions):
        raise Refused("Another version was signed off since. Look at it first.")
    last = state.versions[-1]
    match command:
        case UnsignTreatyBriefing():
            if last.unsigned:
                return []
            if last.handed_over:
                raise Refused("It was handed over. It is not taken back any more.")
            return [
                TreatyBriefingUnsigned(
                    briefing_id=command.briefing_id,
                    version=command.version,
                    unsigned_by=asked.by.actor_id,
                    unsigned_at=asked.at,
                )
            ]
        case HandOverTreatyBriefing():
            return _hand_over(command, asked, last)
    assert_never(command)


def _hand_over(command: HandOverTreatyBriefing, asked: Asked, last: Version) -> Sequence[Fact]:
    if last.handed_over:
        return []
    if last.unsigned:
        raise Refused("This briefing is not signed off.")
    if command.hash != last.hash:
        raise Refused("It changed since it was signed off. Sign it off again first.")
    return [
        TreatyBriefingHandedOver(
            briefing_id=command.briefing_id,
            version=command.version,
            handed_by=asked.by.actor_id,
            handed_at=asked.at,
        )
    ]


def _at(state: Briefing, version: int) -> Version:
    return state.versions[version - 1]


def _with(state: Briefing, version: int, after: Version) -> Briefing:
    versions = (*state.versions[: version - 1], after, *state.versions[version:])
    return replace(state, versions=versions)


TREATY_BRIEFING: Decider[Command, Fact, Briefing] = Decider(
    category="treatybriefing",
    key=lambda command: command.briefing_id,
    initial=Briefing(),
    decide=decide,
    evolve=evolve,
)
