"""The numbers that pages show of the invented world, from its facts alone."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from deploy.local.world.history import History
from deploy.local.world.tales import campaign
from portal.committee.coverage import counting as coverage
from portal.committee.coverage.counting import Register
from portal.public.packs import counting as packs
from portal.public.register.statistics import Reading
from shared.core.roles import Role
from shared.reference import mandates
from tests.deploy.world.counted import WITHIN, Counted, counted, pack, profile
from tests.deploy.world.happening import SETTINGS, TODAY
from tests.portal.committee.coverage.recount import recounted
from tests.portal.committee.statistics.recount import (
    Only,
    bands_recounted,
    recount,
    submissions_recounted,
)
from tests.portal.committee.statistics.test_pages import alike, as_said, read, sheet
from tests.portal.public.holders import recount as holders
from tests.portal.public.register import history as public
from tests.portal.public.register.test_statistics import World, expected, in_code_order


@pytest.fixture(scope="module")
def in_tables(history: History, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counted]:
    directory = tmp_path_factory.mktemp("counted")
    with counted(history, directory, TODAY + timedelta(hours=9), SETTINGS) as found:
        yield found


def test_coverage_of_the_world_is_that_of_its_facts(in_tables: Counted) -> None:
    nobody = Register(entries={}, states={}, grades={})
    with in_tables.site.engine.connect() as conn:
        found = coverage.counted(conn, nobody, TODAY.date())
    for key, column in recounted(in_tables.facts, TODAY.date()).items():
        assert found[key] == column, key


def test_internal_statistics_of_the_world_are_those_of_its_facts(in_tables: Counted) -> None:
    """As the desk reads them, which opens everything; and the Committee the bands."""
    desk = in_tables.site.signed_in(Role.QUICK_RESPONSE_DESK)
    for name, rows in recount(in_tables.facts, Only(), TODAY.date()).items():
        assert alike(name, read(desk, name), as_said(name, rows)), name
    years, states = submissions_recounted(in_tables.facts, Only())
    assert read(desk, "submissions") == years
    assert read(desk, "origins") == states
    member = in_tables.site.signed_in(Role.COORDINATION_COMMITTEE)
    bands = {(row[1], row[2], row[4]) for row in sheet(member, "bands")[1:]}
    assert bands == bands_recounted(in_tables.facts, TODAY.date())


@pytest.mark.parametrize(
    "only",
    [{}, {"state": "KEN"}, {"mandate": "sr-torture"}, {"region": "GRULAC", "since": 2024}],
    ids=lambda only: "&".join(only) or "all",
)
def test_public_statistics_of_the_world_are_those_of_its_facts(
    in_tables: Counted, only: dict[str, Any]
) -> None:
    found = public.recount(in_tables.told, public.Only(**only), TODAY.date())
    assert found.letters.total() > 5
    page = World(site=in_tables.site, told=in_tables.told)
    for name, rows in expected(found).items():
        there = in_code_order(name, page.sheet(name, urlencode(only))[1:])
        unnamed = 1 if name == "states" else 0  # a State that is no more has a name of its own
        assert [row[unnamed:] for row in there] == [row[unnamed:] for row in rows], name


def test_holders_of_the_world_are_those_of_its_facts(in_tables: Counted) -> None:
    should = holders.recount(in_tables.facts, TODAY.date(), list(mandates()))
    assert any(year["male"] for year in should.years.values())
    holders.agrees(in_tables.site, should, TODAY.date(), list(mandates()))


def test_a_campaign_is_one_line_of_the_desk_and_nobody_decided_about_it(
    in_tables: Counted,
) -> None:
    page = in_tables.site.signed_in(Role.QUICK_RESPONSE_DESK).get("/triage/?status=new").text
    assert page.count(f"{campaign.NUMBER} submissions say nearly the same") == 1


def test_annual_statistics_of_the_world_are_those_of_its_facts(in_tables: Counted) -> None:
    year, reading = TODAY.year - 1, Reading(today=TODAY.date(), within=WITHIN)
    with in_tables.site.engine.connect() as conn:
        made = packs.counted(conn, year, reading)
    found = {one.key: {row.key: row.values for row in one.rows} for one in made.tables}
    should = pack(in_tables, year, TODAY.date())
    sums, rates = found["facts"], found["rates"]
    assert (*sums["letters"], *sums["joint"]) == should["letters"][""]
    assert should["letters"][""][0] > 50
    for key in ("answered", "statements"):
        assert sums[key] == should[key][""], key
    for key in ("substantive", "in_time"):
        assert rates[key] == should[key][""], key
    for key in ("types", "mandates", "states"):
        there = {code: values[:1] for code, values in found[key].items() if values[0]}
        assert there == should[key], key


def test_profiles_of_the_world_are_those_of_its_facts(in_tables: Counted) -> None:
    visitor = in_tables.site.visitor()
    for state in in_tables.busiest(8):
        told = visitor.get(f"/en/register/states/{state}/briefing.json").get_json()
        should = profile(in_tables, state, TODAY.date())
        assert Counter(one["kind"] for one in told["items"]) == should["kinds"], state
        for key in ("letters", "due", "answered", "median_days"):
            assert told["numbers"][key] == should[key], (state, key)
        grades = Counter(each["value"] for one in told["items"] for each in one["grades"])
        assert grades == should["grades"], state
