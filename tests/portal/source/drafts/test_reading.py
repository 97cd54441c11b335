"""How long somebody reads who files in Arabic, without an account, for the first time."""

import pytest

from tests.support.drafts import begun_by_code, fill, sent
from tests.support.portal import Pages
from tests.support.reading import ARABIC, texts, words
from tests.support.submissions import Told

FIFTEEN = 15 * ARABIC
SECTIONS = ("submitter/", "story/", "urgency/", "victims/new", "victims/", "incidents/new")
"""Without these nothing is sent."""


def test_filing_in_arabic_takes_less_than_a_quarter_of_an_hour_of_reading(
    portal: Pages, told: Told
) -> None:
    """From the door to the receipt, every word of each page that is not folded."""
    visitor = portal.visitor()
    visitor.client.set_cookie("language", "ar")
    home, door, _ = visitor.get("/ar/").text.partition('href="/submit/"')
    assert door, "who comes reads as far as the way in"
    read = [home, visitor.get("/submit/").text]
    draft = begun_by_code(visitor)
    read += [visitor.get(f"{draft}{part}").text for part in ("code", "", *SECTIONS)]
    fill(visitor, draft, leaving_out=("action", "perpetrators"))
    read += [visitor.get(f"{draft}{part}").text for part in ("victims/", "incidents/", "review")]
    receipt = visitor.get(sent(visitor, draft)).text
    assert 'lang="ar"' in receipt
    assert FIFTEEN / 2 < words([*read, receipt]) < FIFTEEN


@pytest.mark.parametrize(
    ("page", "read"),
    [
        ("<h1>Tell us</h1><p>What <b>happened</b>?</p>", ["Tell us", "What happened?"]),
        ("<p>One<br>two</p><select><option>Kenya</option></select>", ["One", "two"]),
        ("<details><summary>Why</summary><p>So</p></details><p hidden>No</p>", ["Why"]),
        ("<details open><summary>Why</summary><p>So</p></details>", ["Why", "So"]),
        ("<head><title>A</title></head><main><svg><title>B</title></svg>C</main>", ["C"]),
    ],
)
def test_what_is_seen_is_read(page: str, read: list[str]) -> None:
    assert texts(page) == read


def test_a_text_is_read_once_and_marks_of_letters_part_no_word() -> None:
    assert words(["<p>مقدِّم المعلومات</p>", "<p>مقدِّم المعلومات</p><p>2,000 ... حرف</p>"]) == 4
