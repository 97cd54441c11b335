"""Dormancy: an entry that nobody confirmed for 24 months (O7), told 60, 30 and 7 days before."""

from collections.abc import Sequence
from typing import assert_never

from services.stakeholders.organisation.state import Organisation, Stage
from services.stakeholders.organisation.whose import own
from shared.contracts.stakeholders_dormancy import (
    Fact,
    OrganisationDataConfirmed,
    OrganisationDormancyNoticed,
    OrganisationDormant,
)
from shared.contracts.stakeholders_dormancy_commands import (
    Command,
    ConfirmOrganisationData,
    PassOrganisationDay,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused
from shared.core.geneva import day_of
from shared.reference.organisations import EXPIRY_NOTICES, REGISTER_CLOCK, longest


def decide(command: Command, asked: Asked, state: Organisation) -> Sequence[Fact]:
    match command:
        case ConfirmOrganisationData():
            return _confirm(command, asked, state)
        case PassOrganisationDay():
            return _pass_day(command, asked, state)
    assert_never(command)


def _confirm(command: ConfirmOrganisationData, asked: Asked, state: Organisation) -> Sequence[Fact]:
    """Once a day is enough."""
    no = "Only its own focal point may confirm an entry."
    own(asked, command.organisation_id, state, no=no)
    if state.stage is not Stage.CONFIRMED:
        raise Refused("This organisation is not in the register.")
    if not state.dormant and state.confirmed_on == day_of(asked.at):
        return []
    return [
        OrganisationDataConfirmed(
            organisation_id=command.organisation_id,
            confirmed_by=asked.by.actor_id,
            confirmed_at=asked.at,
        )
    ]


def _told(state: Organisation, asked: Asked) -> bool:
    """Whether it was told a week ago or more: also where no clock ran for long."""
    last = state.warned_on
    return last is not None and (day_of(asked.at) - last).days >= min(EXPIRY_NOTICES)


def _pass_day(command: PassOrganisationDay, asked: Asked, state: Organisation) -> Sequence[Fact]:
    if asked.by != REGISTER_CLOCK:
        raise Forbidden("Only the clock of the register lets a day pass.")
    if state.stage is not Stage.CONFIRMED or state.dormant or state.confirmed_on is None:
        return []
    left = (longest(state.confirmed_on) - day_of(asked.at)).days
    if left < 0 and _told(state, asked):
        return [OrganisationDormant(organisation_id=command.organisation_id, dormant_at=asked.at)]
    due = min((days for days in EXPIRY_NOTICES if left <= days), default=None)
    if due is None or due in state.warned:
        return []
    return [
        OrganisationDormancyNoticed(
            organisation_id=command.organisation_id, days=due, noticed_at=asked.at
        )
    ]
