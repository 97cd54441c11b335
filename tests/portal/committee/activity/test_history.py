"""The days before: filters, numbers, pages, what is new, and saved views."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import url_for

from portal.committee.activity import hub, kept
from portal.committee.activity.lines import Line
from portal.committee.activity.read_model import SIZE
from portal.committee.activity.showing import LETTER
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.committee.activity.told import keep
from tests.support.portal import Pages, Visitor

PAGE, DAY = "/activity/", "/activity/day"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
REFERENCE = "AL KEN 1/2026"


def lines(number: int, at: datetime = NOON, *, first: int = 1, **changed: Any) -> Sequence[Line]:
    """Return lines a second apart, the oldest first."""
    given = {"kind": "communication-approved", "mandates": ("sr-torture",), **changed}
    return [
        Line(position=first + one, at=at + timedelta(seconds=one), **given) for one in range(number)
    ]


@pytest.fixture
def reader(portal: Pages) -> Visitor:
    return portal.signed_in(Role.COORDINATION_COMMITTEE)


def shown(page: str) -> int:
    return page.count('class="feed__line"') + page.count("feed__line--missed")


def test_nothing_is_given_up_however_far_back_one_reads(portal: Pages, reader: Visitor) -> None:
    """More lines than a hub keeps for those who follow, page by page."""
    number = hub.KEPT + SIZE + 7
    keep(portal.engine, lines(number))
    address, seen = PAGE, 0
    while address:
        page = reader.get(address).text
        seen += shown(page)
        found = re.search(r'href="(/activity/earlier[^"]*)"', page)
        address = found[1].replace("&amp;", "&") if found else ""
    assert seen == number


def test_an_address_that_is_none_of_ours_leads_to_the_newest_lines(
    portal: Pages, reader: Visitor
) -> None:
    keep(portal.engine, lines(1))
    answer = reader.get("/activity/earlier?below=12&kind=reply-due")
    assert answer.status_code == 303
    assert answer.location == "/activity/?kind=reply-due"


def test_numbers_keep_to_the_filters(portal: Pages, reader: Visitor) -> None:
    today = portal.clock()
    keep(
        portal.engine,
        [
            *lines(3, today),
            *lines(2, today, first=10, mandates=("sr-food",)),
            *lines(1, today, first=20, mandates=("sr-food",), kind="reply-due", recipient="KEN"),
        ],
    )
    page = reader.get(f"{PAGE}?mandate=sr-food").text
    assert re.findall(r'data-number="(\d+)"', page) == ["2", "1"]
    assert shown(page) == 3


def test_a_theme_is_that_of_its_mandates(portal: Pages, reader: Visitor) -> None:
    today = portal.clock()
    keep(portal.engine, [*lines(3, today), *lines(2, today, first=10, mandates=("sr-food",))])
    page = reader.get(f"{PAGE}?theme=social").text
    assert shown(page) == 2
    assert "theme=social" in re.findall(r'hx-sse:connect="([^"]*)"', page)[0]
    assert '<option value="social" selected>' in page
    assert shown(reader.get(f"{PAGE}?theme=nonsense").text) == 5
    day = reader.get(f"{DAY}?on={today:%Y-%m-%d}&theme=social").text
    assert "Only: <bdi>Economic, social and cultural rights</bdi>" in day


def test_a_filter_by_place_says_what_it_cannot_know(portal: Pages, reader: Visitor) -> None:
    today = portal.clock()
    sent: dict[str, Any] = {"kind": "communication-transmitted", "recipient": "KEN"}
    keep(portal.engine, [*lines(4, today), *lines(1, today, first=9, **sent)])
    page = reader.get(f"{PAGE}?state=KEN").text
    assert shown(page) == 1
    assert "4 more lines of this day name no State" in page
    both = reader.get(f"{PAGE}?state=KEN&unnamed=yes").text
    assert shown(both) == 5
    assert "name no State, so" not in both
    assert "name no State, so" not in reader.get(f"{PAGE}?kind=reply-due").text


def test_a_letter_has_lines_from_the_day_it_is_sent(portal: Pages, reader: Visitor) -> None:
    sent: dict[str, Any] = {"recipient": "KEN"}
    of_letter = [
        *lines(2),
        *lines(1, first=5, kind="communication-transmitted", reference=REFERENCE, **sent),
        *lines(1, first=6, kind="government-reply-logged", **sent),
    ]
    keep(portal.engine, of_letter, letter="letter-1")
    keep(portal.engine, lines(1, first=7), letter="letter-2")
    page = reader.get(f"{PAGE}?reference=al ken  1/2026").text
    assert shown(page) == 2
    assert "/feed?" not in page, "the feed knows no letters"
    assert "the feed of one letter cannot follow them" in page
    assert "cannot follow them" not in reader.get(PAGE).text
    unknown = reader.get(f"{PAGE}?reference=AL KEN 2/2026").text
    assert shown(unknown) == 0
    assert "No line that you can read has this reference" in unknown


def test_whose_letter_it_is_not_learns_nothing_of_its_reference(portal: Pages) -> None:
    sent: dict[str, Any] = {
        "kind": "communication-transmitted",
        "recipient": "KEN",
        "reference": REFERENCE,
    }
    keep(portal.engine, lines(1, **sent), letter="letter-1")
    other = portal.signed_in(Role.MANDATE_HOLDER, mandates={"sr-food"})
    for code in (REFERENCE, "AL KEN 9/2026"):
        page = other.get(f"{PAGE}?reference={code}").text
        assert "No line that you can read has this reference" in page


def test_a_line_leads_to_its_letter_for_who_may_read_the_line(
    portal: Pages, reader: Visitor
) -> None:
    letter_id = str(derive_id("letter", 1))
    sent: dict[str, Any] = {"kind": "communication-transmitted", "recipient": "KEN"}
    keep(portal.engine, lines(1, reference=REFERENCE, **sent), letter=letter_id)
    [address] = re.findall(r'href="(/activity/letter[^"]*)"', reader.get(PAGE).text)
    assert reader.get(address).location == f"/replies/{letter_id}/case"
    other = portal.signed_in(Role.MANDATE_HOLDER, mandates={"sr-food"})
    assert other.get(address).status_code == 404
    assert reader.get("/activity/letter").status_code == 404


def test_the_feed_writes_the_address_that_the_page_has(portal: Pages) -> None:
    with portal.app.test_request_context():
        assert url_for("activity.letter") == LETTER


def test_a_day_by_the_clock_of_geneva_and_the_ways_from_it(portal: Pages, reader: Visitor) -> None:
    keep(
        portal.engine,
        [
            *lines(1, datetime(2026, 11, 10, 12, tzinfo=UTC)),
            *lines(1, datetime(2026, 11, 12, 22, 59, tzinfo=UTC), first=2),
            *lines(1, datetime(2026, 11, 12, 23, 1, tzinfo=UTC), first=3),
        ],
    )
    page = reader.get(f"{DAY}?on=2026-11-12&kind=communication-approved").text
    assert shown(page) == 1
    assert "on=2026-11-10" in page
    assert "on=2026-11-13" in page
    empty = reader.get(f"{DAY}?on=2026-11-11").text
    assert "Nothing that you can read here happened on this day" in empty


@pytest.mark.parametrize("on", ["", "yesterday", "1999-01-01", "9999-12-31", "2026-02-30"])
def test_a_day_that_cannot_be_is_refused_with_a_sentence(reader: Visitor, on: str) -> None:
    answer = reader.get(f"{DAY}?on={on}&kind=reply-due")
    assert answer.status_code == 303
    assert "Enter a day that is over" in reader.get(answer.location).text


def test_a_day_is_printed_whole(portal: Pages, reader: Visitor) -> None:
    keep(portal.engine, lines(SIZE + 20))
    part = reader.get(f"{DAY}?on=2026-11-20").text
    assert shown(part) == SIZE
    rest = re.search(r'href="(/activity/day[^"]*below=[^"]*)"', part)
    assert rest
    assert shown(reader.get(rest[1].replace("&amp;", "&")).text) == 20
    assert shown(reader.get(f"{DAY}?on=2026-11-20&whole=yes").text) == SIZE + 20


def test_what_came_since_the_last_visit_is_marked(portal: Pages, reader: Visitor) -> None:
    keep(portal.engine, lines(2))
    assert "feed__line--missed" not in reader.get(PAGE).text, "the first visit knows no other"
    keep(portal.engine, lines(3, first=10))
    assert "feed__line--missed" not in reader.get(PAGE).text, "the page was not left"
    portal.clock.forward(timedelta(minutes=21))
    for _ in range(2):
        page = reader.get(PAGE).text
        assert page.count("feed__line--missed") == 3
        assert "3 lines are new" in page
        assert page.index("feed__line--missed") < page.index("feed__before")
    portal.clock.forward(timedelta(minutes=21))
    assert "feed__line--missed" not in reader.get(PAGE).text


def test_a_view_is_saved_once_and_removed_by_its_owner_alone(
    portal: Pages, reader: Visitor
) -> None:
    keep(portal.engine, lines(1))
    for _ in range(2):
        reader.post("/activity/views", data={"mandate": "sr-food", "region": "", "odd": "x"})
    page = reader.get(PAGE).text
    assert page.count("/remove") == 1
    assert 'href="/activity/?mandate=sr-food"' in page
    [view_id] = re.findall(r"/activity/views/([^/]*)/remove", page)
    portal.signed_in(Role.COORDINATION_COMMITTEE).post(f"/activity/views/{view_id}/remove", data={})
    assert view_id in reader.get(PAGE).text
    reader.post(f"/activity/views/{view_id}/remove", data={})
    assert view_id not in reader.get(PAGE).text


def test_a_view_without_a_filter_or_beyond_the_room_is_refused(
    portal: Pages, reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(portal.engine, ())
    reader.post("/activity/views", data={"kind": "nonsense"})
    assert "Choose a filter first" in reader.get(PAGE).text
    monkeypatch.setattr(kept, "MOST", 1)
    for state in ("KEN", "FRA"):
        reader.post("/activity/views", data={"state": state})
    assert "Remove one first" in reader.get(PAGE).text
