"""The pages of the corpus: the import desk, and what everybody searches, reads and takes along."""

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from openpyxl import load_workbook
from pydantic import TypeAdapter

from portal.casefile.attachments.kinds import ENDINGS
from portal.public.corpus import queries, uploads, words
from portal.public.corpus.stored import STORED
from shared.contracts.followup_reference_commands import (
    TYPES,
    DiscardReferenceSheet,
    ImportReferenceBatch,
    PutReferenceTextBack,
    TakeReferenceTextOut,
    UndoReferenceBatch,
    UploadReferenceSheet,
)
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.read_models.model import apply_together
from tests.followup import test_reference as of_reference
from tests.portal.public.corpus.conftest import said
from tests.portal.stakeholders.test_pages import text
from tests.support.corpus import Corpus
from tests.support.files import send
from tests.support.ods import tables_of
from tests.support.organisations import asked_for
from tests.support.portal import Pages

DESK, PUBLIC = "/recommendation-imports", "/en/all-recommendations"
SHEET = (
    b"Text,Countries,Body,Symbol,Our file\n1. Act now,Kenya,UPR,A,7\n2. Act later,Nowhere,UPR,A,8\n"
)


def asked(portal: Pages) -> Any:
    """Return the command that the service was asked for last."""
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def test_the_desk_uploads_checks_imports_and_undoes(portal: Pages, corpus: Corpus) -> None:
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    assert "Sheets that are uploaded will appear here." in desk.get(DESK).text
    assert "as UHRI or UPR Info exports it" in desk.get(f"{DESK}/upload").text
    without = send(desk, f"{DESK}/upload", whole="y")
    assert without.status_code == 422
    assert "Choose a file" in without.text
    command_id = str(uuid4())
    sent = send(desk, f"{DESK}/upload", (SHEET, "uhri.csv"), command_id=command_id, whole="y")
    assert sent.status_code == 303
    command = asked(portal)
    assert isinstance(command, UploadReferenceSheet)
    assert command.whole
    assert command.batch_id == str(derive_id("reference batch", command_id))

    batch_id, path = command.batch_id, f"{DESK}/{command.batch_id}"
    assert desk.get(f"{DESK}/{uuid4()}").status_code == 404
    corpus.sent(batch_id, SHEET)
    assert "Rows done: 0" in text(desk.get(path).text)
    assert desk.get(f"{path}/import").headers["Location"].endswith(path)
    corpus.work()
    page = text(desk.get(path).text)
    assert "Checked" in page
    for told in ("With a problem, and left out 1", "Columns that are not imported: Our file"):
        assert told in page
    lines = list(
        csv.DictReader(io.StringIO(desk.get(f"{path}/problems.csv").text.lstrip("\ufeff")))
    )
    assert [line["Text"] for line in lines] == ["2. Act later"]
    assert "No State, or more than one, was called so at that time: Nowhere" in lines[0]["Problem"]
    book, ods = (desk.get(f"{path}/problems.{kind}").data for kind in ("xlsx", "ods"))
    assert load_workbook(io.BytesIO(book)).worksheets[0].max_row == len(tables_of(ods)[0]) == 2

    assert "Import this sheet?" in desk.get(f"{path}/import").text
    assert 'name="after" type="hidden" value="0"' in desk.get(f"{path}/import").text
    confirmed = {"command_id": str(uuid4()), "after": "0", "mapping": "0"}
    assert desk.post(f"{path}/import", {"command_id": str(uuid4())}).status_code == 422
    assert desk.post(f"{path}/import", confirmed).status_code == 303
    command = asked(portal)
    assert isinstance(command, ImportReferenceBatch)
    assert (command.states, command.after, command.counts.new) == (("KEN",), 0, 1)
    desk.post(f"{path}/import", {**confirmed, "command_id": str(uuid4()), "after": "7"})
    assert asked(portal).after == 7  # what was shown, for the service to refuse
    corpus.imported(batch_id, 1)
    assert "Being imported" in desk.get(path).text
    corpus.work()
    assert "Undo this import?" in desk.get(f"{path}/undo").text
    assert desk.post(f"{path}/undo", {"command_id": str(uuid4())}).status_code == 303
    assert asked(portal) == UndoReferenceBatch(batch_id=batch_id)
    assert f"{path}/undo" in desk.get(path).text
    corpus.undone(batch_id)
    corpus.work()
    assert f"{path}/undo" not in desk.get(path).text
    corpus.sent("bad", b"Text,Body\n")
    corpus.work()
    assert "Cannot be read" in desk.get(DESK).text


def test_a_sheet_that_cannot_be_read_says_so_on_its_page(portal: Pages, corpus: Corpus) -> None:
    batch_id = str(uuid4())
    corpus.sent(batch_id, b"Text,Body\n")
    corpus.work()
    desk = portal.signed_in(Role.DESK_OFFICER)
    two = send(desk, f"{DESK}/upload", (SHEET, "a.csv"), (SHEET, "b.csv"))
    assert "Choose one file alone" in two.text
    page = desk.get(f"{DESK}/{batch_id}").text
    assert "This column is missing: <bdi>Countries Concerned</bdi>" in page
    assert "Discard the sheet" not in page
    assert desk.get(f"{DESK}/{batch_id}/discard").status_code == 404  # somebody else's
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    assert "Discard this sheet?" in desk.get(f"{DESK}/{batch_id}/discard").text
    discarded = desk.post(f"{DESK}/{batch_id}/discard", {"command_id": str(uuid4())})
    assert discarded.headers["Location"].split("?")[0].endswith(DESK)
    assert asked(portal) == DiscardReferenceSheet(batch_id=batch_id)
    assert desk.get(f"{DESK}/{batch_id}/problems.csv").status_code == 404
    corpus.tell(replace(of_reference.DISCARDED, batch_id=batch_id))
    assert not corpus.importer.once()
    for path in ("", "/discard"):
        assert desk.get(f"{DESK}/{batch_id}{path}").status_code == 404
    assert batch_id not in desk.get(DESK).text
    (gone,) = STORED.given_up
    with portal.engine.connect() as conn:
        assert uploads.begins(conn, batch_id) is None
        assert len(conn.execute(gone).all()) == 1


def test_everybody_searches_reads_and_takes_along_what_is_in_force(
    portal: Pages, corpus: Corpus
) -> None:
    anybody = portal.visitor()
    assert "will appear here once a sheet is imported" in anybody.get(PUBLIC).text
    corpus.laid(*(said(f"Ban torture {n}", n) for n in range(1, 25)), said("Feed", 30, "Uganda"))
    page = anybody.get(f"{PUBLIC}?q=torture&state=KEN&year=2017").text
    assert page.count('<li class="govuk-!-margin-bottom-4">') == 20
    older = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert anybody.get(older).text.count('<li class="govuk-!-margin-bottom-4">') == 4
    assert "No recommendation fits." in anybody.get(f"{PUBLIC}?q=...&year=x&state=NO").text
    assert "No recommendation fits." in anybody.get(f"{PUBLIC}?q=nothing").text
    one = said("Feed", 30).annotation
    shown = text(anybody.get(f"{PUBLIC}/{one}").text)
    assert "30. Feed" in shown
    assert "Uganda" in shown
    assert "Special Rapporteur on torture" in shown
    assert anybody.get(f"{PUBLIC}/nothing").status_code == 404

    export = "/all-recommendations/export"
    told = anybody.get(f"{export}.csv?q=torture")
    lines = list(csv.DictReader(io.StringIO(told.text.lstrip("\ufeff"))))
    assert len(lines) == 24
    assert lines[0]["Reccomending Body"] == "- SR Torture"
    assert lines[0]["States by code"] == "KEN"
    assert words.NOTE in lines[0]
    assert told.headers["Cache-Control"] == "public, max-age=60"
    line = json.loads(anybody.get(f"{export}.ndjson?q=feed").text.splitlines()[0])
    assert (line["Key"], words.NOTE in line) == (one, True)
    book = load_workbook(io.BytesIO(anybody.get(f"{export}.xlsx").data))
    assert book.worksheets[0].max_row == 26
    table, about_ods = tables_of(anybody.get(f"{export}.ods").data)
    assert (len(table), len(table[0]), dict(about_ods)["Source"]) == (26, len(lines[0]), words.NOTE)
    some: Any = load_workbook(io.BytesIO(anybody.get(f"{export}.xlsx?q=torture&state=KEN").data))
    about = dict(some["About"].iter_rows(values_only=True))
    assert about["Source"] == words.NOTE
    assert (about["Search"], about["State by code"]) == ("torture", "KEN")
    odd: Any = load_workbook(io.BytesIO(anybody.get(f"{export}.xlsx?theme=%01%0bx").data))
    assert dict(odd["About"].iter_rows(values_only=True))["Theme"] == "x"
    assert about["As of"] == day_of(portal.clock()).isoformat()
    assert about["Address"].endswith("/all-recommendations/export.xlsx?q=torture&state=KEN")
    corpus.laid(said("Feed all", 30, "Uganda"))
    assert "30. Feed all" in text(anybody.get(f"{PUBLIC}/{one}").text)


def test_what_an_api_answers_is_a_sheet_here_and_nowhere_else(
    portal: Pages, corpus: Corpus
) -> None:
    assert ".json" not in ENDINGS
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    assert ".json" in desk.get(f"{DESK}/upload").text
    content = json.dumps([{"Text": "1. Act now", "Countries": ["Kenya"], "Body": "UPR"}]).encode()
    sent = send(desk, f"{DESK}/upload", (content, "uhri.json"), command_id=str(uuid4()))
    assert sent.status_code == 303
    batch_id = asked(portal).batch_id
    content = content.replace(b'"Body"', b'"Symbol": "A", "Body"')
    corpus.sent(batch_id, content, name="uhri.json")
    corpus.work()
    page = text(desk.get(f"{DESK}/{batch_id}").text)
    assert "Letters are read as JSON (UTF-8)" in page
    assert "New 1" in page


def test_a_second_click_keeps_no_second_file(portal: Pages, corpus: Corpus) -> None:
    desk, command_id = portal.signed_in(Role.QUICK_RESPONSE_DESK), str(uuid4())
    batch_id = str(derive_id("reference batch", command_id))
    corpus.sent(batch_id, SHEET)
    again = send(desk, f"{DESK}/upload", (SHEET, "uhri.csv"), command_id=command_id, whole="y")
    assert again.headers["Location"].endswith(f"{DESK}/{batch_id}")
    assert portal.asked == []


def test_a_text_that_was_taken_out_is_read_by_nobody_until_it_is_put_back(
    portal: Pages, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus.laid(said("Feed", 1), said("Name Quib", 2), said("Film", 3))
    item, anybody = said("Name Quib", 2).annotation, portal.visitor()
    desk, texts = portal.signed_in(Role.QUICK_RESPONSE_DESK), f"{DESK}/texts"
    before = anybody.get("/api/v1/recommendations").json
    assert before is not None
    assert texts in desk.get(DESK).text
    assert "will appear here" in desk.get(texts).text
    assert desk.get(f"{texts}/{item}/put-back").status_code == 404
    form = {"command_id": str(uuid4()), "item": f"https://x.example{PUBLIC}/{item}/"}
    assert "2. Name Quib" in desk.post(f"{texts}/take-out", {**form, "reason": "person"}).text
    wrong = {**form, "item": "nothing", "reason": "person"}
    assert desk.post(f"{texts}/take-out", wrong).status_code == 422
    sure = {**form, "reason": "person", "checked": "send"}
    assert desk.post(f"{texts}/take-out", sure).status_code == 303
    with portal.engine.connect() as conn:
        (hash_,) = queries.words_of(conn, item)
    assert asked(portal) == TakeReferenceTextOut(item=item, reason="person", words=(hash_,))
    corpus.tell(replace(of_reference.TAKEN_OUT, item=item))
    corpus.laid(said("Name Quib and Zora", 2))
    with monkeypatch.context() as patched:
        patched.setattr(queries, "_FURTHER", 0)  # no page looks on for it
        assert corpus.shown(most=1) == ["3. Film", "1. Feed"]
    assert corpus.shown("Quib") == []
    assert anybody.get(f"{PUBLIC}/{item}").status_code == 404
    assert "Quib" not in anybody.get("/all-recommendations/export.csv").text
    assert "Quib" not in anybody.get("/api/v1/recommendations/all.ndjson").text
    late = (of_reference.TAKEN_OUT.done_at + timedelta(minutes=30)).isoformat()
    for since in (before["as_of"], "2026-01-05T08:00:00Z", late.replace("+00:00", "Z")):
        changed = anybody.get(f"/api/v1/recommendations?updated-since={since}")
        assert changed.status_code == 410, "a copy of it goes"
    assert item in desk.get(texts).text
    back = f"{texts}/{item}/put-back"
    assert "2. Name Quib and Zora" in text(desk.get(back).text), "nobody puts it back unread"
    assert desk.post(back, {"command_id": str(uuid4())}).status_code == 303
    assert asked(portal) == PutReferenceTextBack(item=item)
    corpus.tell(replace(of_reference.PUT_BACK, item=item))
    assert "Zora" in anybody.get(f"{PUBLIC}/{item}").text
    assert item not in desk.get(texts).text
    officer = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    assert texts not in officer.get(DESK).text


def test_while_rows_are_to_come_nothing_looks_complete(portal: Pages, corpus: Corpus) -> None:
    corpus.laid(said("Feed", 1, themes=("Питание",), type="Concerns/Observations"))
    anybody, one = portal.visitor(), said("Feed", 1).annotation
    page = text(anybody.get(f"{PUBLIC}/{one}").text)
    assert "1. Feed" in page
    assert "Concerns and observations" in page
    assert "1. Feed" in anybody.get(f"{PUBLIC}?theme=питание").text
    assert "No recommendation fits." in anybody.get(f"{PUBLIC}?theme=Образование").text
    corpus.applier.drop()
    corpus.applier.prepare()
    apply_together([(corpus.applier, corpus.facts)])
    assert "not all of them are found yet" in anybody.get(PUBLIC).text
    for address in (f"{PUBLIC}/{one}", "/all-recommendations/export.csv"):
        told = anybody.get(address)
        assert (told.status_code, told.headers["Retry-After"]) == (503, "300")
    corpus.work()
    assert "not all of them are found yet" not in anybody.get(PUBLIC).text
    assert anybody.get("/all-recommendations/export.csv").status_code == 200
