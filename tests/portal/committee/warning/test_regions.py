"""Letters by region and month: counted by Geneva's months, and told to who reads all of them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, insert

from portal.committee.warning.regions import by_month
from portal.letters.communications.tables import letters
from shared.core.roles import Role
from tests.portal.committee.warning.test_pages import committee
from tests.portal.stakeholders.test_pages import text
from tests.support.committee import Committee
from tests.support.portal import Pages

REGIONS = "/early-warning/regions"


def sent(conn: Connection, state: str, at: datetime | None) -> None:
    number = len(conn.execute(letters.select()).all())
    row = {"communication_id": f"{number:036}", "recipient": state, "type": "AL"}
    conn.execute(insert(letters), {**row, "transmitted_at": at})


@pytest.fixture
def portal(portal: Pages) -> Pages:
    Committee(portal.engine, portal.vault)
    return portal


def test_letters_count_in_the_month_of_geneva_and_in_the_group_of_their_state(
    portal: Pages,
) -> None:
    with portal.engine.begin() as conn:
        for state, at in (
            ("KEN", datetime(2026, 1, 31, 22, 59, tzinfo=UTC)),
            ("KEN", datetime(2026, 1, 31, 23, 30, tzinfo=UTC)),  # February in Geneva
            ("UGA", datetime(2026, 2, 28, 12, tzinfo=UTC)),
            ("NPL", datetime(2026, 2, 28, 12, tzinfo=UTC)),
            ("VAT", datetime(2026, 2, 28, 12, tzinfo=UTC)),  # in no regional group
            ("XXX", datetime(2026, 2, 28, 12, tzinfo=UTC)),
            ("KEN", datetime(2026, 3, 2, tzinfo=UTC)),  # the month is not over
            ("KEN", None),
        ):
            sent(conn, state, at)
        months, numbers = by_month(conn, date(2026, 3, 15))
    assert months == [date(2026, 1, 1), date(2026, 2, 1)]
    assert {group: list(some) for group, some in numbers.items() if any(some)} == {
        "AFR": [1, 2],
        "APG": [0, 1],
    }


def test_a_region_says_what_adds_up_and_who_may_not_count_has_no_page(portal: Pages) -> None:
    visitor = committee(portal)
    assert "The pictures appear when the first month" in text(visitor.get(REGIONS).text)
    this = portal.clock().replace(day=1, hour=12)
    with portal.engine.begin() as conn:
        for back in range(1, 30):
            month = (this - timedelta(days=30.4 * back)).replace(day=15)
            for _ in range(9 if back == 1 else 2):
                sent(conn, "KEN", month)
    page = visitor.get(REGIONS)
    said = text(page.text)
    assert "African States Above the usual" in said
    assert "More than usual adds up now: October 2026." in said
    assert said.count("Nothing adds up to more than usual.") == 2 * 4  # in a picture and below it
    assert "Letters by region and month" in text(visitor.get("/early-warning").text)
    both = portal.signed_in(
        Role.COORDINATION_COMMITTEE, Role.DESK_OFFICER, state_codes=frozenset({"KEN"})
    )
    assert both.get(REGIONS).status_code == 404
    assert "region and month" not in both.get("/early-warning").text
