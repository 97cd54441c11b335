"""What a fact of an onboarding changes: in its term, and in its items."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, TypeAlias

from shared.contracts.stakeholders_onboarding import (
    OnboardingCompleted,
    OnboardingItemCompleted,
    OnboardingItemWaived,
    OnboardingStarted,
)

Changed: TypeAlias = Iterable[tuple[tuple[str, ...], Mapping[str, Any]]]
"""The key of a row, and the columns that change."""


def terms(fact: object) -> Changed:
    match fact:
        case OnboardingStarted() as f:
            yield (
                (f.term_id,),
                {
                    "mandate": f.mandate,
                    "holder_id": f.holder_id,
                    "starts_on": f.starts_on,
                    "started_at": f.started_at,
                },
            )
        case OnboardingCompleted() as f:
            yield (f.term_id,), {"ready_at": f.completed_at}
        case _:
            return


def items(fact: object) -> Changed:
    match fact:
        case OnboardingStarted() as f:
            for number, one in enumerate(f.kit):
                values = {
                    "number": number,
                    "owner": one.owner,
                    "bars": one.bars,
                    "due_on": f.starts_on + timedelta(days=one.due_days),
                }
                yield (f.term_id, one.key), values
        case OnboardingItemCompleted() as f:
            done = {"done_at": f.done_at, "done_by": f.done_by, "evidence": f.evidence}
            yield (f.term_id, f.item), done
        case OnboardingItemWaived() as f:
            yield (f.term_id, f.item), {"waived_at": f.waived_at, "reason": f.reason}
        case _:
            return
