"""A day passes for procedures: a version is in force, and the one before is superseded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.stakeholders.committee.sops.state import Sop, State
from shared.contracts.stakeholders_sops import Fact, SopInForce, SopSuperseded
from shared.core.actor import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class PassSopDay:
    """Only this service's own clock sends it. ``on``: today."""

    on: date


def passed(command: PassSopDay, asked: Asked, state: State) -> Sequence[Fact]:
    """Say of each version, once, that its first day began."""
    return [
        fact for sop_id, sop in state.sops.items() for fact in _of(sop_id, sop, command.on, asked)
    ]


def _of(sop_id: str, sop: Sop, on: date, asked: Asked) -> Iterator[Fact]:
    before = None
    for one in sop.adopted:
        if one.in_force_on <= on and one.version not in sop.told:
            if before is not None:
                yield SopSuperseded(
                    sop_id=sop_id,
                    version=before.version,
                    by=one.version,
                    last=one.in_force_on - timedelta(days=1),
                    told_at=asked.at,
                )
            yield SopInForce(
                sop_id=sop_id, version=one.version, since=one.in_force_on, told_at=asked.at
            )
        before = one
