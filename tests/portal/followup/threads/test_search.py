"""Searching the messages of threads: by each door the threads that are read there, and no other."""

import re
from datetime import timedelta
from typing import Any

import pytest

from portal.followup.threads import searching
from shared.contracts.followup_visit_thread_commands import StrikeVisitMessage
from shared.core.roles import Role
from shared.reference.visit_threads import AUDIENCES
from tests.portal.followup.partners.test_pages import NGO, NHRI, RC, comes, officer
from tests.portal.followup.threads.test_pages import KEN, government, page_of
from tests.portal.stakeholders.test_pages import text
from tests.support.missions import Missions
from tests.support.partners import Partners
from tests.support.portal import Pages, Visitor
from tests.support.threads import Threads


@pytest.fixture
def threads(portal: Pages) -> Threads:
    made = Threads(Partners(Missions(portal.engine, portal.vault, portal.clock())))
    made.partners.missions.hear()
    made.partners.missions.official("Minister Zora")
    return made


def found(visitor: Visitor, base: str, words: str = "", **also: str) -> str:
    """Search, and return the page of what was found."""
    typed = {"text": words, "side": "", "first": "", "last": "", **also}
    answer = visitor.post(f"{base}/search", typed)
    assert answer.status_code == 303, answer.text
    assert not words or words not in answer.headers["Location"], "no log has the words"
    got = visitor.get(answer.headers["Location"])
    assert got.status_code == 200
    return str(got.text)


def number(page: str) -> int:
    shown = re.search(r'id="found">\s*Messages \((\d+)\)', page)
    return int(shown[1]) if shown else 0


def test_each_finds_what_it_reads_by_its_door_and_a_count_tells_no_more(
    portal: Pages, threads: Threads
) -> None:
    for audience in AUDIENCES:
        threads.opened(audience, f"Tortured prisoners, said to {audience}", "Prisons")
    struck = threads.opened("partners", "A struck word about prisoners")
    threads.ask(
        StrikeVisitMessage,
        struck,
        message_id=threads.id("message", "A struck word about prisoners"),
    )
    doors: list[tuple[Visitor, str, set[str]]] = [
        (officer(portal), page_of(threads), set(AUDIENCES)),
        (portal.signed_in(Role.DESK_OFFICER, **KEN), page_of(threads), set(AUDIENCES)),
        (government(portal), "/visit-notes", {"state"}),
    ]
    for kind, who in (RC, ("unct", "unct-1"), NHRI, NGO):
        one = threads.partners.admitted(kind, who)
        its: set[str] = {audience for audience, kinds in AUDIENCES.items() if kind in kinds}
        doors.append((comes(portal, kind, who), f"/my-visits/{one}/threads", its))
    for visitor, base, reads in doors:
        page = found(visitor, base, "prisoner TORTURE")
        assert number(page) == len(reads)
        for audience in AUDIENCES:
            assert (f"said to {audience}" in page) is (audience in reads)
        assert "struck word" not in page
        assert "No message that you read here" in text(found(visitor, base, "struck"))
    assert government(portal, "FRA").get("/visit-notes/search").status_code == 200
    assert number(found(government(portal, "FRA"), "/visit-notes", "prisoners")) == 0
    other = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"wgad"}))
    assert other.get(f"{page_of(threads)}/search").status_code == 404
    offered = government(portal).get("/visit-notes/search").text
    assert 'value="state"' in offered
    assert not [side for side in ("rc", "ngo", "desk") if f'value="{side}"' in offered]


def test_by_who_wrote_and_by_day_and_what_is_erased_is_not_found(
    portal: Pages, threads: Threads, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, office, base = threads.partners.admitted(*NGO), officer(portal), page_of(threads)
    thread = threads.opened("partners", "First question", "Laws")
    by = threads.partners.member(*NGO)
    answer = threads.written(thread, "First answer", by=by, partner=one)
    page = found(office, base, side="ngo")
    assert number(page) == 1
    assert "First answer" in page
    assert f"{base}/{thread}?messages=1#m-{answer}" in page
    day = threads.partners.missions.at.date()
    for first, last, some in ((0, 0, 2), (1, 1, 0), (-1, -1, 0)):
        days = {"first": str(day + timedelta(first)), "last": str(day + timedelta(last))}
        assert number(found(office, base, "first", **days)) == some
    assert number(found(office, base, "first", first="0001-01-01", last="9999-12-31")) == 2
    wrong: tuple[dict[str, Any], ...] = (
        {"text": ""},
        {"text": "x" * 101},
        {"side": "everybody"},
        {"first": "2026-02-02", "last": "2026-02-01"},
        {"first": "yesterday"},
    )
    for typed in wrong:
        assert office.post(f"{base}/search", {"side": "", **typed}).status_code == 422
    monkeypatch.setattr(searching, "MOST", 1)
    assert "older ones were not" in text(found(office, base, "first"))
    monkeypatch.undo()
    portal.vault.forget(f"visitdialogue-{answer}", at=portal.clock())
    assert number(found(office, base, "answer")) == 0
    assert "This search is over" in text(office.get(f"{base}/search?asked=x").text)
