"""That a text was erased stays in the store (R12 of domain.md section 6.2)."""

from dataclasses import replace
from typing import get_args

import pytest

from services.followup.erasure import ERASURE, RecordErasure
from services.followup.events import CATEGORIES
from shared.actor import Actor
from shared.contracts.followup_erasure import CaseTextErased, What
from shared.roles import Role
from shared.testing import AT, given

RECORD = RecordErasure(
    what="replycase", item_id="i-1", erasure_id="e-1", basis="safety", asked_by="family"
)
ERASED = CaseTextErased(
    what="replycase",
    item_id="i-1",
    erasure_id="e-1",
    basis="safety",
    asked_by="family",
    erased_by="protection-1",
    erased_at=AT,
)
PROTECTION = Actor(actor_id="protection-1", roles=frozenset({Role.DATA_PROTECTION}))


@pytest.mark.parametrize("what", get_args(What))
def test_an_erasure_is_recorded_once_with_its_ground_and_who_asked(what: What) -> None:
    record, erased = replace(RECORD, what=what), replace(ERASED, what=what)
    given(ERASURE).when(record, by=PROTECTION).then(erased)
    given(ERASURE, erased).when(replace(record, erasure_id="e-2"), by=PROTECTION).then_nothing()


def test_each_text_has_a_stream_of_its_own_in_a_category_of_this_service() -> None:
    streams = {ERASURE.stream(replace(RECORD, what=what)) for what in get_args(What)}
    assert len(streams) == 3
    assert {one.partition("-")[0] for one in streams} <= set(CATEGORIES)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DATA_PROTECTION])
def test_nobody_else_records_it(role: Role) -> None:
    somebody = Actor(actor_id="someone", roles=frozenset({role}))
    given(ERASURE).when(RECORD, by=somebody).then_forbidden()
