"""A service's store keeps the record of an erased text (R12 of procedure.md section 6.2)."""

from collections.abc import Callable
from typing import Any, get_args

import pytest

from services.approvals import erasure as of_approvals
from services.approvals.app import APPROVALS_SERVICE as APPROVALS
from services.followup import erasure as of_followup
from services.followup.app import FOLLOWUP_SERVICE as FOLLOWUP
from services.stakeholders import erasure as of_stakeholders
from services.stakeholders.app import STAKEHOLDERS_SERVICE as STAKEHOLDERS
from shared.contracts import (
    approvals_commands,
    approvals_erasure,
    followup_commands,
    followup_erasure,
    stakeholders_commands,
    stakeholders_erasure,
)
from shared.core.actor import Actor
from shared.core.decider import Decider
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.hosting.service import Service

_Case = tuple[Decider[Any, Any, Any], Callable[..., Any], Callable[..., Any], Any, Service]
CASES: list[_Case] = [
    (
        of_approvals.ERASURE,
        approvals_commands.RecordErasure,
        approvals_erasure.LetterTextErased,
        approvals_erasure.What,
        APPROVALS,
    ),
    (
        of_followup.ERASURE,
        followup_commands.RecordErasure,
        followup_erasure.CaseTextErased,
        followup_erasure.What,
        FOLLOWUP,
    ),
    (
        of_stakeholders.ERASURE,
        stakeholders_commands.RecordErasure,
        stakeholders_erasure.CandidateErased,
        stakeholders_erasure.What,
        STAKEHOLDERS,
    ),
]
TEXTS = [
    pytest.param(decider, record, fact, what, id=what)
    for decider, record, fact, whats, _ in CASES
    for what in get_args(whats)
]
SAID = {"item_id": "i-1", "basis": "safety", "asked_by": "family"}
PROTECTION = Actor(actor_id="protection-1", roles=frozenset({Role.DATA_PROTECTION}))


@pytest.mark.parametrize(("decider", "record", "fact", "what"), TEXTS)
def test_an_erasure_is_recorded_once_with_its_ground_and_who_asked(
    decider: Decider[Any, Any, Any],
    record: Callable[..., Any],
    fact: Callable[..., Any],
    what: str,
) -> None:
    erased = fact(**SAID, what=what, erasure_id="e-1", erased_by="protection-1", erased_at=AT)
    first, again = (record(**SAID, what=what, erasure_id=one) for one in ("e-1", "e-2"))
    given(decider).when(first, by=PROTECTION).then(erased)
    given(decider, erased).when(again, by=PROTECTION).then_nothing()


def test_each_text_has_a_stream_of_its_own_in_a_category_of_its_service() -> None:
    for decider, record, _, whats, service in CASES:
        texts = get_args(whats)
        streams = {decider.stream(record(**SAID, what=what, erasure_id="e-1")) for what in texts}
        assert len(streams) == len(texts)
        assert {one.partition("-")[0] for one in streams} <= set(service.categories)


@pytest.mark.parametrize(("decider", "record", "fact", "what"), TEXTS)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DATA_PROTECTION])
def test_nobody_else_records_it(
    decider: Decider[Any, Any, Any],
    record: Callable[..., Any],
    fact: Callable[..., Any],
    what: str,
    role: Role,
) -> None:
    somebody = Actor(actor_id="someone", roles=frozenset({role}))
    command = record(**SAID, what=what, erasure_id="e-1")
    given(decider).when(command, by=somebody).then_forbidden()
