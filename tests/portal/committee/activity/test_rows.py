"""What the page reads from the database is what the feed sends: one rule, said twice."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import product

import pytest
from sqlalchemy import Engine

from portal.committee.activity import read_model
from portal.committee.activity.lines import Line
from portal.committee.activity.read_model import EVER, Span
from portal.committee.activity.reader import Filter, seen_by
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.core.testing import AT
from shared.platform.tables import make_engine
from shared.reference import themes
from shared.reference.themes import THEMES, Theme
from tests.portal.committee.activity.told import keep

MANDATES = ((), ("sr-torture",), ("sr-torture", "sr-food"), ("sr-food", "sr-iran"), ("sr-iran",))
LINES = [
    Line(
        kind=kind,
        position=number,
        at=AT,
        mandates=mandates,
        recipient=recipient,
        desk=desk,
    )
    for number, (kind, mandates, recipient, desk) in enumerate(
        product(
            ("communication-approved", "communication-transmitted"),
            MANDATES,
            (None, "KEN", "FRA"),
            (False, True),
        ),
        1,
    )
]
ROLES: tuple[set[Role], ...] = (
    {Role.COORDINATION_COMMITTEE},
    {Role.COORDINATION_COMMITTEE, Role.MANDATE_HOLDER},
    {Role.CHIEF},
    {Role.MANDATE_HOLDER},
    {Role.DESK_OFFICER},
    {Role.DESK_OFFICER, Role.HUMAN_RIGHTS_OFFICER},
    {Role.DESK_OFFICER, Role.QUICK_RESPONSE_DESK},
    {Role.NGO_MEMBER},
    set(),
)
ACTORS = [
    Actor(
        actor_id="one",
        roles=frozenset(roles),
        mandates=frozenset(mandates),
        states=frozenset(states),
    )
    for roles, mandates, states in product(ROLES, ((), ("sr-food",)), ((), ("KEN",)))
]
ABOUT_A_STATE = "about-a-state"
"""A theme as there is none yet: also of a mandate on a country."""
FILTERS = [
    Filter(),
    Filter(kind="communication-approved"),
    Filter(mandate="sr-food"),
    Filter(mandate="sr-iran"),
    Filter(mandate="sr-iran", kind="communication-transmitted"),
    Filter(mandate="sr-iran", state="KEN", unnamed=True),
    Filter(theme="detention"),
    Filter(theme="social", kind="communication-approved"),
    Filter(theme="social", state="KEN", unnamed=True),
    Filter(theme=ABOUT_A_STATE),
    Filter(theme=ABOUT_A_STATE, mandate="sr-food"),
    Filter(region="AFR"),
    Filter(state="FRA"),
    Filter(region="AFR", state="FRA"),
    Filter(region="AFR", unnamed=True),
    Filter(state="KEN", unnamed=True, mandate="sr-torture"),
    Filter(unnamed=True),
]


@pytest.fixture(autouse=True)
def _of_a_country(monkeypatch: pytest.MonkeyPatch) -> None:
    mixed = Theme(name="About a State", mandates=("sr-torture", "sr-iran"))
    monkeypatch.setattr(themes, "THEMES", {**THEMES, ABOUT_A_STATE: mixed})


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url, durable=True)
    keep(made, LINES)
    yield made
    made.dispose()


def test_every_reader_finds_by_every_filter_what_the_feed_would_send(engine: Engine) -> None:
    with engine.connect() as conn:
        for actor, wanted in product(ACTORS, FILTERS):
            seen = [seen_by(actor, one) for one in reversed(LINES)]
            due = [one for one in seen if one is not None and wanted.admits(one)]
            found = read_model.newest_first(conn, actor, wanted, EVER, limit=None)
            assert [(one.position, one.mandates) for one in found] == [
                (one.position, one.mandates) for one in due
            ]
            counts = read_model.counted(conn, actor, wanted, EVER)
            assert counts == {
                kind: number
                for kind in ("communication-approved", "communication-transmitted")
                if (number := sum(one.kind == kind for one in due))
            }
            assert read_model.number_of(conn, actor, wanted, Span(above=5, below=50)) == sum(
                5 < one.position < 50 for one in due
            )


def test_each_filter_leaves_something_out() -> None:
    """Else the test above would compare nothing with nothing."""
    sizes = {wanted: sum(map(wanted.admits, LINES)) for wanted in FILTERS}
    assert sizes.pop(Filter()) == sizes.pop(Filter(unnamed=True)) == len(LINES)
    assert sizes.pop(Filter(region="AFR", state="FRA")) == 0
    assert all(0 < size < len(LINES) for size in sizes.values())


def test_a_day_is_one_of_geneva_also_when_its_clocks_change(engine: Engine) -> None:
    """29 March 2026 had an hour less: it began at 23:00 UTC, and the day after at 22:00."""
    approved = "communication-approved"
    times = ("28T22:59:59", "28T23:00:00", "29T21:59:59", "29T22:00:00", "30T21:59:59")
    at = [datetime.fromisoformat(f"2026-03-{one}+00:00") for one in times]
    keep(engine, [Line(kind=approved, position=n, at=one) for n, one in enumerate(at, 1_000)])
    days = [date(2026, 3, day) for day in (28, 29, 30)]
    with engine.connect() as conn:
        found = read_model.by_day(conn, ACTORS[0], Filter(), days)
        fewer = read_model.by_day(conn, ACTORS[0], Filter(), days[1:2])
    assert found == dict(zip(product([approved], days), (1, 2, 2), strict=True))
    assert fewer == {(approved, days[1]): 2}
