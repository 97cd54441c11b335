"""The language of a letter: chosen with the draft, kept by edits, and that of its document."""

import io
import re

import pypdf
import pytest

from portal.letters.communications.opening import is_unwritten, opening, titles
from portal.letters.communications.phrases import HEADINGS
from shared.core.message import derive_id
from shared.reference import LANGUAGES
from tests.portal.letters.communications.conftest import FILLED_IN, NEW, Desk
from tests.portal.letters.communications.test_drafting import fields
from tests.support.letters import LEAD, OTHER
from tests.support.submissions import ID, confirmed, received, triaged

ARABIC = "صاحب السعادة،\n\nالوقائع\n\nاحتُجز الشخص في 3 أيار/مايو."  # noqa: RUF001  # as it is written
EDITOR = '<textarea class="govuk-textarea govuk-js-character-count" id="text" name="text" rows="30"'


def start(language: str) -> str:
    return opening("UA", [LEAD, OTHER], language=language, reply_days=60, public_after=60)


def draft_form(page: str) -> dict[str, str]:
    found: dict[str, str] = fields(page, "/communications/new")
    return found


def test_a_draft_begins_in_english_and_anew_in_another_language(desk: Desk) -> None:
    page = desk["officer"].get(NEW).text
    form = draft_form(page)
    assert (form["language"], form["text"].strip()) == ("en", start("en"))
    assert "No native reader has read these texts yet" in page
    page = desk["officer"].get(f"{NEW}&type=UA&language=ar").text
    form = draft_form(page)
    assert (form["type"], form["language"], form["text"].strip()) == ("UA", "ar", start("ar"))
    assert f'{EDITOR} lang="ar" dir="rtl"' in page
    assert f'href="/communications/new?submission={ID}&amp;type=OL&amp;language=ar"' in page
    assert draft_form(desk["officer"].get(f"{NEW}&language=xa").text)["language"] == "en"


def test_the_language_goes_with_the_draft_to_its_pages_and_its_document(desk: Desk) -> None:
    page = desk.drafted(text=ARABIC, language="ar")
    assert desk.service.asked[-1].data["language"] == "ar"
    shown = desk["officer"].get(page).text
    assert '<p class="sealed__text" lang="ar" dir="rtl">صاحب' in shown
    change = desk["officer"].get(f"{page}/revise").text
    assert f'{EDITOR} lang="ar" dir="rtl"' in change
    assert fields(change, "/revise")["language"] == "ar"
    pdf = pypdf.PdfReader(io.BytesIO(desk["officer"].get(f"{page}/letter.pdf").data))
    assert str(pdf.root_object["/Lang"]) == "ar"
    said = pdf.pages[0].extract_text()
    assert "الولايات" in said
    assert "Special Rapporteur" not in said


def test_the_next_letter_to_a_state_is_in_the_language_of_the_last_one(desk: Desk) -> None:
    page = desk.cleared(text=FILLED_IN, language="fr")
    assert draft_form(desk["officer"].get(NEW).text)["language"] == "en"  # nothing went yet
    desk.press("chief", f"{page}/transmit", "/transmit")
    form = draft_form(desk["officer"].get(NEW).text)
    assert (form["language"], form["text"].strip()) == ("fr", start("fr"))
    assert draft_form(desk["officer"].get(f"{NEW}&language=es").text)["language"] == "es"


def test_a_letter_to_somebody_else_does_not_choose_the_language(desk: Desk) -> None:
    page = desk.cleared(text=FILLED_IN, language="fr")
    desk.press("chief", f"{page}/transmit", "/transmit")
    other = str(derive_id("submission", 2))
    seal = desk.portal.vault.seal
    desk.service.hear(received(other, seal=seal, state="NPL"), triaged(other), confirmed(other))
    page = desk["officer"].get(f"/communications/new?submission={other}").text
    assert draft_form(page)["language"] == "en"


def test_a_draft_that_nobody_wrote_yet_is_begun_anew(desk: Desk) -> None:
    page = desk.drafted(text=start("en"))
    change = desk["officer"].get(f"{page}/revise").text
    assert f'href="{page}/revise?language=ru"' in change
    form = fields(desk["officer"].get(f"{page}/revise?language=ru").text, "/revise")
    assert (form["language"], form["text"].strip()) == ("ru", start("ru"))
    assert desk["officer"].post(f"{page}/revise", form).status_code == 303
    assert desk.service.asked[-1].data["language"] == "ru"
    shown = desk["officer"].get(page).text
    assert all(one in shown for one in HEADINGS["ru"])


def test_a_form_with_what_somebody_wrote_leads_to_no_other_language(desk: Desk) -> None:
    sent = desk.press("officer", NEW, "/communications/new", text=start("en"), recipient="")
    assert sent.status_code == 422
    assert "language=ru" in sent.text
    sent = desk.press("officer", NEW, "/communications/new", text=FILLED_IN, recipient="")
    assert sent.status_code == 422
    assert "language=ru" not in sent.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_beside_a_name_or_a_number_was_written(language: str) -> None:
    text = start(language)
    assert is_unwritten(text, "UA")
    names = titles([LEAD, OTHER], language)
    assert not is_unwritten(text.replace(names, f"{names}\nMs B."), "UA")
    assert not is_unwritten(f"{text}\nMs B.", "UA")


def test_what_somebody_wrote_is_kept(desk: Desk) -> None:
    page = desk.drafted(text=start("en").replace("[the person]", "Ms B."))
    change = desk["officer"].get(f"{page}/revise").text
    assert "revise?language=" not in change
    form = fields(desk["officer"].get(f"{page}/revise?language=ru").text, "/revise")
    assert form["language"] == "en"
    assert "Ms B." in form["text"]


def test_another_language_of_the_same_text_is_a_new_version(desk: Desk) -> None:
    page = desk.cleared(text=FILLED_IN)
    sent = desk.press("officer", f"{page}/revise", "/revise", language="fr")
    assert sent.status_code == 303
    assert type(desk.service.facts[-1]).__name__ == "ApprovalVoided"
    assert '<p class="sealed__text" lang="fr" dir="ltr">' in desk["officer"].get(page).text


def test_what_changed_is_in_the_language_of_both_texts(desk: Desk) -> None:
    """What an older version said in another language has the mark of none."""
    page = desk.drafted(text=ARABIC, language="ar")
    edits = {"text": ARABIC.replace("3", "4")}, {"text": FILLED_IN, "language": "en"}
    marks = 'lang="ar" dir="rtl"', 'dir="auto"'
    for version, (edit, mark) in enumerate(zip(edits, marks, strict=True), start=1):
        assert desk.press("officer", f"{page}/revise", "/revise", **edit).status_code == 303
        for asked in (f"{page}?compare={version}", f"{page}/compare?old={version}"):
            shown = desk["officer"].get(asked).text
            found = re.findall(r'difference__line" ([^>]*?)(?: data-label="[^"]*")?>', shown)
            assert found, asked
            assert set(found) == {mark}, asked


@pytest.mark.parametrize("page", [NEW, "revise"])
def test_a_language_that_is_none_of_the_six_is_refused(desk: Desk, page: str) -> None:
    if page == "revise":
        page = f"{desk.drafted()}/revise"
    asked = len(desk.service.asked)
    action = "/revise" if page.endswith("/revise") else "/communications/new"
    sent = desk.press("officer", page, action, text=FILLED_IN, language="la")
    assert sent.status_code == 422
    assert "Choose the language from the list" in sent.text
    assert len(desk.service.asked) == asked
