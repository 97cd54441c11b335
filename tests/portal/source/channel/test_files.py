"""Files of a returning source without an account: to its own submission only."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.casefile.attachments.read_model import ATTACHMENTS
from portal.web.delivery.outbox import outbox
from shared.contracts.intake_attachments import AttachmentAdded
from shared.core.actor import by_return_channel
from shared.core.message import Sealed
from shared.read_models.model import Applier
from tests.support.files import PDF, send
from tests.support.portal import Pages, Visitor, pages, sqlite_urls
from tests.support.submissions import AT, ID, published

FILES = "/return/files/"


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    urls = sqlite_urls(tmp_path)
    with pages(*urls, attachments=str(tmp_path / "files"), attachment_bytes=1024**2) as built:
        yield built


def told_of(portal: Pages) -> list[Any]:
    with portal.engine.connect() as conn:
        return list(conn.execute(select(outbox)).all())


def test_a_file_reaches_intake_in_the_name_of_the_submission_alone(
    portal: Pages, back: Callable[[], Visitor]
) -> None:
    source = back()
    assert "/return/files/" in source.get("/return/submission").text
    assert "No file has come" in source.get(FILES).text
    assert send(source, FILES, (PDF, "planted-name.pdf")).status_code == 303
    [row] = told_of(portal)
    assert (row.type, row.data["submission_id"]) == ("add-attachment", ID)
    by = json.loads(portal.vault.reveal(Sealed(**row.actor)) or "")
    assert by["actor_id"] == by_return_channel(ID).actor_id
    sealed = Sealed(**row.data.pop("details"))
    fact = AttachmentAdded(**row.data, details=sealed, added_by="source", added_at=AT)
    applier = Applier(portal.engine, ATTACHMENTS)
    for _ in range(2):
        applier.apply([published(fact, 1)])
    page = source.get(FILES).text
    assert page.count("A file of") == 1
    assert "planted-name" not in page


def test_there_is_no_way_to_the_content(portal: Pages, back: Callable[[], Visitor]) -> None:
    source = back()
    send(source, FILES, (PDF, "a.pdf"))
    file_id = told_of(portal)[0].data["attachment_id"]
    assert source.get(f"{FILES}{file_id}").status_code == 404
    assert source.get(f"/submissions/{ID}/files/{file_id}").status_code == 303  # to sign in


def test_while_intake_is_away_it_is_kept_and_counted(
    portal: Pages, back: Callable[[], Visitor]
) -> None:
    portal.answer.status_code = 503
    source, form = back(), str(uuid4())
    for _ in range(2):
        assert send(source, FILES, (PDF, "a.pdf"), command_id=form).status_code == 303
    assert len(told_of(portal)) == 1
    assert source.get(FILES).text.count("On its way") == 1


def test_what_is_not_taken_is_said(portal: Pages, back: Callable[[], Visitor]) -> None:
    source = back()
    page = send(source, FILES, (PDF, "good.pdf"), (b"MZ", "bad.exe"))
    assert (page.status_code, "bad.exe: Send documents" in page.text) == (422, True)
    assert "1 of the files was kept" in page.text
    assert "Choose at least one file" in source.post(FILES, {"command_id": str(uuid4())}).text
    assert send(source, FILES, (bytes(6 * 1024**2), "huge.pdf")).status_code == 413


def test_without_the_code_nothing_is_added(portal: Pages) -> None:
    stranger = portal.visitor()
    assert stranger.get(FILES).status_code == 303
    assert stranger.post(FILES, {"command_id": str(uuid4())}).status_code in {303, 401}
    assert told_of(portal) == []
