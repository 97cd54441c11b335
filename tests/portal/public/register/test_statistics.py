"""The statistics page: each number is counted anew from the facts that were published."""

import csv
import io
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from html import unescape
from statistics import median
from xml.etree import ElementTree as ET

import pytest

from portal.app.read_models import READ_MODELS
from portal.public.register.pictures import FIGURES
from portal.public.register.read_model import REGISTER
from portal.public.register.statement_model import REGISTER_STATEMENTS
from portal.web.charts import NONE
from shared.read_models.model import Applier
from shared.reference import COOPERATION, mandate_acronym, mandates, recipient_name
from shared.reference import REGIONS as NAMES
from shared.reference.coverage import covered
from tests.portal.public.register.history import (
    GRADES,
    GROUPS,
    KINDS,
    REGIONS,
    TYPES,
    Only,
    Recount,
    Told,
    letters_told,
    public_after,
    recount,
    statements_told,
)
from tests.support.followup import NOW
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.publication import arriving, published, reply_published
from tests.support.ready import ready

TODAY = date(2026, 11, 24)
FILTERS = {
    "": Only(),
    "since=2023&until=2024": Only(since=2023, until=2024),
    "since=2025&until=2023": Only(since=2023, until=2025),
    "state=KEN": Only(state="KEN"),
    "mandate=sr-food": Only(mandate="sr-food"),
    "region=AFR": Only(region="AFR"),
    "region=WEOG&mandate=wgad&since=2023": Only(region="WEOG", mandate="wgad", since=2023),
    "state=ZZZ&mandate=none&region=MOON&since=abc&until=99999": Only(),
}
STACKED = ("letters", "replies", "statements")
HOW_SOON = {
    "in time": "In substance, in time",
    "later": "In substance, later",
    "not due": "Time to reply is not over",
}
Rows = list[list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    site: Pages
    told: Told

    def text(self, path: str) -> str:
        answer = self.site.visitor().get(path)
        assert answer.status_code == 200, path
        return answer.text

    def sheet(self, name: str, query: str) -> Rows:
        return [*csv.reader(io.StringIO(self.text(f"/register/statistics/{name}.csv?{query}")))]


@pytest.fixture(scope="module", params=[1, 2])
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """A history, of which every fact is delivered twice."""
    chance = random.Random(request.param)
    letters, statements = letters_told(chance, 150, NOW), statements_told(chance, 60, NOW)
    with pages(*sqlite_urls(tmp_path_factory.mktemp("portal"))) as built:
        ready(built.engine, READ_MODELS)
        for _ in range(2):
            Applier(built.engine, REGISTER).apply(arriving(*letters))
            issued = arriving(*statements, topic="approvals.events")
            Applier(built.engine, REGISTER_STATEMENTS).apply(issued)
        yield World(site=built, told=public_after([*letters, *statements]))


# --- what there should be -----------------------------------------------------------------------


def expected(found: Recount) -> dict[str, Rows]:
    """Return the rows of each sheet; those of States and mandates in the order of their codes."""
    years, replied = span(year for year, _type in found.letters), span(iter(found.live))
    others = found.regions[""]
    rows: dict[str, list[Sequence[object]]] = {
        "letters": [[year, *(found.letters[year, one] for one in TYPES)] for year in years],
        "regions": [
            *([NAMES[one], found.regions[one]] for one in REGIONS),
            *([["In no regional group", others]] if others else []),
        ],
        "states": [[recipient_name(one), one, *found.states[one]] for one in sorted(found.states)],
        "mandates": [
            [mandates()[one].name, mandate_acronym(one), found.mandates[one]]
            for one in sorted(found.mandates)
        ],
        "replies": [[year, *found.replies[year]] for year in replied],
        "rates": [[year, *shares(found.replies[year])] for year in replied],
        "days": [[year, middle(found.days[year])] for year in replied],
        "statements": [
            [year, *(found.statements[year, one] for one in KINDS)]
            for year in span(year for year, _kind in found.statements)
        ],
        "compared": [
            [said, *(found.compared[how, one] for one in GRADES)] for how, said in HOW_SOON.items()
        ],
        "grades": [[COOPERATION.values[one], found.grades[one]] for one in GRADES],
    }
    return {
        name: [["" if cell is None else str(cell) for cell in row] for row in some]
        for name, some in rows.items()
    }


def span(years: Iterator[int]) -> range:
    some = {*years}
    return range(min(some), max(some) + 1) if some else range(0)


def shares(replies: Sequence[int]) -> tuple[object, object]:
    due = sum(replies)
    if not due:
        return "", ""
    return round(100 * (replies[0] + replies[1]) / due), round(100 * replies[0] / due)


def middle(days: Sequence[int]) -> object:
    return round(median(days)) if days else ""


def shows(query: str) -> set[str]:
    """Return the figures that the page has: what a filter makes one is not compared."""
    alone = {"state=K": {"regions", "states"}, "region=A": {"regions"}, "region=W": {"regions"}}
    return {*FIGURES} - alone.get(query[: query.find("=") + 2], set())


# --- what there is ------------------------------------------------------------------------------


def in_code_order(name: str, rows: Rows) -> Rows:
    if name not in {"states", "mandates"}:
        return rows
    codes = {one: code for code, one in enumerate(sorted(mandates()))}
    return sorted(rows, key=lambda row: row[1] if name == "states" else _place(row[0], codes))


def _place(name: str, codes: Mapping[str, int]) -> str:
    return next(code for code in codes if mandates()[code].name == name)


def section(page: str, name: str) -> str:
    found = re.search(rf'<section aria-labelledby="{name}">(.*?)</section>', page, re.DOTALL)
    return found[1] if found else ""


def cells(part: str) -> Rows:
    """Return the rows of the table, as they are read; a dash is empty."""
    rows = re.findall(r'<tr class="govuk-table__row">(.*?)</tr>', part, re.DOTALL)[1:]
    read = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[unescape(re.sub(r"<[^>]+>", "", cell)) for cell in row] for row in read]


def table(world: World, name: str, query: str) -> Rows:
    """Return the whole table of the page; that of States goes on."""
    path: str | None = f"/en/register/statistics?{query}"
    found: Rows = []
    while path:
        part = section(world.text(path), name)
        found += cells(part)
        onward = re.search(r'href="([^"]+)#states" rel="next"', part)
        path = unescape(onward[1]) if onward else None
    return [["" if cell.startswith(NONE) else cell for cell in row] for row in found]


# --- the page -----------------------------------------------------------------------------------


@pytest.mark.parametrize("query", FILTERS)
def test_every_number_is_that_of_the_facts(world: World, query: str) -> None:
    should = expected(recount(world.told, FILTERS[query], TODAY))
    page = world.text(f"/en/register/statistics?{query}")
    for name in FIGURES:
        head, *rows = world.sheet(name, query)
        assert in_code_order(name, rows) == should[name], (name, head)
        nothing = {""} if name in {"rates", "days"} else {"", "0"}
        something = any(cell not in nothing for row in rows for cell in row[1:])
        if not something or name not in shows(query):
            assert not section(page, name), name
            continue
        coded = 2 if name in {"states", "mandates"} else 1
        assert table(world, name, query) == [[row[0], *row[coded:]] for row in rows], name


@pytest.mark.parametrize("query", FILTERS)
def test_the_numbers_above_all_figures_are_those_of_the_facts(world: World, query: str) -> None:
    only = FILTERS[query]
    found = recount(world.told, only, TODAY)
    due = sum(map(sum, found.replies.values()))
    answered = sum(one[0] + one[1] for one in found.replies.values())
    in_time = sum(one[0] for one in found.replies.values())
    days = [one for some in found.days.values() for one in some]
    joint = sum(
        len(one.mandates) > 1
        for one in world.told.letters.values()
        if (int(one.reference[-4:]), (one.recipient,), one.mandates) in only
    )
    number = found.letters.total()
    page = world.text(f"/en/register/statistics?{query}")
    said = re.findall(r"summary-list__value\">(.*?)</dd>", page)
    assert said == [
        str(number),
        f"{joint} ({round(100 * joint / number)} %)",
        str(len(days)),
        str(due),
        f"{answered} ({round(100 * answered / due)} %)",
        f"{in_time} ({round(100 * in_time / due)} %)",
        f"{middle(days)} (median)" if days else "No reply yet",
    ]


@pytest.mark.parametrize("query", ["", "since=2024", "region=AFR"])
def test_the_pictures_show_these_numbers(world: World, query: str) -> None:
    page = world.text(f"/en/register/statistics?{query}")
    for name in STACKED:
        head, *rows = world.sheet(name, query)
        tips = re.findall(r"<title>([^<]+)</title></rect>", section(page, name))
        assert sorted(tips) == sorted(
            f"{row[0]}, {column}: {value}"
            for row in rows
            for column, value in zip(head[1:], row[1:], strict=True)
            if value != "0"
        )
    numbers = {row[1]: row[2] for row in world.sheet("states", query)[1:]}
    tiles = dict(
        re.findall(r">([A-Z]{3})</text>\s*<text[^>]*>(\d+)</text>", section(page, "states"))
    )
    of = [one for one in covered() if not query.startswith("region") or covered()[one] == "AFR"]
    assert tiles == {code: numbers.get(code, "0") for code in of}


def test_a_picture_stands_alone(world: World) -> None:
    for name in FIGURES:
        for language in ("", "/ar"):
            path = f"{language}/register/statistics/{name}.svg?mandate=sr-food&since=2023"
            answer = world.site.visitor().get(path)
            assert answer.headers["Content-Security-Policy"].startswith("sandbox;"), name
            named = f'attachment; filename="statistics-{name}.svg"'
            assert answer.headers["Content-Disposition"] == named
            assert answer.mimetype == "image/svg+xml"
            root = ET.fromstring(answer.text)  # noqa: S314  # our own answer
            assert root.attrib["direction"] == ("rtl" if language else "ltr")
            assert ".chart__drawing" in answer.text
            for filter_ in ("SR food", f"2023{NONE}…"):
                assert filter_ in answer.text.rpartition("<text")[2]
            assert "<script" not in answer.text


def test_the_name_of_a_sheet_says_its_day_and_what_is_counted(world: World) -> None:
    query = "mandate=sr-food&since=2023&state=KEN"
    answer = world.site.visitor().get(f"/register/statistics/rates.csv?{query}")
    named = f"statistics-rates-{TODAY}-since-2023-state-KEN-mandate-sr-food.csv"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{named}"'


def test_a_picture_says_that_others_are_left_out(portal: Pages) -> None:
    ready(portal.engine, READ_MODELS)
    some = sorted(mandates())
    for number, says in ((20, False), (21, True)):
        letters = [
            published("One.", n, mandates=(code,)) for n, code in enumerate(some[:number], 1)
        ]
        Applier(portal.engine, REGISTER).apply(arriving(*letters))
        svg = portal.visitor().get("/register/statistics/mandates.svg").text
        assert ("Only the highest numbers are in this picture." in svg) is says
        assert (
            "Only the highest" not in portal.visitor().get("/register/statistics/grades.svg").text
        )


def test_a_rate_of_nothing_and_a_reply_on_the_same_day_have_a_picture(portal: Pages) -> None:
    ready(portal.engine, READ_MODELS)
    letter = published(transmitted_at=NOW - timedelta(days=80))
    Applier(portal.engine, REGISTER).apply(arriving(letter))
    page = portal.visitor().get("/en/register/statistics").text
    assert cells(section(page, "rates")) == [["2026", "0", "0"]]
    assert not section(page, "days")
    reply = replace(reply_published(), received_at=letter.transmitted_at)
    Applier(portal.engine, REGISTER).apply(arriving(letter, reply))
    page = portal.visitor().get("/en/register/statistics").text
    assert cells(section(page, "days")) == [["2026", "0"]]


def test_what_is_no_figure_is_not_found(world: World) -> None:
    for ending in ("csv", "svg"):
        assert world.site.visitor().get(f"/register/statistics/none.{ending}").status_code == 404


def test_the_filters_stay_in_the_address(world: World) -> None:
    page = unescape(world.text("/en/register/statistics?region=AFR&since=2023"))
    for ending in ("csv", "svg"):
        assert f"/register/statistics/letters.{ending}?since=2023&region=AFR" in page
    assert '<option value="AFR" selected>' in page
    assert '<option value="2023" selected>' in page


def test_many_recipients_go_on_and_the_filters_with_them(portal: Pages) -> None:
    ready(portal.engine, READ_MODELS)
    some = [code for code, group in covered().items() if group == "AFR"][:25]
    letters = [published("One.", 10 + n, recipient=code) for n, code in enumerate(some)]
    Applier(portal.engine, REGISTER).apply(arriving(*letters, published("Two.", 3)))
    world = World(site=portal, told=Told())
    found = table(world, "states", "region=AFR&since=2026")
    assert sorted(row[0] for row in found) == sorted(map(recipient_name, some))
    page = world.text("/en/register/statistics?region=AFR&since=2026&states=2")
    assert cells(section(page, "states")) == found[20:]
    assert section(page, "mandates")


def test_where_nothing_matches_the_page_says_what_to_do(world: World) -> None:
    page = world.text("/en/register/statistics?state=KEN&since=2099")
    assert "Nothing that is published matches." in page
    assert "<figure" not in page
    assert world.sheet("letters", "since=2099")[1:] == []


def test_while_nothing_is_public_there_is_no_filter(portal: Pages) -> None:
    ready(portal.engine, READ_MODELS)
    page = portal.visitor().get("/en/register/statistics").text
    assert "Numbers appear here with the first published letter." in page
    assert "How it is counted" in page
    assert "<select" not in page
    svg = portal.visitor().get("/register/statistics/states.svg")
    assert svg.status_code == 200


def test_time_is_over_when_sixty_days_have_passed(portal: Pages) -> None:
    ready(portal.engine, READ_MODELS)
    letters = [
        published("One.", 10 + days, transmitted_at=NOW - timedelta(days=days, hours=8))
        for days in (0, 60, 61)
    ]
    Applier(portal.engine, REGISTER).apply(arriving(*letters))
    sheet = portal.visitor().get("/register/statistics/replies.csv").text
    assert sheet.splitlines()[-1] == "2026,0,0,0,1"


def test_a_letter_whose_time_is_not_over_is_in_no_number_of_replies(portal: Pages) -> None:
    ready(portal.engine, READ_MODELS)
    letter = published(transmitted_at=NOW - timedelta(days=60))
    Applier(portal.engine, REGISTER).apply(arriving(letter))
    page = portal.visitor().get("/en/register/statistics").text
    assert "Sent more than 60 days ago" in page
    assert "answered in substance" not in page.partition("<figure")[0]
    assert not section(page, "replies")
    assert section(page, "letters")


def test_the_groups_of_the_history_are_those_of_the_data() -> None:
    assert {code: covered().get(code, "") for code in GROUPS} == {**GROUPS, "VAT": "OBS"}
