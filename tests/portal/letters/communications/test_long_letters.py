"""Pages that approve or send a text show it whole; others fold long texts."""

import re

import pytest

from tests.portal.letters.communications.conftest import Desk

PARAGRAPHS = (f"Paragraph {n} of this long letter." * 4 for n in range(60))
LETTER = "\n\n".join(["Excellency,", *PARAGRAPHS])


def shown_whole(page: str, text: str) -> bool:
    """Whether all of it stands in one place that nothing folds."""
    before, found, _ = page.replace("\r", "").partition(text)
    return bool(found) and len(re.findall("<details", before)) == before.count("</details>")


def test_who_approves_reads_the_whole_text(desk: Desk) -> None:
    letter = desk.awaiting(text=LETTER)
    for path in ("/waiting", letter):
        page = desk["holder"].get(path).text
        assert shown_whole(page, LETTER), path
        [bar] = re.findall(r'<nav class="actions".*?</nav>', page, re.DOTALL)
        for link in re.findall(r'href="#([^"]+)"', bar):
            assert f'id="{link}"' in page
        assert "Decide on it" in bar


def test_the_whole_text_stands_beside_what_changed_in_it(desk: Desk) -> None:
    letter = desk.awaiting(text=LETTER)
    desk.press("holder", letter, "/changes", note="Softer, please")
    changed = LETTER.replace("Paragraph 3 ", "Paragraph three ")
    desk.press("officer", f"{letter}/revise", "/revise", text=changed)
    desk.press("officer", letter, "/request-approval")
    for path in ("/waiting", letter):
        page = desk["holder"].get(path).text
        assert "What changed since version 1" in page
        assert shown_whole(page, changed), path


def test_the_chief_reads_the_whole_text_and_one_that_went_is_folded(desk: Desk) -> None:
    letter = desk.cleared(text=LETTER)
    page = desk["chief"].get(f"{letter}/transmit").text
    assert shown_whole(page, LETTER)
    assert 'id="transmit"' in page
    desk.press("chief", f"{letter}/transmit", "/transmit")
    page = desk["officer"].get(letter).text
    assert not shown_whole(page, LETTER)
    said = re.sub(r"</?bdi>", "", page)
    assert "Show the whole letter (about 1,300 words)" in said
    parts = re.findall(r'<p class="sealed__text long-text"[^>]*>(.*?)</p>', page, re.DOTALL)
    assert "\n".join(parts) == LETTER


@pytest.mark.parametrize("path", ["", "/waiting"])
def test_links_to_the_parts_of_a_page_lead_somewhere(desk: Desk, path: str) -> None:
    page = desk["holder"].get(path or desk.awaiting(text=LETTER)).text
    [jumps] = re.findall(r'<nav class="jumps".*?</nav>', page, re.DOTALL)
    links = re.findall(r'href="#([^"]+)"', jumps)
    assert links
    assert [one for one in links if f'id="{one}"' not in page] == []


def test_the_name_of_a_letter_that_waits_stands_above_what_can_be_done(desk: Desk) -> None:
    desk.awaiting(text=LETTER)
    page = desk["holder"].get("/waiting").text
    assert page.index('<h2 class="govuk-heading-m" id="text-1">') < page.index('class="actions"')
