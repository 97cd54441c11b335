"""Themes as files: the numbers of the facts, in CSV, a picture and PDF, each with its source."""

import csv
import io
import json
import re
from collections import Counter
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from portal.letters.documents import anybody
from shared.reference import mandate_acronym, mandates, recipient_name
from shared.reference.themes import THEMES
from tests.portal.public.register.world import STATE, TODAY, World
from tests.stakeholders import reports_owed as said
from tests.support.owed import Owed
from tests.support.portal import Pages

SVG = "{http://www.w3.org/2000/svg}"
FILES = (
    "/register/themes.csv", "/register/themes.svg", "/register/themes.pdf",
    "/register/themes/detention.csv", "/register/themes/detention.svg",
    "/register/themes/detention.pdf", f"/register/states/{STATE}/themes.csv",
    f"/register/states/{STATE}/themes.svg",
)  # fmt: skip


def read(world: World, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(world.text(path))))


@pytest.mark.parametrize("count", ["letters", "statements"])
def test_the_grid_as_csv_has_each_number_and_where_it_is_read(world: World, count: str) -> None:
    should: dict[str, Counter[str]] = {}
    some: list[Any] = [*getattr(world.told, count).values()]
    for one in some:
        for code in one.states if count == "statements" else (one.recipient,):
            of = should.setdefault(code, Counter())
            of.update(
                theme.name for theme in THEMES.values() if {*one.mandates} & {*theme.mandates}
            )
    found = read(world, f"/register/themes.csv?count={count}")
    columns = [theme.name for theme in THEMES.values()]
    assert {
        row["Code"]: {c: int(row[c]) for c in columns if int(row.get(c, 0))} for row in found
    } == {code: dict(of) for code, of in should.items() if of}
    for row in found:
        assert row["State"] == recipient_name(row["Code"])
        assert row["Address"].endswith(f"/register/states/{row['Code']}")
    answer = world.site.visitor().get(f"/register/themes.csv?count={count}&since=2024")
    name = f'filename="themes-{count}-{TODAY}-since-2024.csv"'
    assert name in answer.headers["Content-Disposition"]


def test_a_theme_as_csv_has_mandates_years_and_states(world: World) -> None:
    of = {*THEMES["detention"].mandates}
    letters = [one for one in world.told.letters.values() if of & {*one.mandates}]
    found = read(world, "/register/themes/detention.csv")
    by = {(row["Part"], row["Code"] or row["Title"]): row for row in found}
    for code in of:
        row = by["Mandates concerned", code]
        assert row["Title"] == mandates()[code].name
        assert int(row["Letters"]) == sum(code in one.mandates for one in letters)
    for code, number in Counter(one.recipient for one in letters).items():
        row = by["Letters by State", code]
        assert int(row["Letters"]) == number
        page = world.text(row["Address"].partition("localhost")[2])
        assert f"{number} letter" in page, "the list has as many"
    years = Counter(one.reference[-4:] for one in letters)
    for year, number in years.items():
        assert int(by["Letters and statements by year", year]["Letters"]) == number
    given = Counter(
        one.addressee
        for one in world.recommendations.values()
        if "detention" in world.themes_of(one)
    )
    told = {code: row for (part, code), row in by.items() if part == "Recommendations by State"}
    assert {code: int(row["Recommendations"]) for code, row in told.items()} == given
    assert len(found) == len(by)


def test_a_briefing_names_the_themes_of_its_recommendations(world: World) -> None:
    """In each file; and what is tagged with a theme of the treaty is there, whoever wrote it."""
    told = world.briefing("body=CEDAW")
    texts = {one.text: one for one in world.recommendations.values()}
    some = [one for one in told["items"] if one["kind"] == "recommendation"]
    for one in some:
        own = world.tags.get(texts[one["text"]].recommendation_id, ())
        assert {*one["themes"]} == {*own}
    women = {
        one.text
        for one in world.recommendations.values()
        if one.addressee == STATE and "women" in world.tags.get(one.recommendation_id, ())
    }
    assert women
    assert women <= {one["text"] for one in some}
    page = world.text(f"/en/register/states/{STATE}/briefing?body=CEDAW")
    assert re.search(r">Themes: [^<]*" + THEMES["women"].name, page)


def test_recommendations_by_theme_come_as_the_profile_has_them(world: World) -> None:
    """Under their own tags, or those of the mandate where nobody tagged them."""
    should = Counter(
        THEMES[theme].name
        for one in world.recommendations.values()
        if one.addressee == STATE
        for theme in world.themes_of(one)
    )
    found = read(world, f"/register/states/{STATE}/themes.csv")
    assert {row["Theme"]: int(row["Recommendations"]) for row in found} == should
    assert all(row["Address"].endswith(f"/recommendations?state={STATE}") for row in found)


@pytest.mark.parametrize("path", [one for one in FILES if one.endswith("svg")])
def test_a_picture_stands_alone_and_says_of_when_it_is(world: World, path: str) -> None:
    answer = world.site.visitor().get(path)
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    drawn = ET.fromstring(answer.text)  # noqa: S314  # our own
    said = "".join(drawn.itertext())
    assert "Published as of 24 Nov 2026" in said
    assert drawn.findall(f".//{SVG}rect")
    arabic = world.site.visitor().get(f"/ar{path}").text
    assert 'direction="rtl"' in arabic


def test_a_pdf_has_each_line_with_its_source_and_waits_for_no_turn(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid: list[Any] = []

    def kept(one: Any, fonts: Any) -> bytes:
        laid.append(one)
        return b"%PDF"

    monkeypatch.setattr(anybody, "pressed", kept)
    for path in ("/en/register/themes.pdf", "/en/register/themes/detention.pdf"):
        assert world.site.visitor().get(path).data == b"%PDF"
    grid, theme = (json.dumps(one) for one in laid)
    assert f"/register/states/{STATE}" in grid
    assert "Published as of 24 Nov 2026" in grid
    assert "Letters by State" in theme
    assert "/register/mandates/wgad" in theme
    with anybody.turn():
        busy = world.site.visitor().get("/en/register/themes.pdf?count=statements")
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "30")
    assert str(anybody.Busy.sentence) in busy.text


def test_pages_lead_to_their_files(world: World) -> None:
    pages = {
        "/en/register/themes?since=2024": ("themes.csv?since=2024", "themes.svg", "themes.pdf"),
        "/en/register/themes/detention": ("detention.csv", "detention.svg", "detention.pdf"),
        f"/en/register/states/{STATE}": (
            f"letters.csv?state={STATE}", f"letters.svg?state={STATE}", "themes.csv", "themes.svg",
        ),
        "/en/register/mandates/wgad": ("letters.csv?mandate=wgad", "letters.svg?mandate=wgad"),
    }  # fmt: skip
    for page, files in pages.items():
        shown = world.text(page)
        assert all(one in shown for one in files), page


def test_what_is_no_theme_and_no_state_has_no_file(world: World) -> None:
    for path in (
        "themes/none.csv",
        "themes/none.svg",
        "states/ZZZ/themes.csv",
        "states/ZZZ/themes.svg",
    ):
        assert world.site.visitor().get(f"/register/{path}").status_code == 404
    assert world.site.visitor().get("/en/register/themes/none.pdf").status_code == 404


def test_a_theme_has_the_published_reports_of_its_mandates_on_no_state(portal: Pages) -> None:
    owed = Owed(portal.engine, portal.clock().date())
    session = owed.session()
    path = "/en/register/themes/detention"
    assert "Thematic reports" not in portal.visitor().get(path).text
    symbols = ("A/HRC/61/49", "A/HRC/61/50", "A/HRC/61/51/Add.1", "A/HRC/61/52")
    given = (("wgad", None), ("sr-food", None), ("wgad", "KEN"), ("wgad", None))
    for symbol, (mandate, state) in zip(symbols, given, strict=True):
        kind = "visit" if state else "annual"
        one = owed.report(session, mandate, kind=kind, state=state)
        owed.step(said.PUBLISHED, one, symbol=symbol, published_at=portal.clock())
        if symbol == symbols[-1]:
            owed.step(said.DROPPED, one)
    page = portal.visitor().get(path).text
    assert [symbol in page for symbol in symbols] == [True, False, False, False]
    assert "Human Rights Council, session 61" in page
    found = csv.DictReader(
        io.StringIO(portal.visitor().get(f"{path.removeprefix('/en')}.csv").text)
    )
    [row] = [row for row in found if row["Part"] == "Thematic reports"]
    assert row["Title"].startswith(f"A/HRC/61/49; {mandate_acronym('wgad')}; Annual report; ")
    assert row["Address"].endswith("/mandates/wgad")
