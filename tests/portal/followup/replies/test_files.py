"""The files of a reply: unchanged, for people who read the reply, never in the clear."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from pydantic_core import to_json
from sqlalchemy import select

from portal.casefile.attachments.objects import Objects
from portal.casefile.attachments.unclaimed import PATIENCE, sweep
from portal.followup.replies.read_model import REPLIES
from portal.letters.communications.read_model import COMMUNICATIONS
from portal.web.audit.chain import audit
from portal.web.clock.read_model import DEMO
from portal.web.delivery.outbox import outbox
from shared.contracts.followup_replies import ReplyAttachmentAdded
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from tests.portal.followup.replies.conftest import DUE
from tests.support.check import kept, press
from tests.support.files import PDF, send
from tests.support.followup import LETTER, NOW, REPLY, logged, tell
from tests.support.portal import Pages, Visitor, pages, sqlite_urls
from tests.support.reprisals import known

LOG = f"/replies/{LETTER}/log"
FILES = f"/replies/{LETTER}/{REPLY}/files/"
FILED = {"kind": "substantive", "language": "fr", "text": "The reply."}
HELD = {"mandates": frozenset({"sr-torture"})}


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    urls = sqlite_urls(tmp_path)
    files: dict[str, Any] = {"attachments": str(tmp_path / "files"), "attachment_bytes": 1024**2}
    with pages(*urls, demo=True, **files) as built:
        tell(built.engine, DEMO, [])
        tell(built.engine, COMMUNICATIONS, [])
        tell(built.engine, REPLIES, [DUE, logged(DUE)])
        yield built


def desk(portal: Pages) -> Visitor:
    return portal.signed_in(Role.QUICK_RESPONSE_DESK)


def government(portal: Pages) -> Visitor:
    return portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"CHE"}))


def asked(portal: Pages) -> list[dict[str, Any]]:
    return [json.loads(request.content) for request in portal.asked]


def objects(tmp_path: Path) -> int:
    directory = tmp_path / "files"
    return len(list(directory.iterdir())) if directory.exists() else 0


def happened(portal: Pages) -> ReplyAttachmentAdded:
    """Tell the tables what followup tells of the file that it was asked to add last, twice."""
    data = asked(portal)[-1]["data"]
    details = Sealed(**data.pop("details"))
    fact = ReplyAttachmentAdded(
        **data, details=details, by_government=False, added_by="desk-1", added_at=NOW
    )
    for _ in range(2):
        tell(portal.engine, REPLIES, [DUE, logged(DUE), fact])
    return fact


def test_a_government_files_its_reply_with_its_annexes(portal: Pages) -> None:
    ministry = government(portal)
    page = send(ministry, LOG, (PDF, "annexe.pdf"), (PDF, "b.pdf"), **FILED)
    assert page.status_code == 200
    assert "annexe.pdf\nb.pdf" in page.text
    assert asked(portal) == []
    assert press(ministry, LOG, page.text, "send").status_code == 303
    reply, *files = asked(portal)
    assert reply["type"] == "log-reply"
    assert [one["type"] for one in files] == ["add-reply-attachment"] * 2
    for one in files:
        assert one["data"]["reply_id"] == reply["data"]["reply_id"]
        assert one["data"]["details"]["subject"] == f"reply-{reply['data']['reply_id']}"
    assert b"annexe" not in b"".join(request.content for request in portal.asked)


def test_the_same_form_twice_keeps_its_files_once(portal: Pages, tmp_path: Path) -> None:
    ministry = government(portal)
    page = send(ministry, LOG, (PDF, "a.pdf"), **FILED).text
    for _ in range(2):
        assert press(ministry, LOG, page, "send").status_code == 303
    assert objects(tmp_path) == 1
    assert [one["type"] for one in asked(portal)].count("add-reply-attachment") == 1


def test_a_file_that_is_not_taken_stops_the_reply_and_what_was_typed_stays(
    portal: Pages, tmp_path: Path
) -> None:
    page = send(government(portal), LOG, (PDF, "a.pdf"), (b"MZ", "bad.exe"), **FILED)
    assert page.status_code == 422
    assert "bad.exe: Send documents" in page.text
    assert "The reply." in page.text
    assert (asked(portal), objects(tmp_path)) == ([], 0)


def test_who_goes_back_from_the_check_finds_the_files_and_leaves_one_out(portal: Pages) -> None:
    ministry = government(portal)
    page = send(ministry, LOG, (PDF, "a.pdf"), (PDF, "b.pdf"), **FILED).text
    form = press(ministry, LOG, page, "change").text
    assert "The reply." in form
    ticked = re.findall(r'name="carried" value="([^"]+)" checked>', form)
    assert len(ticked) == 2
    first = next(value for name, value in kept(page) if name == "command_id")
    typed = {**FILED, "command_id": first, "carried": ticked[0]}
    page = send(ministry, LOG, (PDF, "c.pdf"), **typed).text
    assert "a.pdf\nc.pdf" in page
    assert press(ministry, LOG, page, "send").status_code == 303
    assert [one["type"] for one in asked(portal)].count("add-reply-attachment") == 2


def test_a_file_is_carried_to_its_own_reply_only(portal: Pages) -> None:
    ministry = government(portal)
    page = send(ministry, LOG, (PDF, "a.pdf"), **FILED).text
    token = next(value for name, value in kept(page) if name == "carried")
    for carried in (token, "forged"):
        other = send(ministry, LOG, **FILED, carried=carried).text
        assert "a.pdf" not in other
        assert press(ministry, LOG, other, "send").status_code == 303
    assert "add-reply-attachment" not in [one["type"] for one in asked(portal)]


def test_a_reply_that_is_refused_keeps_its_files_for_another_try(
    portal: Pages, tmp_path: Path
) -> None:
    ministry = government(portal)
    page = send(ministry, LOG, (PDF, "a.pdf"), **FILED).text
    portal.answer = httpx.Response(422, content=to_json({"title": "Not so."}))
    refused = press(ministry, LOG, page, "send")
    assert (refused.status_code, "Not so." in refused.text) == (422, True)
    assert "a.pdf" in refused.text
    assert objects(tmp_path) == 1


def test_a_file_that_was_swept_meanwhile_stops_the_reply(portal: Pages, tmp_path: Path) -> None:
    ministry = government(portal)
    page = send(ministry, LOG, (PDF, "a.pdf"), **FILED).text
    sweep(portal.engine, Objects(str(tmp_path / "files")), at=portal.clock.at + PATIENCE)
    answer = press(ministry, LOG, page, "send")
    assert (answer.status_code, "kept for a day only" in answer.text) == (422, True)
    assert "The reply." in answer.text
    assert asked(portal) == []


def test_the_desk_adds_a_file_later_and_who_reads_the_reply_downloads_it(portal: Pages) -> None:
    office = desk(portal)
    assert "will be listed here" in office.get(FILES).text
    assert send(office, FILES, (PDF, "réponse.pdf")).status_code == 303
    fact = happened(portal)
    assert "réponse.pdf" in office.get(FILES).text
    assert "1 file" in office.get(f"/replies/{LETTER}/case").text
    assert "File added to a reply" in office.get(f"/replies/{LETTER}/case").text
    file = office.get(f"{FILES}{fact.attachment_id}")
    assert file.data == PDF
    assert file.headers["Content-Disposition"].startswith("attachment; ")
    assert file.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert office.account is not None
    with portal.engine.connect() as conn:
        read = {(row.actor_id, row.purpose) for row in conn.execute(select(audit))}
    assert (office.account.account_id, "replies.files.download") in read


def test_while_followup_is_away_the_file_is_kept(portal: Pages) -> None:
    portal.answer = httpx.Response(503)
    office, form = desk(portal), str(uuid4())
    for _ in range(2):
        assert send(office, FILES, (PDF, "a.pdf"), command_id=form).status_code == 303
    with portal.engine.connect() as conn:
        [row] = conn.execute(select(outbox)).all()
    assert (row.service, row.type, row.delivered_at) == ("followup", "add-reply-attachment", None)


def test_what_is_not_taken_is_said(portal: Pages) -> None:
    office = desk(portal)
    page = send(office, FILES, (b"MZ", "bad.exe"))
    assert (page.status_code, "bad.exe: Send documents" in page.text) == (422, True)
    assert "Choose at least one file" in office.post(FILES, {"command_id": str(uuid4())}).text


@pytest.mark.parametrize(
    ("role", "also", "status"),
    [
        (Role.QUICK_RESPONSE_DESK, {}, 200),
        (Role.HUMAN_RIGHTS_OFFICER, HELD, 200),
        (Role.HUMAN_RIGHTS_OFFICER, {"mandates": frozenset({"sr-health"})}, 404),
        (Role.MANDATE_HOLDER, HELD, 200),
        (Role.MANDATE_HOLDER, {"mandates": frozenset({"sr-health"})}, 404),
        (Role.CHIEF, {}, 200),
        (Role.PUBLICATION_OFFICER, {}, 200),
        (Role.DESK_OFFICER, {"state_codes": frozenset({"CHE"})}, 200),
        (Role.DESK_OFFICER, {"state_codes": frozenset({"KEN"})}, 404),
        (Role.GOVERNMENT, {"state_codes": frozenset({"CHE"})}, 200),
        (Role.GOVERNMENT, {"state_codes": frozenset({"KEN"})}, 404),
        (Role.COORDINATION_COMMITTEE, {}, 403),
        (Role.AUDITOR, {}, 403),
        (Role.NGO_MEMBER, {}, 403),
        (Role.CONTACT_POINT, {}, 403),
        (Role.CANDIDATE, {}, 403),
        (Role.SYSTEM_ADMIN, {}, 403),
    ],
)
def test_who_reads_the_reply_reads_its_files_and_nobody_else(
    portal: Pages, role: Role, also: dict[str, Any], status: int
) -> None:
    send(desk(portal), FILES, (PDF, "a.pdf"))
    fact = happened(portal)
    known(portal.engine, LETTER)
    reader = portal.signed_in(role, **also)
    assert reader.get(FILES).status_code == status
    assert reader.get(f"{FILES}{fact.attachment_id}").status_code == status
    adds = role is Role.QUICK_RESPONSE_DESK or (role is Role.GOVERNMENT and status == 200)
    taken = send(reader, FILES, (PDF, "b.pdf")).status_code
    assert (taken == 303) is adds
    assert ("Add files</button>" in reader.get(FILES).text) is adds


def test_a_file_is_of_its_own_reply_only(portal: Pages) -> None:
    office = desk(portal)
    send(office, FILES, (PDF, "a.pdf"))
    fact = happened(portal)
    other = FILES.replace(REPLY, str(derive_id("another")))
    assert office.get(other).status_code == 404
    assert office.get(f"{other}{fact.attachment_id}").status_code == 404
    assert office.get(f"{FILES}{derive_id('none')}").status_code == 404


def test_an_erased_file_says_so(portal: Pages) -> None:
    office = desk(portal)
    send(office, FILES, (PDF, "a.pdf"))
    fact = happened(portal)
    portal.vault.forget(f"reply-{REPLY}", at=NOW)
    assert "was erased on request" in office.get(FILES).text
    assert office.get(f"{FILES}{fact.attachment_id}").status_code == 410
