"""The profile of a State, themes and briefings: each number is counted anew from the facts."""

import io
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape
from statistics import median
from typing import Any

import pytest
from openpyxl import load_workbook

from portal.letters.documents import anybody
from portal.letters.documents.typesetting import NoFont
from portal.public.register import briefing_files
from shared.reference import mandates, recipient_name
from shared.reference.themes import BODIES, THEMES
from tests.portal.public.register.conftest import rows
from tests.portal.public.register.history import (
    GROUPS,
    WITHIN,
)
from tests.portal.public.register.world import STATE, TODAY, World, day
from tests.support.papers import told_in_each_language

QUERIES: Mapping[str, tuple[set[str], int, date | None]] = {
    "": (set(), 0, None),
    "since=2024": (set(), 2024, None),
    "social=yes": ({"sr-food", "sr-iran"}, 0, None),
    "body=CAT": ({"wgad", "sr-torture", "sr-iran"}, 0, None),
    "body=CAT&session=2026-04-20&stage=observations": (
        {"wgad", "sr-torture", "sr-iran"}, 0, date(2026, 3, 23),
    ),
    "body=CED&session=2026-04-20": ({"wgad", "sr-torture", "sr-iran"}, 0, date(2026, 2, 9)),
    "body=UPR&stage=issues&session=2026-11-02": (set(), 0, date(2026, 4, 20)),
    "body=NONE&session=2026-99-99&stage=x&since=abc&code=1&social=no": (set(), 0, None),
}  # fmt: skip
"""What is asked for: mandates of the themes and of countries, the first year, the cut-off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    kinds: Counter[str]
    letters: int
    due: int
    answered: int
    days: list[int]
    grades: Counter[str]


def recount(
    world: World, of: set[str], since: int, by: date | None, themes: frozenset[str] = frozenset()
) -> Recount:
    """Count from the facts alone what the briefing is about."""
    told, today, kinds = world.told, min(TODAY, by or TODAY), Counter[str]()
    grades, days, due, answered = Counter[str](), [], 0, 0

    def asked(on: date, who: tuple[str, ...]) -> bool:
        return (not of or bool(of & {*who})) and on.year >= since and (by is None or on <= by)

    for letter in told.letters.values():
        sent = day(letter.transmitted_at)
        if letter.recipient != STATE or not asked(sent, letter.mandates):
            continue
        kinds["letter"] += 1
        mine = {
            one.reply_id: one
            for one in told.replies.values()
            if one.communication_id == letter.communication_id
            and (by is None or day(one.received_at) <= by)
        }
        kinds["reply"] += len(mine)
        took = [
            (day(one.received_at) - sent).days for one in mine.values() if one.kind == "substantive"
        ]
        days += [min(took)] if took else []
        over = (today - sent).days > WITHIN
        due, answered = due + over, answered + (over and bool(took))
        grades.update(one.value for key, one in told.grades.items() if key[0] in mine)
    for said in told.statements.values():
        if STATE in said.states and asked(day(said.first_issued_at), said.mandates):
            kinds["statement" if said.kind == "press_release" else "visit"] += 1
    for one in world.recommendations.values():
        own = {*world.tags.get(one.recommendation_id, ())} & themes
        who = (*of,) if own else (one.mandate,)
        if one.addressee == STATE and asked(day(one.issued_at), who):
            kinds["recommendation"] += 1
    return Recount(
        kinds=kinds, letters=kinds["letter"], due=due, answered=answered, days=days, grades=grades
    )


@pytest.mark.parametrize("query", QUERIES)
def test_a_briefing_counts_what_the_facts_say(world: World, query: str) -> None:
    body = re.match("body=(CAT|CED)", query)
    themes = frozenset(BODIES[body[1]].themes if body else ())
    themes |= {"social"} if "social=yes" in query else set()
    should, told = recount(world, *QUERIES[query], themes), world.briefing(query)
    items, numbers = told["items"], told["numbers"]
    assert Counter(one["kind"] for one in items) == should.kinds
    assert (numbers["letters"], numbers["due"]) == (should.letters, should.due)
    assert numbers["answered"] == should.answered
    assert numbers["median_days"] == (round(median(should.days)) if should.days else None)
    assert Counter(g["value"] for one in items for g in one["grades"]) == should.grades
    assert [one["on"] for one in items] == sorted((one["on"] for one in items), reverse=True)
    assert told["as_of"] == TODAY.isoformat()
    assert all(one["address"].startswith("http://localhost/en/register/") for one in items)


def test_a_workbook_and_a_page_have_the_same_lines(world: World) -> None:
    query = "body=CAT&session=2026-04-20&stage=observations"
    told = world.briefing(query)
    path = f"/en/register/states/{STATE}/briefing"
    book = load_workbook(io.BytesIO(world.site.visitor().get(f"{path}.xlsx?{query}").data))
    about = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True)}
    assert about["As of"] == "24 Nov 2026"
    assert about["Cut-off"] == "23 Mar 2026"
    assert about["Treaty body"] == BODIES["CAT"].name
    assert any(str(label).startswith("Draft, not signed off.") for label in about)
    assert told["signed"] == []
    assert told["note"].startswith("Draft, not signed off.")
    assert told["sign_off"]["state"] == "draft"
    assert world.briefing("")["sign_off"] is None
    assert "nobody has signed it" in world.briefing("")["note"]
    lines = [*book["Sources"].iter_rows(values_only=True)][1:]
    assert [(line[0], line[9]) for line in lines] == [
        (one["on"], one["address"]) for one in told["items"]
    ]
    review = world.text(f"{path}?body=UPR&session=2026-11-02")
    for said in (
        BODIES["UPR"].name,
        "The compilation of United Nations information",
        "20 Apr 2026",
    ):
        assert said in review
    assert world.briefing("body=UPR&session=2026-11-02")["stage"] == "compilation"
    page = world.text(f"{path}?{query}")
    assert f"of {len(told['items'])}</p>" in page
    files = re.findall(r'href="([^"]+briefing\.[a-z]+\?[^"]+)"', page)
    assert len(files) == 4
    assert json.loads(world.text(unescape(files[-1]))) == told


def test_a_pdf_is_made_in_the_language_of_the_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"register/states/{STATE}/briefing.pdf?body=CRC"
    answer = world.site.visitor().get(f"/ar/{path}")
    assert answer.data.startswith(b"%PDF")
    assert 'filename="briefing-KEN-2026-11-24.pdf"' in answer.headers["Content-Disposition"]
    visitor = world.site.visitor()
    other = path.replace("CRC", "CCPR")
    told_in_each_language(lambda code: visitor.get(f"/{code}/{other}"), kind="briefing")
    with anybody.turn():
        assert world.site.visitor().get(f"/ar/{path}").data == answer.data, "it is kept"
        for ending in ("pdf?body=CRC", "xlsx", "ods"):
            busy = world.site.visitor().get(f"/en/register/states/{STATE}/briefing.{ending}")
            assert (busy.status_code, busy.headers["Retry-After"]) == (503, "30")
            assert str(anybody.Busy.sentence) in busy.text
        assert world.site.visitor().get("/coverage/coverage.xlsx").status_code == 503

    # what cannot be set burns no press at each try
    tried = []

    def broken(laid: Any, fonts: Any) -> bytes:
        tried.append(laid)
        raise NoFont

    monkeypatch.setattr(anybody, "pressed", broken)
    for _ in range(3):
        failed = world.site.visitor().get(f"/en/{path}")
        assert failed.status_code == 503
        assert str(NoFont.sentence) in unescape(failed.text)
    [laid] = tried
    assert laid["signed"] == []
    said = json.dumps(laid)
    assert "nobody has signed it" in said
    assert "The workbook has all" not in said
    monkeypatch.setattr(briefing_files, "_LINES", 2)
    world.site.visitor().get(f"/en/{path}")
    assert "Sources in this PDF: the newest 2 of" in json.dumps(tried[1])


def test_the_profile_shows_the_numbers_of_all_its_facts(world: World) -> None:
    page = unescape(world.text(f"/en/register/states/{STATE}"))
    should = recount(world, set(), 0, None)
    assert f'<h1 class="govuk-heading-l">{recipient_name(STATE)}</h1>' in page
    values = dict(re.findall(r'__key">([^<]+)</dt><dd[^>]*>([^<]+)</dd>', page))
    assert values["Letters published"] == str(should.letters)
    assert values["Sent more than 60 days ago"] == str(should.due)
    assert values["Of these, answered in substance"].split()[0] == str(should.answered)
    assert values["Days to the first reply"] == f"{round(median(should.days))} (median)"
    assert f"of {sum(should.kinds.values())}</p>" in page
    by = Counter(
        THEMES[theme].name
        for one in world.recommendations.values()
        if one.addressee == STATE
        for theme in world.themes_of(one)
    )
    part = page.partition("Recommendations by theme</caption>")[2].partition("</table>")[0]
    assert {name: int(number) for name, number in rows(part)} == by


def test_the_timeline_is_filtered_and_paged(world: World) -> None:
    for query, kinds, mandate, year in (
        ("kind=letter", {"letter"}, "", 0),
        ("kind=recommendation&mandate=sr-food", {"recommendation"}, "sr-food", 0),
        ("mandate=wgad&year=2025", set(), "wgad", 2025),
        ("kind=none&mandate=none&year=none", set(), "", 0),
    ):
        path: str | None = f"/en/register/states/{STATE}?{query}"
        seen = 0
        while path:
            page = world.text(path)
            part = page.partition("Public events, the newest first")[2]
            seen += part.count('data-label="Day"')
            onward = re.search(r'href="([^"]+)#events" rel="next"', page)
            path = unescape(onward[1]) if onward else None
        items = world.briefing("")["items"]
        assert seen == sum(
            (not kinds or one["kind"] in kinds)
            and (not mandate or mandate in one["mandates"])
            and (not year or one["year"] == year)
            for one in items
        ), query
    assert "Nothing that is published matches" in world.text(
        f"/en/register/states/{STATE}?year=1999"
    )


def test_what_falls_due_is_every_published_letter_that_waits(world: World) -> None:
    should = set()
    for letter in world.told.letters.values():
        ends = day(letter.transmitted_at) + timedelta(days=WITHIN)
        answered = any(
            one.communication_id == letter.communication_id and one.kind == "substantive"
            for one in world.told.replies.values()
        )
        if letter.recipient == STATE and ends >= TODAY and not answered:
            should.add(letter.reference)
    page = world.text(f"/en/register/states/{STATE}")
    part = page.partition("Published letters whose time to reply ends")[2].partition("</table>")[0]
    assert {*re.findall(r">(AL KEN [^<]+)</a>", part)} == should


def test_grades_stand_with_their_own_reply(world: World) -> None:
    for one in world.briefing("")["items"]:
        assert one["kind"] == "reply" or not one["grades"]


@pytest.mark.parametrize("region", ["", "AFR"])
@pytest.mark.parametrize("count", ["letters", "answered", "statements", "recommendations"])
def test_the_grid_counts_each_theme_of_each_state(world: World, count: str, region: str) -> None:
    """A statement on States of two groups is in the rows of the group that is asked for alone."""
    should: dict[str, Counter[str]] = {}

    def add(code: str, who: tuple[str, ...]) -> None:
        if region and GROUPS[code] != region:
            return
        for key, theme in THEMES.items():
            should.setdefault(code, Counter())[key] += bool({*who} & {*theme.mandates})

    answered = {
        one.communication_id for one in world.told.replies.values() if one.kind == "substantive"
    }
    if count == "statements":
        for said in world.told.statements.values():
            for code in said.states:
                add(code, said.mandates)
    elif count == "recommendations":
        for one in world.recommendations.values():
            if not region or GROUPS[one.addressee] == region:
                should.setdefault(one.addressee, Counter()).update(world.themes_of(one))
    else:
        for letter in world.told.letters.values():
            if count == "letters" or letter.communication_id in answered:
                add(letter.recipient, letter.mandates)
    page = unescape(world.text(f"/en/register/themes?count={count}&region={region}"))
    some = [theme for theme in THEMES if any(of[theme] for of in should.values())]
    heads = re.findall(r'scope="col"[^>]*>([^<]+)<', page)
    assert heads[1:] == [THEMES[theme].name for theme in some]
    part = page.partition("<tbody")[2].partition("</tbody>")[0]
    found = {row[0]: [int(cell) for cell in row[1:]] for row in rows(part)}
    assert found == {
        recipient_name(code): [of[theme] for theme in some]
        for code, of in should.items()
        if any(of.values())
    }


def test_a_theme_has_its_mandates_and_its_years(world: World) -> None:
    page = unescape(world.text("/en/register/themes/detention"))
    of = {*THEMES["detention"].mandates}
    letters = [one for one in world.told.letters.values() if of & {*one.mandates}]
    part = page.partition("<tbody")[2].partition("</tbody>")[0]
    assert {row[0]: int(row[1]) for row in rows(part)} == {
        mandates()[code].name: sum(code in one.mandates for one in letters) for code in of
    }
    trend = page.partition("Letters and statements by year</caption>")[2].partition("</table>")[0]
    by_year = Counter(int(one.reference[-4:]) for one in letters)
    assert {int(row[0]): int(row[1]) for row in rows(trend) if row[1] != "0"} == by_year
    assert world.site.visitor().get("/en/register/themes/none").status_code == 404
    assert world.site.visitor().get("/en/register/states/ZZZ/briefing.json").status_code == 404
