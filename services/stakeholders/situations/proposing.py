"""Proposing a situation for the watch-list: K3 of section D.3."""

from collections.abc import Sequence

from services.stakeholders.situations.state import State
from services.stakeholders.situations.whose import not_concerned
from shared.contracts.stakeholders_situation_commands import ProposeSituation
from shared.contracts.stakeholders_situations import Fact, SituationProposed
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.roles import Role
from shared.core.said import Number
from shared.reference import mandates, states
from shared.reference.situations import INDICATORS, MOST_MANDATES


def propose(command: ProposeSituation, asked: Asked, state: State) -> Sequence[Fact]:
    desk = asked.by.has(Role.DESK_OFFICER) and command.state in asked.by.states
    if not desk or asked.by.has(Role.COORDINATION_COMMITTEE):
        not_concerned(asked, state.committee, command.state, command.mandates)
    if state.situation is not None:
        if state.situation.proposed.proposed_by == asked.by.actor_id:
            return []
        raise Refused("This situation is proposed already.")
    _sound(command)
    if command.reprisals and not asked.by.has(Role.COORDINATION_COMMITTEE):
        raise Refused("What rests on reprisals is proposed by the Committee.")
    return [
        SituationProposed(
            situation_id=command.situation_id,
            state=command.state,
            mandates=tuple(dict.fromkeys(command.mandates)),
            codes=tuple(dict.fromkeys(command.codes)),
            level=command.level,
            reprisals=command.reprisals,
            reason=command.reason,
            alert_id=command.alert_id,
            proposed_by=asked.by.actor_id,
            proposed_at=asked.at,
        )
    ]


def _sound(command: ProposeSituation) -> None:
    if command.state not in states():
        raise Refused("Choose a State from the list.")
    if len(command.mandates) > MOST_MANDATES:
        raise Refused("Choose at most {most} mandates.", most=Number(MOST_MANDATES))
    if any(one not in mandates() for one in command.mandates):
        raise Refused("Choose mandates from the list.")
    if not command.codes or any(one not in INDICATORS for one in command.codes):
        raise Refused("Choose at least one indicator from the list.")
