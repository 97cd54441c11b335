"""What the service asks of itself."""

from services.approvals.commands import CompleteTransmission
from services.approvals.policies import react
from services.approvals.reference import AllotReference
from shared.contracts.approvals import (
    ApprovalVoided,
    ReferenceAssigned,
    TransmissionOrdered,
)
from shared.testing import AT


def test_an_ordered_letter_gets_its_number() -> None:
    ordered = TransmissionOrdered(
        communication_id="c-1", recipient="GBR", year=2026, ordered_by="chief", ordered_at=AT
    )
    assert react(ordered) == [AllotReference(communication_id="c-1", recipient="GBR", year=2026)]


def test_a_letter_with_its_number_goes() -> None:
    assigned = ReferenceAssigned(
        recipient="GBR", year=2026, number=3, communication_id="c-1", assigned_at=AT
    )
    assert react(assigned) == [CompleteTransmission(communication_id="c-1", number=3, year=2026)]


def test_other_facts_are_none_of_its_business() -> None:
    assert react(ApprovalVoided(communication_id="c-1", mandate="m", version=1, voided_at=AT)) == []
