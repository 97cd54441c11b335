"""Files in a draft: private, deleted with it, and once filed kept by the same receipt."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from portal.casefile.attachments.keep import chunks, details_of, fetch
from portal.casefile.attachments.objects import Objects
from portal.casefile.attachments.unclaimed import unclaimed
from portal.casefile.drafts.tables import drafts
from portal.source.drafts import store
from portal.web.delivery.outbox import outbox
from shared.core.message import Sealed
from shared.core.roles import Role
from tests.support.drafts import begun, filled, sent
from tests.support.files import PDF, send
from tests.support.portal import Pages, Visitor, pages, sqlite_urls
from tests.support.submissions import Told


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    urls = sqlite_urls(tmp_path)
    with pages(*urls, attachments=str(tmp_path / "files"), attachment_bytes=1024**2) as built:
        yield built


@pytest.fixture
def source(portal: Pages, told: Told) -> Visitor:
    return portal.signed_in(Role.NGO_MEMBER, organisation_id="org-1")


def objects(tmp_path: Path) -> list[str]:
    directory = tmp_path / "files"
    return sorted(file.name for file in directory.iterdir()) if directory.exists() else []


def waiting(portal: Pages) -> list[Any]:
    with portal.engine.connect() as conn:
        return list(conn.execute(select(outbox).order_by(outbox.c.created_at)).all())


def notes(portal: Pages) -> list[Any]:
    with portal.engine.connect() as conn:
        return list(conn.execute(select(unclaimed)).all())


def opened(portal: Pages, tmp_path: Path, row: Any) -> tuple[str, bytes]:
    """Name and content of a file, as whoever may read it will get them."""
    details = details_of(Sealed(**row.data["details"]), portal.vault)
    assert details is not None
    store = Objects(str(tmp_path / "files"))
    content = chunks(fetch(row.data["object_name"], row.data["sha256"], details, store))
    return details.name, b"".join(content)


def test_a_file_is_added_listed_and_removed_again(
    portal: Pages, source: Visitor, tmp_path: Path
) -> None:
    draft = begun(source)
    assert "Optional" in source.get(draft).text
    assert send(source, f"{draft}files/", (PDF, "تقرير.pdf")).status_code == 303
    page = source.get(f"{draft}files/").text
    assert "تقرير.pdf" in page
    assert "Not scanned" in page
    assert "1 file" in source.get(draft).text
    assert "تقرير.pdf" in source.get(f"{draft}review").text
    [remove] = [one for one in page.split('"') if one.endswith("/remove")]
    assert "تقرير.pdf" in source.get(remove).text
    assert source.post(remove, {}).status_code == 303
    assert source.post(remove, {}).status_code == 404
    assert "will be listed here" in source.get(f"{draft}files/").text
    assert objects(tmp_path) == []
    assert notes(portal) == []


def test_what_is_filed_takes_its_files_along_under_the_same_receipt(
    portal: Pages, source: Visitor, tmp_path: Path
) -> None:
    draft = filled(source)
    send(source, f"{draft}files/", (PDF, "a.pdf"), (PDF + b"b", "b.pdf"))
    submission_id = sent(source, draft).split("/")[2]
    first, *files = waiting(portal)
    assert first.type == "submit-allegation"
    assert [row.type for row in files] == ["add-attachment"] * 2
    assert {row.data["submission_id"] for row in files} == {submission_id}
    assert {row.data["details"]["subject"] for row in files} == {f"submission-{submission_id}"}
    got = [opened(portal, tmp_path, row) for row in files]
    assert got == [("a.pdf", PDF), ("b.pdf", PDF + b"b")]
    assert notes(portal) == []


def test_its_name_lies_nowhere_in_the_clear(source: Visitor, tmp_path: Path) -> None:
    send(source, f"{begun(source)}files/", (PDF, "planted-name.pdf"))
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert b"planted-name" not in file.read_bytes()
            assert b"the whole report" not in file.read_bytes()


def test_a_process_that_dies_before_the_receipt_loses_and_doubles_nothing(
    portal: Pages, source: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = filled(source)
    send(source, f"{draft}files/", (PDF, "a.pdf"))

    class Died(Exception):
        pass

    def die(*_: object) -> None:
        raise Died

    for step in (
        "portal.source.drafts.store.unclaimed.claim",
        "portal.casefile.submissions.receipts.add",
    ):
        with monkeypatch.context() as dying:
            dying.setattr(step, die)
            died = source.post(f"{draft}review", {"command_id": str(uuid4())})
            assert died.status_code == 500
        assert waiting(portal) == []
        assert "a.pdf" in source.get(f"{draft}files/").text
    sent(source, draft)
    assert [row.type for row in waiting(portal)] == ["submit-allegation", "add-attachment"]
    assert opened(portal, tmp_path, waiting(portal)[1]) == ("a.pdf", PDF)


def test_a_process_that_dies_after_the_receipt_was_kept_loses_and_doubles_nothing(
    portal: Pages, source: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = filled(source)
    send(source, f"{draft}files/", (PDF, "a.pdf"))

    class Died(Exception):
        pass

    def die(_: str) -> None:
        raise Died

    with monkeypatch.context() as dying:
        dying.setattr(store, "discard", die)
        died = source.post(f"{draft}review", {"command_id": str(uuid4())})
        assert died.status_code == 500
    again = source.post(f"{draft}review", {"command_id": str(uuid4())})
    assert again.location.endswith("/receipt")
    assert [row.type for row in waiting(portal)] == ["submit-allegation", "add-attachment"]
    assert opened(portal, tmp_path, waiting(portal)[1]) == ("a.pdf", PDF)
    assert len(objects(tmp_path)) == 1


def test_a_file_that_comes_while_the_draft_is_sent_is_not_thrown_away(
    portal: Pages, source: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = filled(source)
    seal = portal.vault.sealer

    def meanwhile(subject: str) -> Any:
        monkeypatch.setattr("portal.source.drafts.views.files.carried", lambda *_: [])
        send(source, f"{draft}files/", (PDF, "late.pdf"))
        return seal(subject)

    monkeypatch.setattr(
        "portal.source.drafts.views.files.carried",
        lambda _, one: [meanwhile(f"submission-{one}")][1:],
    )
    answer = source.post(f"{draft}review", {"command_id": str(uuid4())})
    assert answer.status_code == 409
    assert "changed meanwhile" in answer.text
    assert "late.pdf" in answer.text
    assert waiting(portal) == []


def test_sent_twice_it_is_one_file(source: Visitor, tmp_path: Path) -> None:
    draft, form = begun(source), str(uuid4())
    for _ in range(2):
        assert send(source, f"{draft}files/", (PDF, "a.pdf"), command_id=form).status_code == 303
    assert len(objects(tmp_path)) == 1


def test_a_draft_that_is_thrown_away_takes_its_files_with_it(
    portal: Pages, source: Visitor, tmp_path: Path
) -> None:
    draft = begun(source)
    send(source, f"{draft}files/", (PDF, "a.pdf"))
    source.post(f"{draft}delete", {"command_id": str(uuid4())})
    assert objects(tmp_path) == []
    assert notes(portal) == []


def test_a_draft_that_goes_while_the_file_comes_takes_it_with_it(
    portal: Pages, source: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft, change = begun(source), store.change

    def gone(*given: Any) -> bool:
        with portal.engine.begin() as conn:
            conn.execute(drafts.delete())
        return change(*given)

    monkeypatch.setattr(store, "change", gone)
    page = send(source, f"{draft}files/", (PDF, "a.pdf"))
    assert page.status_code == 404
    assert objects(tmp_path) == []


def test_nobody_else_has_anything_to_do_with_it(portal: Pages, source: Visitor) -> None:
    draft = begun(source)
    send(source, f"{draft}files/", (PDF, "a.pdf"))
    [remove] = [
        one for one in source.get(f"{draft}files/").text.split('"') if one.endswith("/remove")
    ]
    for other in (
        portal.signed_in(Role.NGO_MEMBER, organisation_id="org-1"),
        portal.signed_in(Role.QUICK_RESPONSE_DESK),
    ):
        assert other.get(f"{draft}files/").status_code == 404
        assert other.get(remove).status_code == 404
        assert other.post(remove, {}).status_code == 404
        assert send(other, f"{draft}files/", (PDF, "b.pdf")).status_code == 404


def test_what_is_not_taken_is_said_and_the_rest_is_kept(source: Visitor) -> None:
    draft = begun(source)
    page = send(source, f"{draft}files/", (PDF, "good.pdf"), (b"MZ\x90", "bad.exe"))
    assert page.status_code == 422
    assert "bad.exe: Send documents" in page.text
    assert "1 of the files was kept" in page.text
    assert "good.pdf" in page.text
    nothing = source.post(f"{draft}files/", {"command_id": str(uuid4())})
    assert (nothing.status_code, "Choose at least one file" in nothing.text) == (422, True)


def test_a_draft_takes_as_many_files_as_a_submission_does(
    source: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.source.drafts.files.MOST", 1)
    draft = begun(source)
    page = send(source, f"{draft}files/", (PDF, "one.pdf"), (PDF, "two.pdf"))
    assert "two.pdf: A submission takes" in page.text
    assert "Add files</button>" not in source.get(f"{draft}files/").text


def test_the_database_being_away_is_said(source: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = begun(source)

    def away(*_: object, **__: object) -> None:
        raise OperationalError("insert", {}, Exception())

    monkeypatch.setattr("portal.casefile.attachments.unclaimed.note", away)
    assert send(source, f"{draft}files/", (PDF, "a.pdf")).status_code == 503
