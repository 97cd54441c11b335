"""Numbers from before the platform: series go on after them; references and addresses."""

from dataclasses import replace

from services.approvals.history import HISTORY
from services.approvals.policies import react
from services.approvals.reference import REFERENCE, AllotReference, NotePastNumber
from shared.contracts.approvals import ReferenceAssigned
from shared.contracts.approvals_history import (
    PastNumberNoted,
)
from shared.core.actor import system
from shared.core.testing import AT, given
from shared.reference.history import (
    is_document,
    numbered,
)
from tests.approvals.past import BEGIN, BEGUN, DESK, NOW, OLD, UNDONE


def test_a_series_goes_on_after_the_numbers_of_an_import_until_it_is_undone() -> None:
    (note,), (back,) = react(BEGUN), react(UNDONE)
    assert isinstance(back, NotePastNumber)
    assert note == NotePastNumber(import_id="i-1", recipient="GBR", year=AT.year, number=7)
    policy, allot = (
        system("approvals"),
        AllotReference(communication_id="c-1", recipient="GBR", year=AT.year),
    )

    def noted(number: int, last: int = 0) -> PastNumberNoted:
        return PastNumberNoted(
            import_id="i-1", recipient="GBR", year=AT.year, number=number, last=last, noted_at=AT
        )

    def given_number(number: int, letter: str = "c-1") -> ReferenceAssigned:
        return ReferenceAssigned(
            recipient="GBR",
            year=AT.year,
            number=number,
            communication_id=letter,
            assigned_at=AT,
        )

    given(REFERENCE).when(note, by=policy).then(noted(7))
    given(REFERENCE, noted(7)).when(note, by=policy).then_nothing()
    given(REFERENCE, noted(7)).when(allot, by=policy).then(given_number(8))
    given(REFERENCE, noted(7)).when(back, by=policy).then(noted(0))
    given(REFERENCE, noted(7), noted(0)).when(allot, by=policy).then(given_number(1))
    live = given_number(9, "c-9")
    given(REFERENCE, live).when(note, by=policy).then(noted(7, last=9))
    given(REFERENCE, live, noted(7)).when(allot, by=policy).then(given_number(10))
    assert REFERENCE.stream(note) == REFERENCE.stream(allot)


def test_only_series_that_still_get_numbers_go_on() -> None:
    """An order of December may be numbered in January; a year that is to come is not believed."""
    before, after = (replace(NOW, year=AT.year + more) for more in (-1, 1))
    begin = replace(BEGIN, numbers=(OLD, before, NOW, after))
    given(HISTORY).when(begin, by=DESK).then(replace(BEGUN, numbers=(before, NOW)))


def test_references_and_addresses() -> None:
    assert numbered("JUA YUG 3/1998") == ("YUG", 1998, 3)
    assert numbered("G/SO 217/1") is None
    assert is_document("https://spcommreports.ohchr.org/x?id=1")
    for wrong in (
        "http://un.org/",
        "https://un.org.example.com/",
        "https://a@un.org/",
        "https://un.org:80x/",
        "https://[/",
        "https://[un.org/",
        "https://documents.un.org/a\0b",
        "https://evil.com\\.un.org/x",
        "https://evil.com/ .un.org",
        "https://\u0435vil.un.org/",
        "https://un.org/\n",
        "https://un.org/" + "x" * 300,
    ):
        assert not is_document(wrong)
