"""Totals of the advisory procedure: whole years, bands, and only what was told (section D.5)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.committee.iap.totals import by_year
from shared.core.roles import Role
from shared.reference.iap import CATEGORIES
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import iap as said
from tests.support import committee as members
from tests.support.iap import Procedures
from tests.support.portal import Pages

PAGE = "/en/committee/public-advisory-procedures"
DAY = date(2026, 11, 24)
FEW = "Fewer than 4"


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, FEW),
        (1, FEW),
        (3, FEW),
        (4, "4 to 9"),
        (9, "4 to 9"),
        (10, "10 to 19"),
        (60, "50 or more"),
    ],
)
def test_a_number_is_its_band_and_nought_is_as_one(portal: Pages, count: int, words: str) -> None:
    first = [("referred", date(2024, 1, 1)) for _ in range(4)]
    some = [("systemic", date(2025, 3, 1)) for _ in range(count)]
    with portal.app.test_request_context():
        found = dict(by_year([*first, *some], DAY))
    assert list(found) == ["2025", "2024"], "a year without one is there, too"
    assert dict(zip(CATEGORIES, found["2025"], strict=True))["systemic"] == words


def test_no_row_tells_of_an_outcome_before_there_is_a_number(portal: Pages) -> None:
    few = [(category, date(2024, 3, 1)) for category in CATEGORIES for _ in range(3)]
    with portal.app.test_request_context():
        assert by_year(few, DAY) == by_year([], DAY) == []
        more = [("systemic", date(2025, 3, 1)) for _ in range(4)]
        assert by_year([*few, *more], DAY) == by_year(more, DAY)


def test_a_year_counts_once_it_is_over_by_the_day_in_geneva(portal: Pages) -> None:
    with portal.app.test_request_context():
        assert by_year([("systemic", date(2026, 1, 1))] * 9, DAY) == []
        assert by_year([], DAY) == []


def test_everybody_reads_what_was_told_and_nothing_of_what_was_not(portal: Pages) -> None:
    members.Committee(portal.engine, portal.vault)
    some = Procedures(portal.engine, portal.vault)
    last_year = datetime(2025, 12, 31, 22, tzinfo=UTC)
    assert "will appear here when" in text(portal.visitor().get(PAGE).text)
    for _ in range(4):
        one = some.upto(said.RECORDED)
        some.tell(said.TOLD, one, told_at=last_year)
    for number in range(8):
        one = some.received()
        if number % 2:
            some.tell(said.NOT_TAKEN_UP, one, refused_at=last_year)
        else:
            some.tell(said.WITHDRAWN, one, withdrawn_at=last_year)
    some.tell(said.TOLD, some.upto(said.RECORDED), told_at=last_year + timedelta(hours=2))
    visitors = (
        portal.visitor(),
        portal.signed_in(Role.CHIEF),
        portal.signed_in(Role.QUICK_RESPONSE_DESK),
    )
    for visitor in visitors:
        page = text(visitor.get(PAGE).text)
        assert page.count("4 to 9") == 1
        assert page.count(FEW) == len(CATEGORIES) - 1
        for words in ("Quib", "10 to 19", "wgad", "Arbitrary Detention"):
            assert words not in page
    assert "in numbers" in text(portal.visitor().get("/en/committee").text)
    assert "in numbers" in text(portal.signed_in(Role.CHIEF).get("/committee/procedures").text)
