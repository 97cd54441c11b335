"""Files beside a message: for whoever reads the thread, until it is struck, and nobody else."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from portal.web.clock.read_model import DEMO
from shared.contracts.followup_visit_thread_commands import (
    AddVisitMessageFile,
    StrikeVisitMessage,
)
from shared.core.message import Sealed
from tests.portal.followup.partners.test_pages import NGO, NHRI, RC, comes, officer
from tests.portal.followup.threads.test_pages import government, page_of
from tests.portal.stakeholders.test_pages import text
from tests.support.files import PDF, send
from tests.support.followup import tell
from tests.support.missions import Missions
from tests.support.partners import Partners
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.threads import Threads


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    files: dict[str, Any] = {"attachments": str(tmp_path / "files"), "attachment_bytes": 1024**2}
    with pages(*sqlite_urls(tmp_path), demo=True, **files) as built:
        tell(built.engine, DEMO, [])
        yield built


def test_who_wrote_adds_files_and_whoever_reads_the_thread_reads_them(portal: Pages) -> None:
    threads = Threads(Partners(Missions(portal.engine, portal.vault, portal.clock())))
    threads.partners.missions.hear()
    threads.partners.missions.official("Minister Zora")
    one, thread = threads.partners.admitted(*NHRI), threads.opened("nhri", "Which places?")
    rc, ngo = (threads.partners.admitted(*each) for each in (RC, NGO))
    visitor = comes(portal, *NHRI)
    assert visitor.account is not None
    by = replace(threads.partners.member(*NHRI), actor_id=visitor.account.account_id)
    mine = threads.written(thread, "Our list", by=by, partner=one)
    page, office_page = f"/my-visits/{one}/threads/{thread}", f"{page_of(threads)}/{thread}"
    files, office = f"{page}/{mine}/files/", officer(portal)
    theirs = f"{office_page}/{mine}/files/"
    assert files in visitor.get(page).text
    assert theirs not in office.get(office_page).text, "it has none, and they add none"
    shown = text(visitor.get(files).text)
    assert "Our list" in shown
    assert "names of sources" not in shown
    answer = send(visitor, files, (PDF, "places.pdf"), hidden_details="keep")
    assert answer.status_code == 303
    content = portal.asked[-1].content
    assert b"places" not in content
    data = json.loads(content)["data"]
    assert data["details"]["subject"] == f"visitdialogue-{mine}"
    assert data["partner_id"] == one
    for name in ("thread_id", "mission_id", "mandate"):
        data.pop(name)
    told = {**data, "details": Sealed(**data["details"])}
    threads.ask(AddVisitMessageFile, thread, by=by, **told)
    attachment = data["attachment_id"]

    assert theirs in office.get(office_page).text
    read = office.get(theirs).text
    assert "places.pdf" in read
    assert "Choose files" not in read
    assert office.get(f"{theirs}{attachment}").data == PDF
    assert send(office, theirs, (PDF, "x.pdf"), hidden_details="keep").status_code == 404
    first = threads.id("message", "Which places?")
    assert office.get(f"{office_page}/{first}/files/{attachment}").status_code == 404
    for other, door in (
        (comes(portal, *RC), f"/my-visits/{rc}/threads"),
        (comes(portal, *NGO), f"/my-visits/{ngo}/threads"),
        (government(portal), "/visit-notes"),
    ):
        for end in ("", attachment):
            assert other.get(f"{door}/{thread}/{mine}/files/{end}").status_code == 404
    threads.ask(StrikeVisitMessage, thread, message_id=mine)
    for gone in (files, f"{files}{attachment}"):
        assert visitor.get(gone).status_code == 404
    assert office.get(f"{theirs}{attachment}").status_code == 404
    assert theirs not in office.get(office_page).text
