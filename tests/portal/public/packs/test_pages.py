"""The pages of the annual statistics: two roles draft, and everybody reads what is frozen."""

import csv
import hashlib
import io
import random
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pydantic import TypeAdapter
from werkzeug.test import TestResponse

from portal.app.read_models import READ_MODELS
from portal.public.packs import counting, demo
from portal.public.register.statistics import Reading
from services.stakeholders.pack_entries import PACK_ENTRIES
from shared.contracts.stakeholders_pack_commands import TYPES, DraftStatisticsPack
from shared.contracts.stakeholders_pack_commands import FreezeStatisticsPack as Freeze
from shared.contracts.stakeholders_pack_entries import COMMANDS
from shared.core.actor import ActorSigner, Asked
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.approvals.statements import ISSUED
from tests.approvals.statements import WITHDRAWN as TAKEN_BACK
from tests.portal.public.packs.test_counting import TODAY, tell, told_by
from tests.portal.public.register.history import WITHIN
from tests.portal.stakeholders.test_pages import text
from tests.support.invented import asked_of
from tests.support.ods import tables_of
from tests.support.packs import CHIEF, Packs
from tests.support.papers import told_in_each_language
from tests.support.portal import Pages, Visitor, pages, sqlite_urls
from tests.support.publication import arriving
from tests.support.ready import ready

PUBLIC, DESK = "/en/statistics-packs", "/statistics-packs-desk"
YEAR = 2025
NOTHING = "The platform has no facts for this section yet. That is not nought."


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[Pages, Packs]]:
    with pages(*sqlite_urls(tmp_path)) as built:
        ready(built.engine, READ_MODELS)
        letters, statements = told_by(random.Random(3))
        told = arriving(*letters)[:300], arriving(*statements, topic="approvals.events")
        tell(built, *told)
        yield built, Packs(built.engine)


def counted(portal: Pages, number: int = 0, reason: str | None = None) -> DraftStatisticsPack:
    with portal.engine.connect() as conn:
        found = counting.counted(conn, YEAR, Reading(today=TODAY, within=WITHIN + number))
    return DraftStatisticsPack(
        year=YEAR,
        number=number,
        reason=reason,
        as_of=TODAY,
        within=WITHIN + number,
        position=found.position,
        tables=found.tables,
        definitions=found.definitions,
    )


def commands(portal: Pages) -> list[tuple[Any, Asked]]:
    """Return what was asked of the service, and who asked."""
    every = {**TYPES, **COMMANDS}
    types: dict[str, TypeAdapter[Any]] = {name: TypeAdapter(cls) for name, cls in every.items()}
    signer = ActorSigner(portal.settings.actor_key_list)
    return [asked_of(signer, request, types) for request in portal.asked]


def files_of_it(anybody: Visitor, hash_: str) -> TestResponse:
    """The hash is that of the CSV file, and the others have the same numbers."""
    file = anybody.get(f"/statistics-packs/{YEAR}/0/pack.csv")
    assert hashlib.sha256(file.data).hexdigest() == hash_
    marked = f"/statistics-packs/{YEAR}/0/pack.csv?for=excel"
    assert anybody.get(marked).text == f"\ufeff{file.text}"
    assert f'href="{marked}"' in anybody.get(f"/statistics-packs/{YEAR}/0").text
    rows = [*csv.reader(io.StringIO(file.text))]
    letters = sum(int(row[4]) for row in rows if row[1] == "types" and row[3] == "letters")
    assert ["I", "facts", "letters", "number", str(letters)] in rows
    book = load_workbook(io.BytesIO(anybody.get(f"/statistics-packs/{YEAR}/0/pack.xlsx").data))
    ods = tables_of(anybody.get(f"/statistics-packs/{YEAR}/0/pack.ods").data)
    assert len(book.sheetnames) == len(ods) == 16
    sheet = [[cell.value for cell in row] for row in book["IX. Communications"].rows]
    assert ["Type of letter", "Letters", "Joint letters", "Follow-up letters"] in sheet
    assert [[cell.value for cell in row] for row in book["XI. Themes of reports"].rows][1] == [
        NOTHING
    ]
    pictures_of_it(anybody)
    paper = f"/statistics-packs/{YEAR}/0/pack.pdf"
    told_in_each_language(lambda code: anybody.get(f"/{code}{paper}"), kind="pack")
    return file


def pictures_of_it(anybody: Visitor) -> None:
    """Each picture of the page is a file too, with the numbers of the edition."""
    page = anybody.get(f"{PUBLIC}/{YEAR}/0").text
    drawn = re.findall(r'<svg class="chart__drawing"[^>]* aria-labelledby="([a-z_]+)-title', page)
    assert drawn == ["types", "mandates", "groups", "states", "statements"]
    rows = [*csv.reader(io.StringIO(anybody.get(f"/statistics-packs/{YEAR}/0/pack.csv").text))]
    for name in drawn:
        path = f"statistics-packs/{YEAR}/0/{name}.svg"
        assert f'href="/{path}"' in page
        first = next(row[3] for row in rows if row[1] == name)
        numbers = {row[4] for row in rows if (row[1], row[3]) == (name, first)}
        for where in (path, f"ar/{path}"):
            answer = anybody.get(f"/{where}")
            assert answer.headers["Content-Security-Policy"].startswith("sandbox;")
            assert f'annual-statistics-{YEAR}-0-{name}.svg"' in str(answer.headers)
            root = ET.fromstring(answer.text)  # noqa: S314  # our own answer
            said = {"".join(one.itertext()) for one in root.iter() if one.tag.endswith("text")}
            assert numbers <= said
        assert f"Annual statistics {YEAR}, First edition" in anybody.get(f"/{path}").text
    for gone in ("rates", "facts", "nothing"):
        assert anybody.get(f"/statistics-packs/{YEAR}/0/{gone}.svg").status_code == 404
    assert anybody.get(f"/statistics-packs/{YEAR}/7/types.svg").status_code == 404


def assert_only_what_was_read_is_frozen(portal: Pages, hash_: str) -> None:
    """Who has not seen this draft sees it first; what changed since is not frozen."""
    chief, page = portal.signed_in(Role.CHIEF), f"{DESK}/{YEAR}/0"
    portal.asked.clear()
    for act in ("freeze", "discard"):
        for read in ("", f"?hash={'0' * 64}"):
            assert "IX. Communications" in chief.get(f"{page}/{act}{read}").text
        shown = chief.get(f"{page}/{act}?hash={hash_}").text
        assert "IX. Communications" not in shown
        assert hash_ in shown
        for wrong in ({}, {"hash": "0" * 64}):
            again = chief.post(f"{page}/{act}", wrong)
            assert again.status_code == 409
            assert "Read the numbers of this draft first" in again.text
    assert not portal.asked

    first = datetime(YEAR, 6, 1, tzinfo=UTC)
    told = replace(ISSUED, statement_id=str(derive_id("later")), first_issued_at=first)
    back = replace(TAKEN_BACK, statement_id=told.statement_id, first_issued_at=first)
    further = arriving(*[told] * 100, back, topic="approvals.events")
    tell(portal, [], further[:100])
    changed = chief.post(f"{page}/freeze", {"hash": hash_})
    assert changed.status_code == 409
    assert "Texts changed since this was counted" in changed.text
    assert not portal.asked
    tell(portal, [], further)
    assert chief.post(f"{page}/freeze", {"hash": hash_}).status_code == 303
    assert chief.post(f"{page}/discard", {"hash": hash_}).status_code == 303
    assert [asked.hash for asked, _ in commands(portal)] == [hash_, hash_]


def test_a_pack_is_drafted_frozen_read_and_corrected(house: tuple[Pages, Packs]) -> None:
    portal, packs = house
    anybody, desk = portal.visitor(), portal.signed_in(Role.QUICK_RESPONSE_DESK)
    assert "appear here once they are frozen" in anybody.get(PUBLIC).text
    assert "will appear here" in desk.get(DESK).text
    assert "It is not nought." in anybody.get(f"{PUBLIC}/definitions").text

    # a draft is counted by the portal, and nobody else reads it
    form = {"year": str(YEAR)}
    assert desk.post(f"{DESK}/draft", {"year": "1850"}).status_code == 422
    assert desk.post(f"{DESK}/draft", form).status_code == 303
    [(asked, _)] = commands(portal)
    assert (asked.year, asked.within) == (YEAR, WITHIN)
    (drafted,) = packs.do(asked)
    assert anybody.get(f"{PUBLIC}/{YEAR}/0").status_code == 404
    assert anybody.get(f"/statistics-packs/{YEAR}/0/types.svg").status_code == 404
    shown = text(desk.get(f"{DESK}/{YEAR}/0").text)
    assert "IX. Communications" in shown
    assert shown.count(NOTHING) == 11
    assert "types.svg" not in desk.get(f"{DESK}/{YEAR}/0").text

    # another person freezes it, and then everybody reads it
    assert f"{DESK}/{YEAR}/0/discard?hash={drafted.hash}" in desk.get(f"{DESK}/{YEAR}/0").text
    assert_only_what_was_read_is_frozen(portal, drafted.hash)
    assert desk.get(f"{DESK}/{YEAR}/correct").status_code == 404
    packs.do(Freeze(year=YEAR, number=0, hash=drafted.hash), by=CHIEF)
    for gone in ("", "/freeze", "/discard"):
        assert desk.get(f"{DESK}/{YEAR}/0{gone}").status_code == 404
    assert f"Annual statistics {YEAR}" in anybody.get(PUBLIC).text
    page = anybody.get(f"{PUBLIC}/{YEAR}/0").text
    assert "What this corrigendum changes" not in page
    for section in ("I. Fact sheet", "V. Country visits conducted: list", "XI. Themes of reports"):
        assert section in page
    assert "position" not in page

    assert 'dir="rtl"' in anybody.get(f"/ar/statistics-packs/{YEAR}/0").text
    file = files_of_it(anybody, drafted.hash)

    # a corrigendum follows, and the edition before stays
    assert "Why is it corrected?" in desk.get(f"{DESK}/{YEAR}/correct").text
    assert desk.post(f"{DESK}/{YEAR}/correct", {"reason": "definition"}).status_code == 303
    tell(portal, arriving(*told_by(random.Random(3))[0]), [])
    (corrected,) = packs.do(counted(portal, 1, "published_late"))
    packs.do(Freeze(year=YEAR, number=1, hash=corrected.hash), by=CHIEF)
    newest = text(anybody.get(f"{PUBLIC}/{YEAR}/1").text)
    assert "Texts of the year were published since" in newest
    assert "Letters by type" in newest.partition("What this corrigendum changes")[2]
    assert "These numbers were corrected since." in anybody.get(f"{PUBLIC}/{YEAR}/0").text
    assert anybody.get(f"/statistics-packs/{YEAR}/0/pack.csv").data == file.data
    assert "Corrigendum 1" in desk.get(DESK).text


def test_an_address_of_nothing_is_nothing(house: tuple[Pages, Packs]) -> None:
    portal, _ = house
    desk = portal.signed_in(Role.CHIEF)
    for path in ("2024/0", "2025/7", "0/0", "2025/99999999999", "9" * 30 + "/0"):
        assert portal.visitor().get(f"{PUBLIC}/{path}").status_code == 404
        for act in ("", "/freeze", "/discard"):
            assert desk.get(f"{DESK}/{path}{act}").status_code == 404
        assert desk.get(f"{DESK}/{path.partition('/')[0]}/correct").status_code == 404


def test_the_demonstration_freezes_last_year_with_two_persons(house: tuple[Pages, Packs]) -> None:
    portal, _ = house
    portal.person(Role.QUICK_RESPONSE_DESK, email="qrd@demo.example")
    portal.person(Role.CHIEF, email="chief@demo.example")
    portal.asked.clear()
    with portal.app.test_request_context():
        demo.tell()
    fresh = Packs(portal.engine, told=7_000_000)
    support, posts, *packs = commands(portal)
    for one, asked in (support, posts):
        assert len(PACK_ENTRIES.decide(one, asked, PACK_ENTRIES.initial)) == 1
    found = [fresh.do(one, by=asked.by, at=asked.at) for one, asked in packs]
    assert [len(one) for one in found] == [1, 1], "each step changes something"
