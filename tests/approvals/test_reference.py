"""The register of reference numbers."""

from services.approvals.reference import REFERENCE, AllotReference
from shared.contracts.approvals import ReferenceAssigned, TransmissionOrdered
from shared.core.actor import system
from shared.core.testing import AT, given

POLICY = system("approvals")
ALLOT = AllotReference(communication_id="c-1", recipient="GBR", year=2026)


def assigned(communication_id: str, number: int) -> ReferenceAssigned:
    return ReferenceAssigned(
        recipient="GBR",
        year=2026,
        number=number,
        communication_id=communication_id,
        assigned_at=AT,
    )


def test_a_series_begins_with_one() -> None:
    given(REFERENCE).when(ALLOT, by=POLICY).then(assigned("c-1", 1))


def test_the_next_number_is_one_more() -> None:
    given(REFERENCE, assigned("c-8", 1), assigned("c-9", 2)).when(ALLOT, by=POLICY).then(
        assigned("c-1", 3)
    )


def test_a_letter_gets_one_number() -> None:
    given(REFERENCE, assigned("c-1", 1), assigned("c-9", 2)).when(ALLOT, by=POLICY).then_nothing()


def test_what_is_no_number_leaves_the_register_as_it_is() -> None:
    ordered = TransmissionOrdered(
        communication_id="c-1", recipient="GBR", year=2026, ordered_by="chief", ordered_at=AT
    )
    given(REFERENCE, ordered).when(ALLOT, by=POLICY).then(assigned("c-1", 1))


def test_every_recipient_and_year_has_a_series_of_its_own() -> None:
    assert REFERENCE.stream(ALLOT) == "reference-GBR-2026"
