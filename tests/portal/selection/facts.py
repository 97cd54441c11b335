"""Facts of a selection as they arrive from Kafka, and a database to apply them to."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from portal.selection.read_model import SELECTION
from shared.contracts.stakeholders import STAKEHOLDERS, Fact
from shared.core.message import derive_id
from shared.core.testing import AT
from shared.facts.kafka import Published
from shared.read_models.model import Applier
from tests.stakeholders.selection import (
    ESTABLISHED,
    REVIEWED,
    VACANCY_ID,
    adopted,
    all_opened,
    all_scored,
    all_submitted,
    applied,
    conflicted,
    files,
    scored,
    screened,
    sealed,
)

STORY: tuple[Fact, ...] = (
    *files("c-1", "c-2", "c-3"),
    applied("c-4", "anna"),
    screened("c-4", eligible=False, reason=sealed("a minister")),
    *all_scored("c-1", "c-2"),
    *all_submitted("c-1", "c-3"),
    scored("c-3", "chair", note=sealed("a note")),
    scored("c-3", "member"),
    conflicted("c-1", "member"),
    ESTABLISHED,
    REVIEWED,
    *all_opened("c-1", "c-3"),
    adopted("c-2", "c-1", "c-3"),
)


def told(facts: Sequence[Fact], first: int = 1) -> list[Published]:
    """The facts as published, at consecutive positions from ``first``."""
    return [_published(fact, position) for position, fact in enumerate(facts, first)]


def applied_to(engine: Engine, facts: Sequence[Fact]) -> None:
    """Apply the facts in one batch to fresh tables."""
    applier = Applier(engine, SELECTION)
    applier.prepare()
    applier.apply(told(facts))


def _published(fact: Any, position: int) -> Published:
    return Published(
        fact=fact,
        id=derive_id("fact", position),
        stream=f"vacancy-{VACANCY_ID}",
        position=position,
        recorded_at=AT,
        correlation_id=UUID(VACANCY_ID),
        actor="somebody",
        traceparent=None,
        topic=STAKEHOLDERS.topic,
        partition=0,
        offset=position,
    )
