"""The commands that approvals issues in response to events."""

from services.approvals.communication.commands import (
    BlockTransmission,
    CompleteTransmission,
    UnblockTransmission,
)
from services.approvals.policies import react
from services.approvals.reference import AllotReference
from shared.contracts.approvals import (
    ApprovalVoided,
    ReferenceAssigned,
    TransmissionOrdered,
)
from shared.contracts.intake import ConsentGranted, ConsentWithdrawn
from shared.core.testing import AT


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


def test_withdrawn_consent_stops_every_letter_that_rests_on_the_submission() -> None:
    withdrawn = ConsentWithdrawn(
        submission_id="s-1",
        scope="act",
        communication_ids=("c-1", "c-2"),
        withdrawn_by="ngo-1",
        withdrawn_at=AT,
    )
    assert react(withdrawn) == [
        BlockTransmission(communication_id="c-1", submission_id="s-1"),
        BlockTransmission(communication_id="c-2", submission_id="s-1"),
    ]


def test_consent_given_again_lets_them_go_on() -> None:
    granted = ConsentGranted(
        submission_id="s-1",
        scope="act",
        communication_ids=("c-1", "c-2"),
        granted_by="ngo-1",
        granted_at=AT,
    )
    assert react(granted) == [
        UnblockTransmission(communication_id="c-1", submission_id="s-1"),
        UnblockTransmission(communication_id="c-2", submission_id="s-1"),
    ]


def test_other_facts_are_none_of_its_business() -> None:
    assert react(ApprovalVoided(communication_id="c-1", mandate="m", version=1, voided_at=AT)) == []
