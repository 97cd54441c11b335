"""The document of a letter, the proof of its delivery, and notices to its sources."""

import io
import re
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pypdf
import pytest

from portal.letters.documents import sent, typesetting
from portal.letters.documents.telling import letters_for_source
from shared.contracts.approvals_transmission import (
    LetterSharedWithSource,
    SourceInformed,
    TransmissionProofRecorded,
)
from shared.platform.tables import make_engine
from tests.portal.letters.communications.conftest import Desk
from tests.support.submissions import ID

TEXT = "Excellency,\nthe first wording about Planted Name."
READS = ("officer", "other officer", "holder", "other holder", "chief", "desk")
NEVER = ("strange officer", "strange holder", "strange desk officer")
NOT_HIS = ("committee", "source")


def gone(desk: Desk) -> str:
    """Return the page of an urgent appeal that was transmitted."""
    page = desk.cleared(text=TEXT)
    assert desk.press("chief", f"{page}/transmit", "/transmit").status_code == 303
    return page


def text_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


# --- the document ----------------------------------------------------------------------------


def test_who_may_see_a_letter_may_download_it_and_nobody_else(desk: Desk) -> None:
    page = gone(desk)
    for who in (*READS, "desk officer", "government"):
        answer = desk[who].get(f"{page}/letter.pdf")
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf"), who
        assert "Planted Name" in text_of(answer.data)
    for who in NEVER:
        assert desk[who].get(f"{page}/letter.pdf").status_code == 404, who
    for who in NOT_HIS:
        assert desk[who].get(f"{page}/letter.pdf").status_code == 403, who


def test_the_document_keeps_its_language_whoever_has_it_made(desk: Desk) -> None:
    page = gone(desk)
    desk["chief"].client.set_cookie("language", "fr")
    desk["chief"].get(f"{page}/proof")  # there it is made, and kept
    assert "Special Rapporteur on torture" in text_of(desk["chief"].get(f"{page}/letter.pdf").data)


def test_before_it_is_transmitted_a_draft_is_for_those_who_work_on_it(desk: Desk) -> None:
    page = desk.drafted(text=TEXT)
    for who in ("officer", "holder", "desk"):
        assert "Draft, not transmitted" in text_of(desk[who].get(f"{page}/letter.pdf").data)
    for who in ("chief", "desk officer", "government", *NEVER):
        assert desk[who].get(f"{page}/letter.pdf").status_code == 404, who


def test_no_cache_keeps_it_and_its_name_says_nothing(desk: Desk) -> None:
    answer = desk["chief"].get(f"{gone(desk)}/letter.pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="letter.pdf"'


def test_it_bears_the_reference_and_the_names_of_the_holders(desk: Desk) -> None:
    text = text_of(desk["desk officer"].get(f"{gone(desk)}/letter.pdf").data)
    assert "UA KEN 1/2026" in text
    assert "24 November 2026" in text
    assert "other holder Special Rapporteur on the situation of human rights defenders" in text


def test_a_letter_that_does_not_exist_has_no_document(desk: Desk) -> None:
    assert desk["desk"].get(f"/communications/{uuid4()}/letter.pdf").status_code == 404


def test_what_was_sent_is_kept_whatever_changes_afterwards(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = gone(desk)
    first = desk["chief"].get(f"{page}/letter.pdf").data
    monkeypatch.setattr(typesetting, "pdf", lambda *_: b"a newer typesetter's")
    assert desk["desk officer"].get(f"{page}/letter.pdf").data == first


def test_an_erased_letter_says_so_in_its_document_and_the_kept_one_is_unreadable(
    desk: Desk,
) -> None:
    page = gone(desk)
    assert "Planted Name" in text_of(desk["chief"].get(f"{page}/letter.pdf").data)
    assert desk.portal.vault.forget(f"communication-{page[-36:]}", at=desk.portal.clock())
    for who in ("chief", "desk"):
        text = text_of(desk[who].get(f"{page}/letter.pdf").data)
        assert "was erased on request" in text
        assert "Planted Name" not in text


def test_a_letter_erased_before_it_was_ever_downloaded_is_not_kept(desk: Desk) -> None:
    page = gone(desk)
    assert desk.portal.vault.forget(f"communication-{page[-36:]}", at=desk.portal.clock())
    assert "was erased" in text_of(desk["chief"].get(f"{page}/letter.pdf").data)
    with desk.portal.engine.connect() as conn:
        assert sent.find(conn, page[-36:]) is None


def test_two_who_keep_it_at_once_keep_one(desk: Desk, database_url: str) -> None:
    engine = make_engine(database_url, durable=True)
    sent.tables.create_all(engine)
    seal = desk.portal.vault.seal
    one, other = (sent.Kept(text * 64, seal("communication-x", text)) for text in "12")
    assert sent.keep(engine, "x", one, at=desk.portal.clock()) == one
    assert sent.keep(engine, "x", other, at=desk.portal.clock()) == one
    engine.dispose()


def test_where_no_pdf_can_be_made_the_page_says_what_to_do(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = gone(desk)
    monkeypatch.setattr("portal.letters.documents.typesetting.pdf", _no_font)
    for address in ("letter.pdf", "proof"):
        answer = desk["chief"].get(f"{page}/{address}")
        assert answer.status_code == 503
        assert "no font is installed" in answer.text
        assert "can be read on its page" in answer.text


def _no_font(*_: object) -> bytes:
    raise typesetting.NoFont


# --- proof -----------------------------------------------------------------------------------


def test_the_chief_records_how_it_went_and_everybody_who_sees_the_letter_sees_it(
    desk: Desk,
) -> None:
    page = gone(desk)
    document = desk["chief"].get(f"{page}/letter.pdf").data
    answer = desk.press("chief", f"{page}/proof", "/proof", channel="email")
    assert answer.status_code == 303
    assert answer.location.startswith(page)
    [proof] = [f for f in desk.service.facts if isinstance(f, TransmissionProofRecorded)]
    assert proof.pdf_sha256 == sha256(document).hexdigest()
    assert proof.sent_at == desk.portal.clock()
    assert proof.reference == "UA KEN 1/2026"
    for who in (*READS, "desk officer"):
        shown = desk[who].get(page).text
        assert proof.pdf_sha256 in shown, who
        assert "E-mail to the Permanent Mission" in shown
    assert "by chief" in desk["desk"].get(page).text
    assert "by chief" not in desk["desk officer"].get(page).text


def test_the_time_is_that_of_geneva(desk: Desk) -> None:
    page = gone(desk)
    desk.portal.clock.forward(timedelta(minutes=20))
    assert 'value="2026-11-24T10:20"' in desk["chief"].get(f"{page}/proof").text
    desk.press("chief", f"{page}/proof", "/proof", channel="hand", sent_at="2026-11-24T10:05")
    [proof] = [f for f in desk.service.facts if isinstance(f, TransmissionProofRecorded)]
    assert proof.sent_at == desk.portal.clock() - timedelta(minutes=15)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"channel": ""}, "Choose how it was sent"),
        ({"channel": "pigeon"}, "Choose how it was sent"),
        ({"channel": "post", "sent_at": "yesterday"}, "Enter the day and the time"),
        ({"channel": "post", "sent_at": "2027-01-01T00:00"}, "in the future"),
    ],
)
def test_what_makes_no_sense_is_said_and_what_was_typed_stays(
    desk: Desk, typed: dict[str, str], sentence: str
) -> None:
    answer = desk.press("chief", f"{gone(desk)}/proof", "/proof", **typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    for value in typed.values():
        assert not value or value == "pigeon" or f'value="{value}"' in answer.text
    assert not [f for f in desk.service.facts if isinstance(f, TransmissionProofRecorded)]


def test_only_who_transmits_this_kind_of_letter_records_it_and_only_once_it_went(
    desk: Desk,
) -> None:
    page = gone(desk)
    assert desk["desk"].get(f"{page}/proof").status_code == 404
    for who in ("officer", "holder", "desk officer"):
        assert desk[who].get(f"{page}/proof").status_code == 403
    assert "Record how it was sent" in desk["chief"].get(page).text
    assert "Record how it was sent" not in desk["desk"].get(page).text


def test_nothing_is_recorded_of_a_letter_that_is_only_cleared(desk: Desk) -> None:
    page = desk.cleared(text=TEXT)
    assert desk["chief"].get(f"{page}/proof").status_code == 404
    assert "How it was sent" not in desk["chief"].get(page).text


# --- the source ------------------------------------------------------------------------------


def test_an_officer_tells_the_source_and_a_holder_lets_it_read(desk: Desk) -> None:
    page = gone(desk)
    assert known(desk) == []
    assert desk.press("other officer", page, "/inform").status_code == 303
    assert [type(f) for f in desk.service.facts[-1:]] == [SourceInformed]
    assert known(desk) == [("Kenya", None, None)]
    assert "Knows that it was sent" in desk["officer"].get(page).text
    assert "Tell the source" not in desk["officer"].get(page).text
    address = f"{page}/sources/{ID}/share"
    assert "cannot be taken back" in desk["holder"].get(address).text
    assert desk.press("holder", address, "/share").status_code == 303
    assert isinstance(desk.service.facts[-1], LetterSharedWithSource)
    assert known(desk) == [("Kenya", "UA KEN 1/2026", TEXT)]
    assert "May read the letter" in desk["desk"].get(page).text


def test_a_holder_of_another_mandate_or_a_stranger_decides_nothing(desk: Desk) -> None:
    page = gone(desk)
    for who in ("other holder", "strange holder"):
        assert desk[who].get(f"{page}/sources/{ID}/share").status_code == 404
    assert "Let the source read" not in desk["other holder"].get(page).text
    for who in ("officer", "desk", "chief"):
        assert desk[who].get(f"{page}/sources/{ID}/share").status_code == 403
    assert desk["holder"].get(f"{page}/sources/{uuid4()}/share").status_code == 404


def test_what_sources_know_is_shown_to_those_who_work_on_it_only(desk: Desk) -> None:
    page = gone(desk)
    for who in ("officer", "other holder", "desk"):
        assert "Not told yet" in desk[who].get(page).text, who
    for who in ("chief", "desk officer"):
        assert "Not told yet" not in desk[who].get(page).text, who
        assert "source" not in re.sub(r"<[^>]+>", "", section(desk[who].get(page).text))


def test_a_damaged_form_is_refused_in_a_sentence(desk: Desk) -> None:
    page = gone(desk)
    answer = desk["officer"].post(f"{page}/sources/{ID}/inform", {"command_id": "x"})
    assert answer.status_code == 422
    assert "Open the letter" in answer.text
    answer = desk["holder"].post(f"{page}/sources/{ID}/share", {"command_id": "x"})
    assert answer.status_code == 422


def test_what_the_service_refuses_is_shown_where_it_was_asked(desk: Desk) -> None:
    page = gone(desk)
    address = f"{page}/sources/{ID}/share"
    shown = desk["holder"].get(address)
    assert shown.status_code == 200
    desk.service.away = True
    assert desk.press("holder", address, "/share").status_code == 503
    assert desk.press("chief", f"{page}/proof", "/proof", channel="post").status_code == 503
    told = desk.press("officer", page, "/inform")
    assert told.status_code == 503
    assert "Tell the source that a letter was sent</h1>" in told.text
    assert '<div role="alert">' in told.text


def test_an_erased_letter_is_shown_to_its_source_as_erased(desk: Desk) -> None:
    page = gone(desk)
    desk.press("holder", f"{page}/sources/{ID}/share", "/share")
    assert desk.portal.vault.forget(f"communication-{page[-36:]}", at=desk.portal.clock())
    assert known(desk) == [("Kenya", "UA KEN 1/2026", None)]


def known(desk: Desk) -> list[tuple[str, str | None, str | None]]:
    """What the source of the submission is shown."""
    with desk.portal.app.test_request_context():
        return [(one.recipient, one.reference, one.text) for one in letters_for_source(ID)]


def section(page: str) -> str:
    return page.partition('class="letter-transmission"')[2].partition("</section>")[0]
