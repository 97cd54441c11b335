"""The list of areas, and what a process takes from it."""

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from flask.sansio.blueprints import Blueprint

from portal.app.areas import AREAS
from portal.app.packages import PACKAGES
from portal.web.area import ROOT
from tests.support.portal import Pages


def views(blueprints: Sequence[Blueprint]) -> Iterator[str]:
    for blueprint in blueprints:
        yield blueprint.import_name
        yield from views([inner for inner, _ in blueprint._blueprints])  # nothing else names them


def test_every_area_and_all_that_one_stores_is_in_the_list() -> None:
    """A module of another name would be left out in silence."""
    found = {
        ".".join(path.relative_to(ROOT).parent.parts)
        for name in ("area.py", "stored.py")
        for path in (ROOT / "portal").glob(f"*/**/{name}")
    }
    assert found - {"portal.web"} == set(PACKAGES)
    assert len(set(PACKAGES)) == len(PACKAGES)


@pytest.mark.parametrize("process", ["consumer", "feed", "migrate"])
def test_a_process_without_pages_imports_none(process: str) -> None:
    """Pages cost memory, and a feed or a consumer shows none."""
    said = subprocess.run(  # noqa: S603  # ours
        [sys.executable, "-c", f"import sys, portal.app.{process}; print(*sys.modules)"],
        cwd=Path(ROOT),
        check=True,
        capture_output=True,
        text=True,
    )
    imported = set(said.stdout.split())
    pages = {name for area in AREAS for name in views(area.blueprints)}
    assert pages >= {"portal.letters.communications.decisions", "portal.app.health"}
    assert imported & pages == set()
    assert imported & {f"{package}.area" for package in PACKAGES} == set()


def test_areas_add_their_parts_to_the_home_page_in_their_order(portal: Pages) -> None:
    home = portal.visitor().get("/en/").text
    parts = [one for area in AREAS for one in area.parts if one.page == "home.index"]
    named = [one.template.partition("/")[0] for one in sorted(parts, key=lambda one: one.rank)]
    assert named == [
        "register",
        "briefings",
        "stakeholders",
        "members",
        "organisations",
        "sessions",
        "consultations",
        "dialogues",
        "engagement",
        "selection",
        "coverage",
        "library",
        "invitations",
        "corpus",
    ]
    found = [
        home.index(f'id="{one}"')
        for one in (
            "who",
            "register",
            "mandates",
            "committee",
            "organisations",
            "sessions",
            "consultations",
            "dialogues",
            "engagement",
            "vacancies",
            "coverage",
            "library",
            "all-recommendations",
        )
    ]
    assert found == sorted(found)


def test_every_part_is_asked_for_by_a_template() -> None:
    """A part whose place no template names would show nowhere."""
    asked = {
        place
        for path in (ROOT / "portal").glob("*/**/templates/*.html")
        for place in re.findall(r'parts_of\("([^"]+)"\)', path.read_text())
    }
    assert {one.page for area in AREAS for one in area.parts} == asked
