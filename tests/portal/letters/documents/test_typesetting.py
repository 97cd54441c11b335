"""The PDF of a letter: accessible, right in every language, and the same bytes every time."""

import io
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
import pypdf
import pytest

from portal.letters.documents import typesetting
from portal.letters.documents.layout import Letter, Signed, laid_out
from portal.letters.documents.typesetting import NoFont, NotSet, missing_fonts, pdf, pressed
from portal.letters.documents.words import WORDS
from shared.platform.settings import Settings
from tests.conftest import missing

FONTS = Settings().font_directories
TEXTS = {
    "en": "To: Kenya\n\nExcellency,\n\nFACTS\n\nThe person was taken by the police on 3 May.",
    "fr": "Excellence,\n\nNous avons l'honneur de vous écrire dans le respect de votre fonction.",
    "es": "Excelencia,\n\nTenemos el honor de dirigirnos a usted en nuestra calidad de relatores.",
    "ru": "Ваше Превосходительство,\n\nФАКТЫ\n\nИмеем честь обратиться к Вам.",  # noqa: RUF001  # as it is written
    "ar": "سعادة السفير،\n\nنتشرف بمخاطبتكم بصفتنا مقررين خاصين.",
    "zh": "阁下：\n\n我们谨以特别报告员的身份致函阁下。",  # noqa: RUF001  # as it is written
}
SENT = Letter(
    title="Urgent appeal to Kenya",
    text=TEXTS["en"],
    signed=(
        Signed(mandate="Special Rapporteur on torture", holder="Hana Demo"),
        Signed(mandate="Working Group on Arbitrary Detention", holder=None),
    ),
    written_at=datetime(2026, 11, 20, 9, 0, tzinfo=UTC),
    reference="UA KEN 1/2026",
    transmitted_at=datetime(2026, 11, 24, 23, 30, tzinfo=UTC),
)
DRAFT = replace(SENT, reference=None, transmitted_at=None)


@pytest.fixture(autouse=True, scope="module")
def _fonts() -> None:
    if missing_fonts(FONTS):
        missing("fonts for letters (Debian: fonts-noto-core, fonts-noto-cjk)")


def read(letter: Letter) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf(letter, FONTS)))


def words(reader: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.parametrize("code", TEXTS)
def test_its_words_can_be_read_out_of_it_in_every_language(code: str) -> None:
    extracted = words(read(replace(SENT, text=TEXTS[code])))
    for word in TEXTS[code].split():
        assert word.strip("،.") in extracted, word
    assert WORDS[code].mandates in extracted


@pytest.mark.parametrize("code", TEXTS)
def test_it_says_its_language_and_is_tagged_for_screen_readers(code: str) -> None:
    reader = read(replace(SENT, text=TEXTS[code]))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == code
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_object().get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == "UA KEN 1/2026"


def test_names_of_mandates_are_in_the_language_of_the_paper_unless_it_says_another() -> None:
    laid = laid_out(replace(SENT, text=TEXTS["fr"]))
    bare = [{"mandate": one["mandate"], "holder": one["holder"]} for one in laid["signed"]]
    assert pressed({**laid, "signed": bare}, FONTS) == pressed(laid, FONTS)


@pytest.mark.parametrize("code", TEXTS)
def test_every_font_is_in_it(code: str) -> None:
    described = list(_fonts_of(read(replace(SENT, text=TEXTS[code]))))
    assert described
    for font in described:
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(font)


def test_it_is_the_same_bytes_every_time() -> None:
    assert pdf(SENT, FONTS) == pdf(SENT, FONTS)
    assert pdf(SENT, FONTS) != pdf(replace(SENT, text="Another text."), FONTS)


def test_it_bears_reference_mandates_holders_and_the_day_in_geneva() -> None:
    extracted = words(read(SENT))
    assert "UA KEN 1/2026" in extracted
    assert "25 November 2026" in extracted
    assert "Hana Demo Special Rapporteur on torture" in extracted
    assert "Working Group on Arbitrary Detention" in extracted
    assert "Draft" not in extracted


def test_a_draft_says_that_it_is_one_and_has_no_date() -> None:
    extracted = words(read(DRAFT))
    assert "Draft, not transmitted" in extracted
    assert "November" not in extracted


def test_pages_are_numbered() -> None:
    reader = read(replace(SENT, text="A paragraph.\n\n" * 80))
    last = len(reader.pages)
    assert last > 1
    assert f"{last} / {last}" in reader.pages[-1].extract_text()


def test_nothing_in_the_text_is_markup() -> None:
    hostile = '#panic() = Heading *bold* $x$ #read("/etc/passwd") <label> @ref // no comment'
    assert hostile in words(read(replace(SENT, text=hostile, title=hostile)))


def test_a_text_that_was_erased_says_so() -> None:
    assert "was erased on request" in words(read(replace(SENT, text=None)))


def test_a_character_that_no_font_has_is_said_in_a_sentence() -> None:
    with pytest.raises(NoFont) as no:
        pdf(replace(SENT, text="\U0001f9ff"), FONTS)
    assert "no font is installed" in no.value.sentence


def test_without_fonts_cyrillic_is_set_and_the_rest_is_said_to_be_missing() -> None:
    assert missing_fonts(()) == ("Arabic", "Chinese")
    assert pdf(replace(SENT, text=TEXTS["ru"]), ()).startswith(b"%PDF")
    with pytest.raises(NoFont):
        pdf(replace(SENT, text=TEXTS["zh"]), ())


def test_a_press_that_fails_or_hangs_is_a_sentence_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press = tmp_path / "press.py"
    monkeypatch.setattr(typesetting, "_PRESS", press)
    monkeypatch.setattr(typesetting, "_PATIENCE", 1.0)
    for program in ("raise SystemExit(1)", "import time; time.sleep(60)"):
        press.write_text(program)
        with pytest.raises(NotSet) as no:
            pdf(SENT, FONTS)
        assert "try again" in no.value.sentence
    press.write_text("print('as usual')")
    assert pdf(SENT, FONTS) == b"as usual\n"


def test_the_press_gets_no_key_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    press = tmp_path / "press.py"
    press.write_text("import os; print(sorted(k for k in os.environ if 'RAPPORTEUR' in k))")
    monkeypatch.setattr(typesetting, "_PRESS", press)
    monkeypatch.setenv("RAPPORTEUR_VAULT_KEYS", "secret")
    assert pdf(SENT, FONTS) == b"[]\n"


def test_setting_a_letter_loads_nothing_into_the_process_that_asks() -> None:
    pdf(SENT, FONTS)
    code = "import portal.letters.documents.views, sys; raise SystemExit('typst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603
    before = psutil.Process().memory_info().rss
    for _ in range(5):
        pdf(SENT, FONTS)
    assert psutil.Process().memory_info().rss - before < 8 * 1024 * 1024


def test_paragraphs_know_their_own_language_and_headings_are_headings() -> None:
    text = f"{TEXTS['en']}\n\n{TEXTS['ar']}\n\nTHE LAST\n1. One\n2. Two"
    blocks = laid_out(replace(SENT, text=text))["blocks"]
    assert [block["language"] for block in blocks] == ["en", "en", "en", "en", "ar", "ar", "en"]
    assert [block["direction"] for block in blocks][3:6] == ["ltr", "rtl", "rtl"]
    assert [block["heading"] for block in blocks] == [False, False, True, *[False] * 4]
    assert blocks[-1]["lines"] == ["THE LAST", "1. One", "2. Two"]


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("en", "3 May 2026"),
        ("fr", "3 mai 2026"),
        ("es", "3 de mayo de 2026"),
        ("ru", "3 мая 2026 года"),
        ("ar", "3 أيار/مايو 2026"),
        ("zh", "2026年5月3日"),
    ],
)
def test_the_day_is_written_as_the_language_writes_it(code: str, day: str) -> None:
    assert WORDS[code].day(datetime(2026, 5, 3, tzinfo=UTC).date()) == day


def _fonts_of(reader: pypdf.PdfReader) -> Sequence[Any]:
    used: list[Any] = [page["/Resources"]["/Font"] for page in reader.pages]  # type: ignore[index]  # untyped objects
    fonts = [font.get_object() for some in used for font in some.values()]
    below = [one.get_object() for font in fonts for one in font["/DescendantFonts"]]
    return [one["/FontDescriptor"].get_object() for one in below]
