"""The pictures beside the feed show what its lines say, to who may read them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from portal.committee.activity import pictures
from portal.committee.activity.lines import Line
from portal.committee.activity.reader import Filter
from portal.letters.communications.tables import letters, signatures
from portal.letters.communications.tables import tables as letter_tables
from portal.web.figures import Figure
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference import themes
from shared.reference.themes import Theme
from tests.portal.committee.activity.told import keep
from tests.support.portal import Pages

COMMITTEE = Actor(actor_id="one", roles=frozenset({Role.COORDINATION_COMMITTEE}))
HOLDER = Actor(
    actor_id="two",
    roles=frozenset({Role.MANDATE_HOLDER}),
    mandates=frozenset({"sr-food"}),
)
DESK = Actor(actor_id="three", roles=frozenset({Role.DESK_OFFICER}), states=frozenset({"KEN"}))


@pytest.fixture
def told(portal: Pages) -> Pages:
    """Three letters sent, one of them long ago, and three that wait for approval."""
    now = portal.clock()
    sent: dict[str, Any] = {"kind": "communication-transmitted", "desk": True}
    keep(
        portal.engine,
        [
            Line(position=1, at=now, mandates=("sr-food",), recipient="KEN", **sent),
            Line(position=2, at=now - timedelta(days=13), mandates=(), recipient="FRA", **sent),
            Line(position=3, at=now - timedelta(days=14), mandates=(), recipient="KEN", **sent),
            Line(position=4, at=now, mandates=(), recipient="OTH", **sent),
        ],
    )
    letter_tables.create_all(portal.engine)
    for number, hours in enumerate((1, 30, 400)):
        id_ = str(derive_id("letter", number))
        row = {
            "communication_id": id_,
            "state": "awaiting",
            "requested_at": now - timedelta(hours=hours),
        }
        with portal.engine.begin() as conn:
            conn.execute(insert(letters).values(row))
            mandate = "sr-food" if number else "sr-torture"
            conn.execute(insert(signatures).values(communication_id=id_, mandate=mandate))
    return portal


def shown(
    portal: Pages, actor: Actor, wanted: Filter | None = None
) -> tuple[Figure, Figure, Figure | None]:
    with portal.app.test_request_context(), portal.engine.connect() as conn:
        found: Any = pictures.of(conn, actor, wanted or Filter(), {}, portal.clock())
    return found["course_of_days"], found["regions"], found["waiting"]


def ages(portal: Pages, actor: Actor, wanted: Filter | None = None) -> list[int | None]:
    """Return how many letters wait for so long."""
    return [value for [value] in values(shown(portal, actor, wanted)[2]).values()]


def values(figure: Figure | None) -> dict[str, Sequence[int | None]]:
    assert figure is not None
    return {row.label: row.values for row in figure.rows}


def test_each_day_each_region_and_each_age_is_counted(told: Pages) -> None:
    course, regions, waiting = shown(told, COMMITTEE)
    assert values(course) == {"Communication transmitted": [1, *[0] * 12, 2]}
    assert [value for [value] in values(regions).values()] == [1, 0, 0, 0, 1, 1]
    assert [value for [value] in values(waiting).values()] == [1, 1, 0, 1]


def test_the_filters_hold_for_the_pictures(told: Pages) -> None:
    course, regions, waiting = shown(told, COMMITTEE, Filter(state="KEN"))
    assert values(course) == {"Communication transmitted": [*[0] * 13, 1]}
    assert sum(value or 0 for [value] in values(regions).values()) == 1
    assert waiting is None, "no letter that waits says to whom it goes"
    assert shown(told, COMMITTEE, Filter(region="AFR", unnamed=True))[2] is None
    assert shown(told, COMMITTEE, Filter(kind="communication-approved"))[2] is None
    assert ages(told, COMMITTEE, Filter(unnamed=True)) == [1, 1, 0, 1]
    assert ages(told, COMMITTEE, Filter(mandate="sr-food")) == [0, 1, 0, 1]
    assert ages(told, COMMITTEE, Filter(theme="detention")) == [1, 0, 0, 0]
    assert ages(told, COMMITTEE, Filter(theme="detention", mandate="sr-food")) == [0, 0, 0, 0]


def test_no_number_of_letters_that_wait_is_about_a_state(
    told: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mandate on a country says the State, and the letter is not sent yet (SD2)."""
    with told.engine.begin() as conn:
        first = {"communication_id": str(derive_id("letter", 0)), "mandate": "sr-iran"}
        conn.execute(insert(signatures).values(first))
    monkeypatch.setattr(themes, "THEMES", {"mixed": Theme(name="Mixed", mandates=("sr-iran",))})
    desk = replace(COMMITTEE, roles=frozenset({Role.QUICK_RESPONSE_DESK}))
    of_it = replace(HOLDER, mandates=frozenset({"sr-iran"}))
    other = replace(HOLDER, mandates=frozenset({"sr-torture"}))
    for wanted in (Filter(mandate="sr-iran"), Filter(theme="mixed")):
        for reader in (COMMITTEE, replace(COMMITTEE, roles=frozenset({Role.CHIEF})), HOLDER):
            assert ages(told, reader, wanted) == [0, 0, 0, 0]
        for reader in (desk, of_it, other):
            assert ages(told, reader, wanted) == [1, 0, 0, 0]


def test_a_letter_waits_for_no_mandate_that_declined(told: Pages) -> None:
    with told.engine.begin() as conn:
        conn.execute(update(signatures).values(declined_at=told.clock()))
    assert ages(told, COMMITTEE, Filter(mandate="sr-food")) == [0, 0, 0, 0]
    assert ages(told, HOLDER) == [0, 0, 0, 0]


def test_nobody_reads_in_a_picture_what_no_line_tells_them(told: Pages) -> None:
    course, _, waiting = shown(told, HOLDER)
    assert values(course) == {"Communication transmitted": [*[0] * 13, 1]}
    assert [value for [value] in values(waiting).values()] == [0, 1, 0, 1]
    course, _, waiting = shown(told, DESK)
    assert values(course) == {"Communication transmitted": [*[0] * 13, 1]}
    assert waiting is None


def test_what_happened_once_among_thousands_still_has_a_mark() -> None:
    course = Figure(caption="", about="", columns=["a", "b", "c"], rows=[])
    assert (course.most, course.height(0), course.height(None)) == (0, 0, 0)


def test_the_page_shows_each_number_beside_its_picture(told: Pages) -> None:
    page = told.signed_in(Role.COORDINATION_COMMITTEE).get("/activity/pictures").text
    assert page.count("<rect") == pictures.DAYS + 6 + 4
    assert "Each day in numbers" in page
