"""The rule of a series: its versions, each adopted after a back-test. K5 and SD11 of section D."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias, assert_never

from services.stakeholders.alerts.members import of_committee
from services.stakeholders.committee.members import state as members
from services.stakeholders.committee.members.decide import STREAM
from services.stakeholders.committee.members.state import Committee
from shared.contracts import stakeholders_committee, stakeholders_terms
from shared.contracts.stakeholders_alert_commands import (
    AdoptAlertRule,
    OfRule,
    SuspendAlertRule,
)
from shared.contracts.stakeholders_alerts import AlertRuleAdopted, AlertRuleSuspended
from shared.contracts.stakeholders_alerts import OfRule as Fact
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused
from shared.reference.early_warning import FLOORS, LEAST, QUIETS, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """``settings``: None before the first version, and while the rule is suspended."""

    version: int = 0
    settings: Settings | None = None
    committee: Committee = field(default_factory=Committee)


Heard: TypeAlias = Fact | stakeholders_committee.Fact | stakeholders_terms.Fact


def decide(command: OfRule, asked: Asked, state: Rule) -> Sequence[Fact]:
    of_committee(asked, state.committee)
    match command:
        case AdoptAlertRule():
            return _adopt(command, asked, state)
        case SuspendAlertRule():
            return _suspend(command, asked, state)
    assert_never(command)


def _adopt(command: AdoptAlertRule, asked: Asked, state: Rule) -> Sequence[Fact]:
    new = Settings(floor=command.floor, least=command.least, quiet=command.quiet)
    if new.floor not in FLOORS or new.least not in LEAST or new.quiet not in QUIETS:
        raise Refused("Choose the settings of the rule from the lists.")
    _shown(command.version - 1, state)
    if new == state.settings:
        raise Refused("The rule is set so already.")
    return [
        AlertRuleAdopted(
            rule=command.rule,
            version=command.version,
            floor=command.floor,
            least=command.least,
            quiet=command.quiet,
            reason=command.reason,
            tested=command.tested,
            adopted_by=asked.by.actor_id,
            adopted_at=asked.at,
        )
    ]


def _suspend(command: SuspendAlertRule, asked: Asked, state: Rule) -> Sequence[Fact]:
    _shown(command.version, state)
    if state.settings is None:
        return []
    return [
        AlertRuleSuspended(
            rule=command.rule,
            version=command.version,
            suspended_by=asked.by.actor_id,
            suspended_at=asked.at,
        )
    ]


def _shown(version: int, state: Rule) -> None:
    if version != state.version:
        raise Refused("The rule has changed. Look at it again.")


def after(state: Rule, event: Fact) -> Rule:
    match event:
        case AlertRuleAdopted():
            now = Settings(floor=event.floor, least=event.least, quiet=event.quiet)
            return replace(state, version=event.version, settings=now)
        case AlertRuleSuspended():
            return replace(state, settings=None)
    assert_never(event)


def evolve(state: Rule, event: Heard) -> Rule:
    if isinstance(event, Fact):
        return after(state, event)
    return replace(state, committee=members.evolve(state.committee, event))


ALERT_RULE: Decider[OfRule, Heard, Rule] = Decider(
    category="alertrule",
    key=lambda command: command.rule,
    initial=Rule(),
    decide=decide,
    evolve=evolve,
    consults=lambda _, __: [STREAM],
)
