"""A mandate does it another way: said by its holder, with a reason, until it ends."""

from collections.abc import Sequence

from services.stakeholders.committee.sops.state import Sop
from shared.contracts.stakeholders_sop_commands import DeviateFromSop, EndSopDeviation
from shared.contracts.stakeholders_sops import Fact, SopDeviated, SopDeviationEnded
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused
from shared.core.geneva import day_of
from shared.core.roles import Role


def deviate(command: DeviateFromSop, asked: Asked, sop: Sop) -> Sequence[Fact]:
    _holds(command.mandate, asked)
    if command.mandate in sop.deviations:
        if sop.deviations[command.mandate] == command.from_on:
            return []
        raise Refused("This mandate does it another way already.")
    if not sop.adopted:
        raise Refused("No version of this procedure was adopted.")
    if command.from_on < day_of(asked.at):
        raise Refused("A deviation begins today or later.")
    return [
        SopDeviated(
            sop_id=command.sop_id,
            mandate=command.mandate,
            from_on=command.from_on,
            reason=command.reason,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def end_deviation(command: EndSopDeviation, asked: Asked, sop: Sop) -> Sequence[Fact]:
    _holds(command.mandate, asked)
    if command.mandate not in sop.deviations:
        return []
    return [
        SopDeviationEnded(
            sop_id=command.sop_id,
            mandate=command.mandate,
            from_on=sop.deviations[command.mandate],
            last=day_of(asked.at),
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def _holds(mandate: str, asked: Asked) -> None:
    if not (asked.by.has(Role.MANDATE_HOLDER) and asked.by.serves(mandate)):
        raise Forbidden("Only the holder of the mandate may say that it does it another way.")
