"""Files and drafts of the forum: kept, read with the message, and gone with it."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from sqlalchemy import delete, select

from portal.committee.forum import drafts
from portal.committee.forum.found import subject_of
from portal.committee.forum.stored import STORED
from shared.contracts.stakeholders_forum_commands import PostForumMessage, StartForumThread
from shared.core.testing import AT
from tests.portal.committee.forum.conftest import OTHER, OWN, PAGE, House, asked, form
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import forum as said
from tests.support.files import PDF, send
from tests.support.portal import Visitor


@pytest.fixture
def holder(house: House) -> Visitor:
    return house.holder(OWN, name="Hedda Invented")


def carried(page: str) -> list[str]:
    parts = page.split('name="carried" hidden>')[1:]
    return [one.split("</textarea>", maxsplit=1)[0].strip() for one in parts]


def posted(house: House, holder: Visitor, path: str, *files: Any, **typed: str) -> Any:
    """Write as the pages do it; return what the service is asked for."""
    entered = {"mandate": OWN, "mentions": "", "text": "Quib words", **typed}
    once = {"command_id": str(uuid4()), **entered}
    check = send(holder, path, *files, **once)
    assert check.status_code == 200, check.text
    again = {**once, "carried": carried(check.text), "checked": "send"}
    assert holder.post(path, again).status_code == 303
    command = asked(house.portal)
    if isinstance(command, PostForumMessage):
        files, message_id = command.files, command.message_id
        house.forum.posted(command.thread_id, message_id=message_id, files=files)
        assert holder.post(path, again).status_code == 303, "a second click"
        assert asked(house.portal).files == files
    return command


def first(**typed: str) -> dict[str, Any]:
    """Return what the form sends before the check page."""
    return {"command_id": str(uuid4()), **typed}


def kept(house: House) -> list[Any]:
    with house.portal.engine.connect() as conn:
        return list(conn.execute(select(drafts.drafts)))


def test_a_file_is_sealed_with_its_message_and_read_by_who_reads_the_thread(
    house: House, holder: Visitor
) -> None:
    thread = house.forum.started()
    path = f"{PAGE}/threads/{thread}"
    command = posted(house, holder, f"{path}/write", (PDF, "zanthor.pdf"))
    assert isinstance(command, PostForumMessage)
    [file] = command.files
    assert file.details.subject == subject_of(command.message_id)
    assert "zanthor" not in house.portal.asked[-1].read().decode()
    page = holder.get(path).text
    assert "zanthor.pdf" in page
    assert "Not scanned" in text(page)
    own = f"{path}/{command.message_id}/files/{file.file_id}"
    assert holder.get(own).data == PDF
    other = house.holder(OTHER)
    assert other.get(own).data == PDF
    assert house.officer().get(own).status_code == 404, "who is not invited"
    assert holder.get(f"{path}/{command.message_id}/files/{uuid4()}").status_code == 404
    elsewhere = house.forum.started()
    wrong = f"{PAGE}/threads/{elsewhere}/{command.message_id}/files/{file.file_id}"
    assert holder.get(wrong).status_code == 404


def test_a_file_goes_with_its_message(house: House, holder: Visitor) -> None:
    thread = house.forum.started()
    path = f"{PAGE}/threads/{thread}"
    some = []
    for name in ("first.pdf", "second.pdf"):
        command = posted(house, holder, f"{path}/write", (PDF, name))
        some.append((command.message_id, command.files[0]))
    (early, one), (second, two) = some
    house.portal.vault.forget(subject_of(early), at=AT)
    page = holder.get(path).text
    assert "first.pdf" not in page
    assert "A file that was erased" in page
    assert holder.get(f"{path}/{early}/files/{one.file_id}").status_code == 410
    house.forum.step(said.DELETED, thread, message_id=second)
    assert "second.pdf" not in holder.get(path).text
    assert holder.get(f"{path}/{second}/files/{two.file_id}").status_code == 404
    given_up, _ = STORED.given_up
    with house.portal.engine.connect() as conn:
        assert [row.object_name for row in conn.execute(given_up)] == [two.object_name]


def test_the_place_is_taken_out_of_a_picture_and_documents_are_taken_as_they_are(
    house: House, holder: Visitor
) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Zanthor camera"
    picture = BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, "JPEG", exif=exif)
    thread = house.forum.started()
    path = f"{PAGE}/threads/{thread}"
    both = ((picture.getvalue(), "a.jpg"), (PDF, "b.pdf"))
    command = posted(house, holder, f"{path}/write", *both)
    found = [
        holder.get(f"{path}/{command.message_id}/files/{one.file_id}").data for one in command.files
    ]
    assert b"Zanthor" in picture.getvalue()
    assert not any(b"Zanthor" in one for one in found)
    assert PDF in found


def test_a_thread_begins_with_files_and_too_many_or_wrong_ones_are_refused(
    house: House, holder: Visitor
) -> None:
    path = f"{PAGE}/all/all/start"
    command = posted(house, holder, path, (PDF, "agenda.pdf"), title="Quib agenda")
    assert isinstance(command, StartForumThread)
    assert len(command.files) == 1
    typed = {"command_id": str(uuid4()), "mandate": OWN, "title": "Quib", "text": "Quib words"}
    six = [(PDF, f"{n}.pdf") for n in range(6)]
    many = send(holder, path, *six, **typed)
    assert many.status_code == 422
    assert "Choose at most 5 files" in many.text
    wrong = send(holder, path, (b"MZ", "tool.exe"), **typed)
    assert wrong.status_code == 422
    assert "Quib words" in wrong.text, "what was typed stays"


def test_what_was_typed_is_kept_until_it_is_posted(house: House, holder: Visitor) -> None:
    thread = house.forum.started()
    path = f"{PAGE}/threads/{thread}/write"
    assert holder.post(path, first(mandate=OWN, text="", mentions="")).status_code == 422
    nothing = holder.post(path, first(mandate=OWN, text=" ", mentions="", draft="keep"))
    assert nothing.status_code == 303
    assert kept(house) == [], "choices alone are no draft"
    holder.post(path, first(mandate=OWN, text="Quib begun", draft="keep"))
    [row] = kept(house)
    assert "Quib begun" not in str(row)
    page = holder.get(path)
    assert "Quib begun" in page.text
    assert "You began this before" in text(page.text)
    assert "Go on writing" in text(holder.get(PAGE).text)
    other = house.holder(OWN)
    assert "Quib begun" not in other.get(path).text
    assert "Go on writing" not in text(other.get(PAGE).text)
    assert other.get(f"{PAGE}/drafts/{row.draft_id}/discard").status_code == 404
    other.post(f"{PAGE}/drafts/{row.draft_id}/discard", form())
    assert kept(house) == [row]
    answer = f"{PAGE}/threads/{thread}/{house.forum.posted(thread)}/answer"
    assert "Quib begun" not in holder.get(answer).text, "each place has its own"

    posted(house, holder, path, text="Quib begun and ended")
    assert kept(house) == []
    assert house.portal.vault.reveal(row.content) is None
    assert "Quib begun" not in holder.get(path).text


def test_a_draft_is_thrown_away_by_hand_and_when_nobody_changed_it_for_long(
    house: House, holder: Visitor
) -> None:
    path = f"{PAGE}/all/all/start"
    holder.post(path, first(mandate=OWN, title="Quib title", text=""))
    assert 'value="Quib title"' in holder.get(path).text
    [row] = kept(house)
    discard = f"{PAGE}/drafts/{row.draft_id}/discard"
    assert "Throw this draft away?" in holder.get(discard).text
    for _ in range(2):
        assert holder.post(discard, form()).status_code == 303
    assert kept(house) == []
    assert house.portal.vault.reveal(row.content) is None

    holder.post(path, first(mandate=OWN, title="Quib title", text=""))
    engine, vault, at = house.portal.engine, house.portal.vault, house.portal.clock()
    drafts.purge(engine, vault, at=at + drafts.LIFE - timedelta(hours=1))
    assert len(kept(house)) == 1
    drafts.purge(engine, vault, at=at + drafts.LIFE)
    assert kept(house) == []


def test_a_draft_that_is_posted_while_it_is_changed_begins_anew(
    house: House, holder: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, vault = f"{PAGE}/all/all/start", house.portal.vault
    typed = {"mandate": OWN, "title": "Quib title", "draft": "keep"}
    holder.post(path, first(**typed, text="one"))
    [row] = kept(house)
    seal = type(vault).seal

    def late(self: Any, subject: str, text: str) -> Any:
        """On another device it is posted between the two."""
        sealed = seal(self, subject, text)
        if subject.endswith(row.draft_id):
            with house.portal.engine.begin() as conn:
                conn.execute(delete(drafts.drafts))
            vault.forget(subject, at=AT)
        return sealed

    with monkeypatch.context() as patch:
        patch.setattr(type(vault), "seal", late)
        assert holder.post(path, first(**typed, text="two")).status_code == 303
    [after] = kept(house)
    assert after.draft_id != row.draft_id
    assert "two" in holder.get(path).text
    vault.forget(f"draft-{after.draft_id}", at=AT)
    assert holder.post(path, first(**typed, text="three")).status_code == 303
    assert "three" in holder.get(path).text
