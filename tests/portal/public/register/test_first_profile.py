"""The profile of a State with a letter and a few visits, and before anything is published."""

import json
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from portal.app.read_models import READ_MODELS
from portal.public.register.read_model import REGISTER
from portal.public.register.statement_model import REGISTER_STATEMENTS
from shared.contracts.approvals_statements import StatementKind
from shared.contracts.followup_publication import (
    CommunicationPublished,
)
from shared.core.message import derive_id
from shared.read_models.model import Applier
from tests.approvals.statements import ISSUED
from tests.portal.public.register.conftest import rows
from tests.portal.public.register.history import (
    letters_told,
)
from tests.support.followup import NOW
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.publication import arriving
from tests.support.ready import ready


def test_before_anything_is_published_each_page_says_so(tmp_path: Any) -> None:
    with pages(*sqlite_urls(tmp_path)) as built:
        ready(built.engine, READ_MODELS)
        for path, said in (
            ("states/FRA", "appear here once they are published"),
            ("states/FRA/briefing", "Choose other years or themes"),
            ("themes", "Numbers appear here with the first published letter"),
            ("themes/women", "Numbers appear here with the first published letter"),
        ):
            assert said in built.visitor().get(f"/en/register/{path}").text, path
        one = letter_to("FRA")
        Applier(built.engine, REGISTER).apply(arriving(one))
        assert_a_letter_is_of_the_year_of_its_reference(built)
        assert_a_visit_counts_once(built)
        found = built.visitor().get("/en/register/themes?since=2030").text
        assert "Nothing that is published matches" in found


def assert_a_letter_is_of_the_year_of_its_reference(site: Pages) -> None:
    """It was sent on the second of January, and has the number of the year before."""
    page = "/en/register/states/FRA"
    assert "AL FRA 9/2025" in site.visitor().get(f"{page}?year=2025").text
    assert "AL FRA 9/2025" not in site.visitor().get(f"{page}?year=2026").text
    for query, number in (("since=2026", 0), ("until=2025", 1)):
        told = json.loads(site.visitor().get(f"{page}/briefing.json?{query}").text)
        assert (told["numbers"]["letters"], len(told["items"])) == (number, number)
    assert told["items"][0]["on"] == "2026-01-02"


def assert_a_visit_counts_once(site: Pages) -> None:
    """It had a statement and a report; another had a report alone."""
    first = datetime(2026, 3, 1, 12, tzinfo=UTC)
    these: list[tuple[StatementKind, str | None, date, str]] = [
        ("end_of_mission", None, date(2026, 2, 1), "Ending"),
        ("mission_report", "A/HRC/61/40/Add.1", date(2026, 2, 1), "Reporting"),
        ("mission_report", "A/HRC/61/41/Add.1", date(2025, 2, 1), "Alone"),
    ]
    told = [
        replace(
            ISSUED, statement_id=str(derive_id(title)), kind=kind, symbol=symbol, states=("FRA",),
            visit_from=begin, visit_to=begin + timedelta(days=9), title=title,
            first_issued_at=first, mandates=("wgad",),
        )
        for kind, symbol, begin, title in these
    ]  # fmt: skip
    Applier(site.engine, REGISTER_STATEMENTS).apply(arriving(*told, topic="approvals.events"))
    found = json.loads(site.visitor().get("/en/register/states/FRA/briefing.json").text)
    assert found["numbers"]["visits"] == 2
    assert [one["visit"] for one in found["items"][:3]].count(["2026-02-01", "2026-02-10"]) == 2
    page = site.visitor().get("/en/register/states/FRA").text
    assert "Visit from 1 Feb 2026 to 10 Feb 2026" in page
    part = page.partition("with what was issued on them")[2].partition("</table>")[0]
    [both, alone] = sorted(rows(part), key=lambda row: len(row[3]), reverse=True)
    assert "Ending" in both[3]
    assert "Reporting" in both[3]
    assert alone[1:] == ["1 Feb 2025", "10 Feb 2025", "Alone A/HRC/61/41/Add.1"]


def letter_to(state: str) -> CommunicationPublished:
    told = next(
        one
        for one in letters_told(random.Random(1), 20, NOW)
        if isinstance(one, CommunicationPublished)
    )
    return replace(
        told,
        communication_id=str(derive_id("to", state)),
        recipient=state,
        reference=f"AL {state} 9/2025",
        transmitted_at=datetime(2026, 1, 2, 12, tzinfo=UTC),
    )
