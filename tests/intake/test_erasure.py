"""The store keeps the record of an erased person (R12 of procedure.md section 6.2)."""

from dataclasses import replace

import pytest

from services.intake.submission.decide import SUBMISSION
from shared.contracts.intake_commands import RecordErasure
from shared.contracts.intake_erasure import PersonErased
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.core.testing import AT, given
from tests.support.submissions import ID, received

RECORD = RecordErasure(
    submission_id=ID, erasure_id="e-1", what="submission", basis="safety", asked_by="family"
)
ERASED = PersonErased(
    submission_id=ID,
    erasure_id="e-1",
    what="submission",
    basis="safety",
    asked_by="family",
    erased_by="protection-1",
    erased_at=AT,
)
PROTECTION = Actor(actor_id="protection-1", roles=frozenset({Role.DATA_PROTECTION}))


def test_an_erasure_is_recorded_with_its_ground_and_who_asked() -> None:
    given(SUBMISSION, received()).when(RECORD, by=PROTECTION).then(ERASED)


def test_what_is_erased_is_erased_once_and_the_source_apart_from_its_submission() -> None:
    given(SUBMISSION, received(), ERASED).when(
        replace(RECORD, erasure_id="e-2"), by=PROTECTION
    ).then_nothing()
    given(SUBMISSION, received(), ERASED).when(replace(RECORD, what="source"), by=PROTECTION).then(
        replace(ERASED, what="source")
    )


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DATA_PROTECTION])
def test_nobody_else_records_it(role: Role) -> None:
    somebody = Actor(actor_id="someone", roles=frozenset({role}))
    given(SUBMISSION, received()).when(RECORD, by=somebody).then_forbidden()


def test_of_what_was_never_filed_nothing_is_erased() -> None:
    given(SUBMISSION).when(RECORD, by=PROTECTION).then_refused("no such")
