"""What a letter is, in a line of facts; and the themes that its mandates work on."""

import csv
import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from portal.public.register import words
from portal.public.register.queries import Letter
from portal.web.i18n.texts import speaking
from shared.reference import LANGUAGES, mandates
from tests.portal.public.register.conftest import PERMALINK, read, tell
from tests.support.followup import NOW
from tests.support.portal import Pages
from tests.support.publication import RENDITION, SENT, published, reply_published, withheld

LETTER = Letter(
    key=1,
    communication_id="1",
    slug="UA-KEN-1-2026",
    reference="UA KEN 1/2026",
    type="UA",
    recipient="KEN",
    mandates=("sr-torture", "wgad", "sr-hrds"),
    year=2026,
    joint=True,
    transmitted_at=SENT,
    edition=1,
    published_at=NOW,
    text=RENDITION,
    replied_at=SENT + timedelta(days=43),
)
NUMBERS = (1, 2, 3, 11, 21, 100)


def test_a_letter_is_said_in_a_line_of_facts(portal: Pages) -> None:
    with portal.app.test_request_context():
        assert (
            words.summary(LETTER) == "Urgent appeal to Kenya by 3 mandates; answered after 43 days"
        )
        alone = replace(LETTER, mandates=("wgad",), replied_at=SENT + timedelta(days=1))
        assert words.summary(alone) == "Urgent appeal to Kenya by 1 mandate; answered after 1 day"
        assert words.summary(replace(LETTER, replied_at=SENT)).endswith("answered on the same day")
        open_ = words.summary(replace(LETTER, replied_at=None))
        assert open_.endswith("; no reply in substance yet")


@pytest.mark.parametrize("code", LANGUAGES)
def test_its_numbers_bend_in_every_language(portal: Pages, code: str) -> None:
    said = set()
    with portal.app.test_request_context(), speaking(code):
        for number in NUMBERS:
            some = tuple(mandates())[:number]
            replied = SENT + timedelta(days=number)
            line = words.summary(replace(LETTER, mandates=some, replied_at=replied))
            assert "%" not in line
            assert ("mandate" in line or "answered" in line) is (code == "en")
            written = re.findall(r"\d+", line)
            least = 0 if code == "ar" and number < 3 else 1  # one and two are words there
            assert len(written) >= least
            said.add(line)
    assert len(said) == len(NUMBERS)


def test_the_line_stands_where_no_passage_does(portal: Pages) -> None:
    tell(portal, published("Two activists were detained."), withheld())
    line = "Allegation letter to France by 2 mandates; answered after 20 days"
    for address in ("/register", PERMALINK, "/register/mandates/wgad", "/register?q=France"):
        assert line in read(portal, address).text, address
    found = read(portal, "/register?q=activist").text
    assert line not in found
    assert "<mark>activists</mark>" in found


def test_letters_are_filtered_and_counted_by_theme(portal: Pages) -> None:
    tell(
        portal,
        published(),
        published("Water.", 4, mandates=("sr-water", "sr-torture")),
        published("Iran.", 5, mandates=("sr-iran",)),
    )
    page = read(portal, "/register").text
    [listed] = re.findall(r'<select [^>]*id="theme".*?</select>', page, re.DOTALL)
    assert dict(re.findall(r'<option value="([^"]*)"[^>]*>([^<]+)<', listed)) == {
        "": "Every theme",
        "detention": "Detention, torture and disappearance (2)",
        "social": "Economic, social and cultural rights (1)",
    }
    social = read(portal, "/register?theme=social").text
    assert "1 letter<" in social
    assert "/register/AL-FRA-4-2026" in social
    assert "Detention, torture and disappearance (2)" in social, "another can be chosen"
    both = read(portal, "/register?theme=social&mandate=wgad").text
    assert "No published letter matches" in both
    assert 'value="social" selected' in both
    assert "3 letters<" in read(portal, "/register?theme=nothing").text
    rows = csv.DictReader(io.StringIO(read(portal, "/register/export.csv?theme=detention").text))
    assert {row["reference"]: row["themes"] for row in rows} == {
        "AL FRA 3/2026": "detention",
        "AL FRA 4/2026": "detention; social",
    }


def test_a_letter_names_its_themes_and_a_mandate_on_a_country_has_none(portal: Pages) -> None:
    tell(portal, published(), reply_published(), published("Iran.", 5, mandates=("sr-iran",)))
    page = read(portal, PERMALINK).text
    assert '/register/themes/detention">Detention, torture and disappearance</a>' in page
    assert ">Themes<" not in read(portal, "/register/AL-FRA-5-2026").text
