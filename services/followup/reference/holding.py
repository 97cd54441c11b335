"""Which recommendations rest on an import: it is undone until something refers to it (F.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.contracts.followup_reference import ReferenceTextFreed, ReferenceTextHeld
from shared.core.actor import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldReferenceText:
    """Only this service's own policy sends it. ``batch_id``: None once it was let go."""

    recommendation_id: str
    batch_id: str | None


def hold(
    command: HoldReferenceText, asked: Asked, held: Mapping[str, str]
) -> Sequence[ReferenceTextHeld | ReferenceTextFreed]:
    """Note it, also of an import that was undone meanwhile: the recommendation has its text."""
    this, before = command.recommendation_id, held.get(command.recommendation_id)
    if before == command.batch_id:
        return []
    told: list[ReferenceTextHeld | ReferenceTextFreed] = []
    if before is not None:
        told.append(ReferenceTextFreed(batch_id=before, recommendation_id=this, freed_at=asked.at))
    if command.batch_id is not None:
        told.append(
            ReferenceTextHeld(batch_id=command.batch_id, recommendation_id=this, held_at=asked.at)
        )
    return told
