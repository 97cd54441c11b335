"""The sources of a visit are told what comes next, and whom to call if threatened (M14).

Beside the stream of its mission it has one of its own, which nobody reads but those who tell and
those who are told. A policy takes the step on the mission.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final, TypeAlias, TypedDict, assert_never

from services.followup import holding
from services.followup.mission import admission
from services.followup.mission import state as missions
from services.followup.mission.admission import Partner, open_to
from services.followup.mission.state import Mission, Step, works
from shared.contracts.followup_missions import MissionStepTaken
from shared.contracts.followup_partners import Fact as OfPartner
from shared.contracts.followup_partners import OnPartner
from shared.contracts.followup_telling_commands import Command, KeepSourcesDraft, TellSources
from shared.contracts.followup_tellings import Fact, SourcesDraftKept, SourcesTold
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference import LANGUAGES
from shared.reference.holding import in_office
from shared.reference.tellings import MOST_DRAFTS, MOST_PARTNERS, MOST_TELLINGS

Heard: TypeAlias = Fact | OfPartner | missions.Heard
_OVER: Final = frozenset({"ended", "completed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSourcesTold:
    """Only this service's own policy sends it."""

    mission_id: str
    number: int
    by_id: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """``number``: of the last telling, 0 before. ``drafts``: kept since then.

    ``partners`` and ``mission`` belong to other streams, and are there while a decision reads them.
    """

    number: int = 0
    drafts: int = 0
    steps: int = 0
    partners: Mapping[str, Partner] = field(default_factory=dict)
    mission: Mission = field(default_factory=Mission)


def on_followup(fact: object) -> Sequence[MarkSourcesTold]:
    """Take the step, unless people who were met are still to be told by other means."""
    if not isinstance(fact, SourcesTold) or fact.met == "open":
        return []
    return [
        MarkSourcesTold(
            mission_id=fact.mission_id,
            number=fact.number,
            by_id=fact.done_by,
            on=day_of(fact.done_at),
        )
    ]


def mark(command: MarkSourcesTold, asked: Asked, state: Mission) -> Sequence[MissionStepTaken]:
    """It is taken once: a further telling, or one after the office logged it, changes nothing."""
    if state.phase not in _OVER or "sources_told" in state.done:
        return []
    step = Step(
        mission_id=command.mission_id,
        mandate=state.mandate,
        state=state.state,
        step=state.steps + 1,
        done_by=command.by_id,
        done_at=asked.at,
    )
    note_id = str(derive_id("mission note of a telling", command.mission_id, command.number))
    return [
        MissionStepTaken(
            **step,
            what="sources_told",
            phase=state.phase,
            on=command.on,
            note_id=note_id,
            note=None,
        )
    ]


def evolve(state: Telling, event: Heard) -> Telling:
    match event:
        case SourcesDraftKept():
            return replace(state, drafts=state.drafts + 1, steps=event.step)
        case SourcesTold():
            return replace(state, number=event.number, drafts=0, steps=event.step)
        case OnPartner():
            before = state.partners.get(event.partner_id, Partner())
            known = {**state.partners, event.partner_id: admission.evolve(before, event)}
            return replace(state, partners=known)
        case _:
            return replace(state, mission=missions.evolve(state.mission, event))


def decide(command: Command, asked: Asked, state: Telling) -> Sequence[Fact]:
    _leads(command, asked, state.mission)
    if state.mission.phase not in _OVER:
        raise Refused("The sources are told once the visit ended.")
    if command.seen != state.steps:
        raise Refused("What the sources are told has changed. Look at it again.")
    if state.number >= MOST_TELLINGS:
        raise Refused("The sources were told as often as they can be.")
    match command:
        case KeepSourcesDraft():
            if state.drafts >= MOST_DRAFTS:
                raise Refused("The draft was kept as often as it can be. Tell the sources.")
            return [SourcesDraftKept(**_step(command, asked, state), draft=command.draft)]
        case TellSources():
            return [_told(command, asked, state)]
    assert_never(command)


def _told(command: TellSources, asked: Asked, state: Telling) -> SourcesTold:
    if state.number and command.reason is None:
        raise Refused("The sources were told before. Say why they are told again.")
    if not state.number and command.reason is not None:
        raise Refused("The sources were not told yet: nothing is told again.")
    languages = [one.language for one in command.texts]
    if not languages or len(set(languages)) != len(languages) or not set(languages) <= {*LANGUAGES}:
        raise Refused("Write to the sources in at least one language, once in each.")
    if len(command.partners) > MOST_PARTNERS:
        raise Refused("That is more partners than are told at once.")
    for one in command.partners:
        partner = replace(state.partners.get(one, Partner()), mission=state.mission)
        if not open_to(partner, command.mission_id, asked.at):
            raise Refused("The partners of the mission have changed. Look at them again.")
    return SourcesTold(
        **_step(command, asked, state),
        number=state.number + 1,
        texts=command.texts,
        partners=tuple(sorted(set(command.partners))),
        met=command.met,
        reason=command.reason,
    )


def _leads(command: Command, asked: Asked, mission: Mission) -> None:
    """Let through who works for the mandate that leads: contributions are its own alone."""
    works(command.mandate, asked, mission)
    if command.mandate != mission.mandate:
        raise Forbidden("The mandate that leads the joint visit tells its sources.")
    if not asked.by.has(Role.HUMAN_RIGHTS_OFFICER):
        in_office(mission.holding, asked)


class _Step(TypedDict):
    """What every fact of a telling says."""

    mission_id: str
    mandate: str
    state: str
    step: int
    done_by: str
    done_at: datetime


def _step(command: Command, asked: Asked, state: Telling) -> _Step:
    return _Step(
        mission_id=command.mission_id,
        mandate=state.mission.mandate,
        state=state.mission.state,
        step=state.steps + 1,
        done_by=asked.by.actor_id,
        done_at=asked.at,
    )


def _others(command: Command, _: Telling) -> Sequence[str]:
    """Return the streams that a decision reads: the mission, the holding, and who is told."""
    some = [f"mission-{command.mission_id}", holding.stream(command.mandate)]
    if isinstance(command, TellSources):
        some += [f"missionpartner-{one}" for one in command.partners[:MOST_PARTNERS]]
    return some


TELLING: Decider[Command, Heard, Telling] = Decider(
    category="missionsources",
    key=lambda command: command.mission_id,
    initial=Telling(),
    decide=decide,
    evolve=evolve,
    consults=_others,
)
