"""Who else grades in the name of a mandate: an officer to whom its holder delegated it (FR5).

There is one stream for each mandate, which decisions about recommendations read (decision 0012).
Nobody but the holder delegates, so a delegate never does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias, assert_never

from services.followup import holding
from shared.contracts import followup_visit_reports as visit_reports
from shared.contracts.followup_grading import Fact, GradingDelegated, GradingDelegationEnded
from shared.contracts.followup_grading_commands import (
    Command,
    DelegateGrading,
    EndGradingDelegation,
)
from shared.contracts.followup_holding import HoldingHeard
from shared.contracts.followup_visit_reports import (
    VisitReportPassedOn,
    VisitReportPublished,
    VisitReportWithdrawn,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference import OTHER, mandates, recipients
from shared.reference.grading import LONGEST
from shared.reference.holding import Holding, in_office, ready
from shared.reference.mandate_holder import head_of

Read: TypeAlias = Fact | HoldingHeard
"""What a grade reads."""
Heard: TypeAlias = Read | visit_reports.Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegations:
    """Those of a mandate by id, and which were ended. ``holding``: who holds it.

    ``visit``: the mandate and the recommendations of the visit that a decision reads.
    """

    given: Mapping[str, GradingDelegated] = field(default_factory=dict)
    ended: frozenset[str] = frozenset()
    holding: Holding = field(default_factory=Holding)
    visit: tuple[str, tuple[str, ...]] = ("", ())

    def under(self, recommendation_id: str, addressee: str, asked: Asked) -> str | None:
        """Return the delegation under which this officer grades it now, if any."""
        return next(
            (
                one.delegation_id
                for one in self.given.values()
                if one.delegate_id == asked.by.actor_id
                and asked.by.has(Role.HUMAN_RIGHTS_OFFICER)
                and asked.by.serves(one.mandate)
                and _covers(one, recommendation_id, addressee)
                and self.stands(one, asked)
            ),
            None,
        )

    def stands(self, one: GradingDelegated, asked: Asked) -> bool:
        on = day_of(asked.at)
        return (
            one.delegation_id not in self.ended
            and on <= one.until
            and self.holding.held_by(one.delegated_by, on)
        )


def _covers(one: GradingDelegated, recommendation_id: str, addressee: str) -> bool:
    match one.scope:
        case "all":
            return True
        case "state":
            return addressee == one.state
        case "visit":
            return recommendation_id in one.recommendations
    assert_never(one.scope)


def decide(command: Command, asked: Asked, state: Delegations) -> Sequence[Fact]:
    head_of(command.mandate, asked)
    in_office(state.holding, asked)
    match command:
        case DelegateGrading():
            return _delegate(command, asked, state)
        case EndGradingDelegation():
            return _end(command, asked, state)
    assert_never(command)


def _delegate(command: DelegateGrading, asked: Asked, state: Delegations) -> Sequence[Fact]:
    """The service cannot see the officer's rights now: they are asked for at each grade."""
    ready(state.holding, asked)
    if command.delegation_id in state.given:
        return []
    if command.mandate not in mandates():
        raise Refused("Choose a mandate from the list.")
    if command.delegate_id == asked.by.actor_id:
        raise Refused("Choose an officer of the mandate.")
    today = day_of(asked.at)
    if not today <= command.until <= today + LONGEST:
        raise Refused("Choose a last day from today to 365 days from now.")
    _scoped(command, state)
    return [
        GradingDelegated(
            mandate=command.mandate,
            delegation_id=command.delegation_id,
            delegate_id=command.delegate_id,
            scope=command.scope,
            state=command.state,
            mission_id=command.mission_id,
            recommendations=state.visit[1] if command.scope == "visit" else (),
            until=command.until,
            delegated_by=asked.by.actor_id,
            delegated_at=asked.at,
        )
    ]


def _scoped(command: DelegateGrading, state: Delegations) -> None:
    """Require what the scope needs, and nothing else."""
    if (command.state is not None) != (command.scope == "state") or (
        command.mission_id is not None
    ) != (command.scope == "visit"):
        raise Refused("Choose the State or the visit where the scope needs one.")
    if command.scope == "state" and (command.state == OTHER or command.state not in recipients()):
        raise Refused("Choose the State from the list.")
    mandate, recommendations = state.visit
    if command.scope == "visit" and (mandate != command.mandate or not recommendations):
        raise Refused("Choose a visit of the mandate whose report is published.")


def _end(command: EndGradingDelegation, asked: Asked, state: Delegations) -> Sequence[Fact]:
    """Also of somebody whose term is over: it would stand again with another term of theirs."""
    one = state.given.get(command.delegation_id)
    if one is None:
        raise Refused("There is no such delegation.")
    if one.delegation_id in state.ended or day_of(asked.at) > one.until:
        return []
    return [
        GradingDelegationEnded(
            mandate=command.mandate,
            delegation_id=command.delegation_id,
            delegate_id=one.delegate_id,
            ended_by=asked.by.actor_id,
            ended_at=asked.at,
        )
    ]


def evolve(state: Delegations, event: Heard) -> Delegations:
    match event:
        case GradingDelegated():
            return replace(state, given={**state.given, event.delegation_id: event})
        case GradingDelegationEnded():
            return replace(state, ended=state.ended | {event.delegation_id})
        case HoldingHeard():
            return replace(state, holding=holding.evolve(state.holding, event))
        case VisitReportPublished():
            ids = tuple(each.item.recommendation_id for each in event.recommendations)
            return replace(state, visit=(event.mandate, ids))
        case VisitReportWithdrawn():
            return replace(state, visit=("", ()))
        case VisitReportPassedOn():
            return replace(state, visit=(event.to or "", state.visit[1]))
        case _:
            return state  # what else is said of a report


def streams(mandate: str) -> Sequence[str]:
    """Return the streams that a grade in the name of the mandate reads."""
    return [GRADING_DELEGATION.stream_of(mandate), holding.stream(mandate)]


def _consults(command: Command, _: Delegations) -> Sequence[str]:
    term = holding.stream(command.mandate)
    if isinstance(command, DelegateGrading) and command.mission_id is not None:
        return [term, f"visitreport-{command.mission_id}"]
    return [term]


GRADING_DELEGATION: Decider[Command, Heard, Delegations] = Decider(
    category="gradingdelegation",
    key=lambda command: command.mandate,
    initial=Delegations(),
    decide=decide,
    evolve=evolve,
    consults=_consults,
)
