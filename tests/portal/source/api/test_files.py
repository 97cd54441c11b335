"""Files by the API: the pages' rules for programs."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from pydantic_core import to_json
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from portal.casefile.attachments.keep import details_of
from portal.web.delivery.outbox import outbox
from shared.core.message import Sealed
from shared.core.roles import Role
from tests.conftest import missing
from tests.portal.source.api.test_api import ADDRESS, Program
from tests.support.clamd import EICAR, NoClamd, running_clamd
from tests.support.files import PDF
from tests.support.filing import submission
from tests.support.pictures import picture
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.submissions import Told


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    urls = sqlite_urls(tmp_path)
    with pages(*urls, attachments=str(tmp_path / "files"), attachment_bytes=1024**2) as built:
        yield built


@pytest.fixture
def ngo(portal: Pages, told: Told) -> Program:
    return Program(portal, Role.NGO_MEMBER, token="ngo", organisation_id="watch")


@pytest.fixture
def code(portal: Pages, ngo: Program) -> str:
    """A submission of theirs, which intake has."""
    filed = ngo.file(submission()).json
    assert filed is not None
    with portal.engine.begin() as conn:
        conn.execute(outbox.update().values(delivered_at=portal.clock.at))
    return str(filed["tracking_code"])


def add(
    by: Program,
    code: str,
    content: bytes = PDF,
    name: str = "a.pdf",
    said: Mapping[str, str] = MappingProxyType({}),
    **headers: str,
) -> TestResponse:
    named = {one.replace("_", "-"): value for one, value in headers.items()}
    boundary, body = encode_multipart({"file": FileStorage(BytesIO(content), name), **said})
    return by.http.post(
        f"{ADDRESS}/{code}/files",
        input_stream=BytesIO(body),  # a large one the test client would leave lying open
        content_length=len(body),
        headers={"Authorization": f"Bearer {by.token}", **named},
        content_type=f"multipart/form-data; boundary={boundary}",
    )


def told_of(portal: Pages) -> list[Any]:
    with portal.engine.connect() as conn:
        rows = conn.execute(select(outbox).where(outbox.c.type == "add-attachment"))
        return list(rows.all())


def objects(tmp_path: Path) -> int:
    directory = tmp_path / "files"
    return len(list(directory.iterdir())) if directory.exists() else 0


def test_a_file_is_kept_and_what_it_is_is_said(portal: Pages, ngo: Program, code: str) -> None:
    answer = add(ngo, code)
    assert answer.status_code == 201
    [row] = told_of(portal)
    assert answer.json == {
        "file_id": row.data["attachment_id"],
        "size": len(PDF),
        "media_type": "application/pdf",
        "scanned": "not_scanned",
    }
    assert len(portal.asked) == 1


def test_the_same_key_is_the_same_file(
    portal: Pages, ngo: Program, code: str, tmp_path: Path
) -> None:
    first, again = (add(ngo, code, Idempotency_Key="f-1") for _ in range(2))
    assert first.json == again.json
    assert (len(told_of(portal)), objects(tmp_path)) == (1, 1)
    assert add(ngo, code, PDF + b"x", Idempotency_Key="f-1").status_code == 422
    assert add(ngo, code, Idempotency_Key="f-2").status_code == 201
    assert add(ngo, code, Idempotency_Key="").status_code == 400


def test_what_is_said_of_a_file_is_kept_with_it(portal: Pages, ngo: Program, code: str) -> None:
    said = {"to_government": "yes", "language": "fr", "hidden_details": "remove"}
    photo = picture("JPEG")
    first, again = (add(ngo, code, photo, "a.jpg", said, Idempotency_Key="p") for _ in range(2))
    assert (first.status_code, first.json) == (201, again.json)
    [row] = told_of(portal)
    details = details_of(Sealed(**row.data["details"]), portal.vault)
    assert details is not None
    assert (details.to_government, details.language) == ("yes", "fr")
    assert row.data["size"] != len(photo)
    assert add(ngo, code, picture("PNG"), "a.png", said, Idempotency_Key="p").status_code == 422


@pytest.mark.parametrize(
    "said", [{"to_government": "perhaps"}, {"language": "tlh"}, {"hidden_details": "some"}]
)
def test_what_cannot_be_said_of_a_file_is_refused(
    portal: Pages, ngo: Program, code: str, said: dict[str, str]
) -> None:
    assert add(ngo, code, said=said).status_code == 422
    assert told_of(portal) == []


def test_while_intake_is_away_it_is_kept_all_the_same(
    portal: Pages, ngo: Program, code: str
) -> None:
    portal.answer.status_code = 503
    assert add(ngo, code).status_code == 201
    [row] = told_of(portal)
    assert row.delivered_at is None


def test_it_goes_after_its_submission_whatever_the_clock_of_the_machine_that_took_it(
    portal: Pages, ngo: Program
) -> None:
    filed = ngo.file(submission()).json
    assert filed is not None
    portal.clock.at -= timedelta(seconds=1)
    for _ in range(2):
        assert add(ngo, filed["tracking_code"]).status_code == 201
    with portal.engine.connect() as conn:
        order = conn.scalars(select(outbox.c.type).order_by(outbox.c.created_at)).all()
    assert order == ["submit-allegation", "add-attachment", "add-attachment"]


@pytest.mark.parametrize(
    ("content", "name", "status", "said"),
    [
        (PDF + bytes(1024**2), "a.pdf", 413, "larger than 1 MB"),
        (bytes(6 * 1024**2), "a.pdf", 413, "up to 1 MB"),
        (b"MZ\x90", "a.exe", 415, "Send documents"),
        (PDF, "a.png", 415, "not what its name ends with"),
        (b"", "a.pdf", 422, "empty"),
        (PDF, "", 422, "Send one file"),
    ],
)
def test_what_is_not_taken_is_told_why(
    portal: Pages,
    ngo: Program,
    code: str,
    tmp_path: Path,
    content: bytes,
    name: str,
    status: int,
    said: str,
) -> None:
    answer = add(ngo, code, content, name)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None
    assert said in answer.json["detail"]
    assert (told_of(portal), objects(tmp_path)) == ([], 0)


def test_what_is_no_form_is_refused(ngo: Program, code: str) -> None:
    headers = {"Authorization": f"Bearer {ngo.token}", "Content-Type": "application/pdf"}
    answer = ngo.http.post(f"{ADDRESS}/{code}/files", data=PDF, headers=headers)
    assert answer.status_code == 415


def test_what_intake_refuses_is_not_kept(
    portal: Pages, ngo: Program, code: str, tmp_path: Path
) -> None:
    portal.answer.status_code = 422
    portal.answer._content = to_json({"title": "A submission takes 50 files."})
    for _ in range(2):
        answer = add(ngo, code, Idempotency_Key="f-1")
        assert answer.status_code == 422
        assert answer.json is not None
        assert answer.json["detail"] == "A submission takes 50 files."
    assert objects(tmp_path) == 0


def test_others_add_nothing(portal: Pages, ngo: Program, code: str) -> None:
    stranger = Program(portal, Role.NGO_MEMBER, token="other", organisation_id="other")
    desk = Program(portal, Role.QUICK_RESPONSE_DESK, token="desk")
    ngo.token, theirs = "nobody", ngo.token
    assert add(ngo, code).status_code == 401
    ngo.token = theirs
    assert add(stranger, code).status_code == 404
    assert add(desk, code).status_code == 403
    assert add(ngo, "0000-0000").status_code == 404
    assert told_of(portal) == []


def test_what_is_harmful_is_refused(tmp_path: Path) -> None:
    try:
        with (
            running_clamd(tmp_path) as clamd,
            pages(*sqlite_urls(tmp_path), attachments=str(tmp_path / "files"), clamd=clamd) as one,
        ):
            Told(one.engine)
            program = Program(one, Role.NGO_MEMBER, token="ngo", organisation_id="watch")
            filed = program.file(submission()).json
            assert filed is not None
            bad = add(program, filed["tracking_code"], EICAR, "a.txt")
            good = add(program, filed["tracking_code"])
    except NoClamd as reason:
        missing(str(reason))
    assert bad.status_code == 422
    assert bad.json is not None
    assert "harmful" in bad.json["detail"]
    assert good.json is not None
    assert good.json["scanned"] == "clean"
    assert objects(tmp_path) == 1
