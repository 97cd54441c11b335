import json
import re
from collections.abc import Iterator
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from pydantic_core import to_json
from sqlalchemy import select
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from portal.casefile.attachments.read_model import ATTACHMENTS
from portal.casefile.outcomes import LETTERS
from portal.casefile.submissions.read_model import SUBMISSIONS
from portal.desk.triage.read_model import TRIAGE
from portal.web.audit.chain import audit
from portal.web.delivery.outbox import outbox
from shared.contracts.intake_attachments import AttachmentAdded
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.read_models.model import Applier
from tests.support.disguise import undisguised
from tests.support.pictures import SAYS, picture
from tests.support.portal import HERE, Pages, Visitor, pages, sqlite_urls
from tests.support.submissions import AT, ID, published, received, triaged

FILES = f"/submissions/{ID}/files/"
PDF = b"%PDF-1.7\n" + b"the whole report " * 100
FORM = str(derive_id("form", 1))


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    urls = sqlite_urls(tmp_path)
    with pages(*urls, attachments=str(tmp_path / "files"), attachment_bytes=1024**2) as built:
        yield built


@pytest.fixture
def source(portal: Pages) -> Visitor:
    """Whoever filed the submission that the portal was told of."""
    visitor = portal.signed_in(Role.NGO_MEMBER, organisation_id="org-1")
    assert visitor.account is not None
    tell(portal, received(submitter_id=visitor.account.account_id))
    return visitor


_positions = count(1)


def tell(portal: Pages, *facts: object) -> None:
    """Tell the read models these facts, each twice, as Kafka may."""
    new = [published(fact, next(_positions)) for fact in facts]
    for model in (SUBMISSIONS, TRIAGE, ATTACHMENTS, LETTERS):
        applier = Applier(portal.engine, model)
        applier.prepare()
        applier.apply(new)
        applier.apply(new)


def send(visitor: Visitor, *files: tuple[bytes, str], form: str = FORM, **answers: str) -> Any:
    """Send a form with files, as a stream: a large one the test client would leave lying open."""
    parts: MultiDict[str, Any] = MultiDict(
        {"csrf_token": visitor.form_token(), "command_id": form, **answers}
    )
    for content, name in files:
        parts.add("files", FileStorage(BytesIO(content), name))
    boundary, body = encode_multipart(parts)
    return visitor.client.post(
        FILES,
        input_stream=BytesIO(body),
        content_length=len(body),
        content_type=f"multipart/form-data; boundary={boundary}",
        headers=HERE,
    )


def asked(portal: Pages) -> list[dict[str, Any]]:
    return [json.loads(request.content)["data"] for request in portal.asked]


def added(portal: Pages) -> AttachmentAdded:
    """What intake tells of the last file that it was asked to add."""
    command = asked(portal)[-1]
    sealed = Sealed(**command.pop("details"))
    return AttachmentAdded(**command, details=sealed, added_by="ngo-1", added_at=AT)


def test_before_there_are_files_the_page_says_what_will_be_there(source: Visitor) -> None:
    page = source.get(FILES)
    assert "will be listed here" in page.text
    assert "not checked for harmful content" in page.text


def test_a_file_travels_from_the_source_to_whoever_may_read_it(
    portal: Pages, source: Visitor
) -> None:
    assert send(source, (PDF, "تقرير.pdf")).status_code == 303
    tell(portal, received(), triaged(), added(portal))
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    page = desk.get(FILES)
    assert "تقرير.pdf" in page.text
    assert "Not scanned" in page.text
    file = desk.get(f"{FILES}{added(portal).attachment_id}")
    assert file.data == PDF
    assert file.headers["Content-Disposition"] == (
        f"attachment; filename*=UTF-8''{quote('تقرير.pdf')}"
    )
    assert file.headers["Content-Type"] == "application/octet-stream"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert file.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert file.headers["Cache-Control"] == "no-store"


def test_its_name_and_content_are_in_no_command_and_on_no_disk(
    portal: Pages, source: Visitor, tmp_path: Path
) -> None:
    send(source, (PDF, "planted-name.pdf"))
    everywhere = [request.content for request in portal.asked]
    everywhere += [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()]
    assert len(everywhere) > 3
    for content in everywhere:
        assert b"planted-name" not in content
        assert b"the whole report" not in content


@pytest.mark.parametrize(
    ("role", "also", "status"),
    [
        (Role.NGO_MEMBER, {"organisation_id": "org-1"}, 200),
        (Role.NGO_MEMBER, {"organisation_id": "org-2"}, 404),
        (Role.CONTACT_POINT, {"organisation_id": "org-1"}, 404),
        (Role.QUICK_RESPONSE_DESK, {}, 200),
        (Role.HUMAN_RIGHTS_OFFICER, {"mandates": frozenset({"sr-torture"})}, 200),
        (Role.HUMAN_RIGHTS_OFFICER, {"mandates": frozenset({"sr-water"})}, 404),
        (Role.MANDATE_HOLDER, {"mandates": frozenset({"sr-torture"})}, 200),
        (Role.MANDATE_HOLDER, {"mandates": frozenset({"sr-water"})}, 404),
        (Role.CHIEF, {}, 403),
        (Role.COORDINATION_COMMITTEE, {}, 403),
        (Role.GOVERNMENT, {"state_codes": frozenset({"KEN"})}, 403),
        (Role.DESK_OFFICER, {"state_codes": frozenset({"KEN"})}, 403),
        (Role.SYSTEM_ADMIN, {}, 403),
        (Role.AUDITOR, {}, 403),
    ],
)
def test_who_reads_the_submission_reads_its_files_and_nobody_else(
    portal: Pages, source: Visitor, role: Role, also: dict[str, Any], status: int
) -> None:
    send(source, (PDF, "a.pdf"))
    tell(portal, received(), triaged(), added(portal))
    reader = portal.signed_in(role, **also)
    assert reader.get(FILES).status_code == status
    assert reader.get(f"{FILES}{added(portal).attachment_id}").status_code == status


def test_what_the_source_says_of_a_file_stands_beside_it(portal: Pages, source: Visitor) -> None:
    send(source, (PDF, "a.pdf"), to_government="no", language="ar")
    tell(portal, received(), triaged(), added(portal))
    for page in (source.get(FILES), portal.signed_in(Role.QUICK_RESPONSE_DESK).get(FILES)):
        assert "Not to the Government" in page.text
        assert "Language: Arabic." in page.text


def test_an_answer_that_is_none_is_refused_and_the_others_stay(source: Visitor) -> None:
    page = send(source, (PDF, "a.pdf"), to_government="perhaps", hidden_details="remove")
    assert (page.status_code, "Not a valid choice" in page.text) == (422, True)
    assert re.search(r'value="remove" checked', page.text)


def test_hidden_details_are_taken_out_before_anything_is_kept(
    portal: Pages, source: Visitor
) -> None:
    photo = (picture("JPEG"), "photo.jpg")
    page = send(source, photo, (PDF, "a.pdf"), hidden_details="remove")
    assert page.status_code == 422
    assert "a.pdf: Hidden details can be taken out of pictures only" in page.text
    tell(portal, received(), triaged(), added(portal))
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    listed = desk.get(FILES).text
    assert "Its hidden details were taken out before it was kept" in listed
    assert "Download without place" not in listed
    content = desk.get(f"{FILES}{added(portal).attachment_id}").data
    assert not [said for said in SAYS if said in content]


def test_who_passes_a_picture_on_takes_a_copy_without_its_hidden_details(
    portal: Pages, source: Visitor
) -> None:
    taken = picture("JPEG")
    send(source, (taken, "photo.jpg"))
    tell(portal, received(), triaged(), added(portal))
    desk, address = (
        portal.signed_in(Role.QUICK_RESPONSE_DESK),
        f"{FILES}{added(portal).attachment_id}",
    )
    assert desk.get(address).data == taken
    assert f"{address}/without-hidden-details" in desk.get(FILES).text
    copy = desk.get(f"{address}/without-hidden-details")
    assert copy.headers["Content-Disposition"] == "attachment; filename*=UTF-8''photo.jpg"
    assert copy.headers["Content-Length"] == str(len(copy.data))
    assert not [said for said in SAYS if said in copy.data]
    assert f"{address}/without-hidden-details" not in source.get(FILES).text


def test_of_what_is_no_picture_there_is_no_such_copy(portal: Pages, source: Visitor) -> None:
    send(source, (PDF, "a.pdf"))
    tell(portal, received(), triaged(), added(portal))
    desk, address = (
        portal.signed_in(Role.QUICK_RESPONSE_DESK),
        f"{FILES}{added(portal).attachment_id}",
    )
    assert "without-hidden-details" not in desk.get(FILES).text
    refused = desk.get(f"{address}/without-hidden-details")
    assert refused.status_code == 422
    assert "Take them out with another program" in refused.text
    other = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"sr-water"}))
    assert other.get(f"{address}/without-hidden-details").status_code == 404


def test_an_officer_reads_and_adds_nothing(portal: Pages, source: Visitor) -> None:
    tell(portal, triaged())
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"sr-torture"}))
    assert "Add files" not in officer.get(FILES).text
    assert send(officer, (PDF, "a.pdf")).status_code == 403


def test_the_desk_adds_what_came_by_letter(portal: Pages, source: Visitor) -> None:
    assert send(portal.signed_in(Role.QUICK_RESPONSE_DESK), (PDF, "scan.pdf")).status_code == 303
    assert len(asked(portal)) == 1


def test_of_several_files_the_good_ones_are_kept(portal: Pages, source: Visitor) -> None:
    page = send(source, (PDF, "good.pdf"), (b"MZ\x90", "bad.exe"), (b"", "empty.pdf"))
    assert page.status_code == 422
    assert "bad.exe: Send documents" in page.text.replace("&#39;", "'")
    assert "empty.pdf: This file is empty." in page.text
    assert "1 of the files was kept" in page.text
    assert len(asked(portal)) == 1


def test_choosing_none_is_said(source: Visitor) -> None:
    page = source.post(FILES, {"command_id": FORM})
    assert (page.status_code, "Choose at least one file" in page.text) == (422, True)


def test_one_that_is_too_large_is_said(source: Visitor) -> None:
    page = send(source, (PDF + bytes(1024**2), "large.pdf"))
    assert (page.status_code, "larger than 1 MB" in page.text) == (422, True)
    assert "<title>Error: Files: " in page.text


def test_far_too_much_is_refused_before_it_is_read(source: Visitor) -> None:
    page = send(source, (bytes(6 * 1024**2), "huge.pdf"))
    assert page.status_code == 413
    assert f'href="{FILES}">Back to the form</a>' in page.text


def test_sent_twice_it_is_one_file(portal: Pages, source: Visitor, tmp_path: Path) -> None:
    send(source, (PDF, "a.pdf"))
    tell(portal, added(portal))
    send(source, (PDF, "a.pdf"))
    assert len(asked(portal)) == 1
    assert len(list((tmp_path / "files").iterdir())) == 1


def test_while_intake_is_away_it_is_kept_and_the_page_says_so(
    portal: Pages, source: Visitor
) -> None:
    portal.answer.status_code = 503
    assert send(source, (PDF, "a.pdf")).status_code == 303
    with portal.engine.connect() as conn:
        [waiting] = conn.execute(select(outbox)).all()
    assert waiting.type == "add-attachment"
    page = source.get(FILES).text
    assert "a.pdf" in page
    assert "On its way" in page
    send(source, (PDF, "a.pdf"))  # a nervous second click
    with portal.engine.connect() as conn:
        assert len(conn.execute(select(outbox)).all()) == 1


def test_while_intake_is_away_no_more_are_said_to_be_kept_than_it_will_take(
    portal: Pages, source: Visitor, tmp_path: Path
) -> None:
    for _ in range(12):
        send(source, *((PDF, f"{n}.pdf") for n in range(4)), form=str(uuid4()))
    portal.answer.status_code = 503
    answer = send(source, *((PDF, f"{n}.pdf") for n in range(3)), form=str(uuid4()))
    assert answer.status_code == 422
    assert "2.pdf: A submission takes 50 files" in answer.text
    assert len(list((tmp_path / "files").iterdir())) == 50


def test_what_intake_refuses_is_not_kept_and_the_page_says_why(
    portal: Pages, source: Visitor, tmp_path: Path
) -> None:
    portal.answer.status_code = 422
    portal.answer._content = to_json({"title": "A submission takes 50 files."})
    page = send(source, (PDF, "a.pdf"))
    assert "A submission takes 50 files." in page.text
    assert list((tmp_path / "files").iterdir()) == []


def test_an_erased_file_says_so(portal: Pages, source: Visitor) -> None:
    send(source, (PDF, "a.pdf"))
    tell(portal, added(portal))
    portal.vault.forget(f"submission-{ID}", at=AT)
    assert "was erased on request" in source.get(FILES).text
    gone = source.get(f"{FILES}{added(portal).attachment_id}")
    assert (gone.status_code, "erased on request" in gone.text) == (410, True)


def test_a_file_that_was_changed_where_it_lies_is_not_handed_out(
    portal: Pages, source: Visitor, tmp_path: Path
) -> None:
    send(source, (PDF, "a.pdf"))
    tell(portal, added(portal))
    [file] = (tmp_path / "files").iterdir()
    *content, last = file.read_bytes()
    file.write_bytes(bytes([*content, last ^ 1]))
    answer = source.get(f"{FILES}{added(portal).attachment_id}")
    assert (answer.status_code, "damaged" in answer.text) == (503, True)


def test_a_download_is_on_record(portal: Pages, source: Visitor) -> None:
    send(source, (PDF, "a.pdf"))
    tell(portal, received(), triaged(), added(portal))
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    desk.get(f"{FILES}{added(portal).attachment_id}")
    assert desk.account is not None
    with portal.engine.connect() as conn:
        read = [(row.actor_id, row.purpose) for row in conn.execute(select(audit))]
    assert (desk.account.account_id, "attachments.download") in read


def test_the_page_says_nothing_that_translators_cannot_reach(
    portal: Pages, source: Visitor
) -> None:
    assert source.get(f"{FILES}?lang=xa").status_code == 303
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    assert desk.get(f"{FILES}?lang=xa").status_code == 303
    found = [source.get(FILES).text]
    found += [
        send(source, (PDF, name), form=str(derive_id("form", name))).text
        for name in ("report.exe", "report.png")
    ]
    photo = (picture("JPEG"), "photo.jpg")
    assert send(source, photo, to_government="no", language="fr").status_code == 303
    tell(portal, received(), added(portal))
    found += [source.get(FILES).text, desk.get(FILES).text]
    portal.vault.forget(f"submission-{ID}", at=AT)
    found.append(desk.get(FILES).text)
    assert [text for page in found for text in undisguised(page)] == []
