"""The public register's pages: public content, and nothing else."""

import json
import re
from dataclasses import replace
from itertools import pairwise

import pytest

from portal.letters.communications.read_model import COMMUNICATIONS
from portal.public.register.statement_model import REGISTER_STATEMENTS
from shared.core.roles import Role
from shared.read_models.model import Applier
from tests.approvals.statements import ID as STATEMENT
from tests.approvals.statements import ISSUED
from tests.portal.public.register.conftest import ADDRESSES, ALMOST, PERMALINK, read, tell, told
from tests.support.followup import LETTER, NOW, REPLY
from tests.support.portal import Pages
from tests.support.publication import (
    ANSWER,
    RENDITION,
    TRANSLATED,
    arriving,
    drafted,
    grade_published,
    logged,
    published,
    recommended,
    reply_published,
    translation_published,
    withdrawn,
    withheld,
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_not_public_changes_no_byte_of_any_public_answer(
    portal: Pages, address: str
) -> None:
    before = read(portal, address)
    reply = logged(portal.vault.seal(f"reply-{REPLY}", ANSWER))
    tell(portal, *ALMOST, reply, everywhere=True)
    after = read(portal, address)
    assert (after.status_code, told(after)) == (before.status_code, told(before))
    for secret in ("FRA 3", "FRA-3", "Ana", RENDITION[:20], ANSWER, LETTER):
        assert secret not in after.text


@pytest.mark.parametrize("address", ADDRESSES[1:])
def test_it_is_there_once_it_is_published(portal: Pages, address: str) -> None:
    before = told(read(portal, address))
    tell(portal, published(), reply_published(), grade_published(), recommended())
    after = read(portal, address)
    assert after.status_code == 200
    assert told(after) != before, "or the test before tells nothing"


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_is_gone_again_once_it_is_taken_back(portal: Pages, address: str) -> None:
    before = read(portal, address)
    tell(portal, published(), reply_published(), translation_published(), withdrawn())
    after = read(portal, address)
    assert (after.status_code, told(after)) == (before.status_code, told(before))


def test_a_letter_under_embargo_and_one_that_never_was_get_the_same_answer(portal: Pages) -> None:
    tell(portal, *ALMOST, everywhere=True)
    embargoed, never = read(portal, PERMALINK), read(portal, "/register/AL-FRA-9-2026")
    assert embargoed.status_code == never.status_code == 404
    assert told(embargoed) == told(never)
    assert dict(embargoed.headers).keys() == dict(never.headers).keys()


def test_a_letter_is_shown_with_its_replies(portal: Pages) -> None:
    tell(portal, published(), reply_published())
    page = read(portal, PERMALINK).text
    assert "We are concerned about [redacted]." in page
    assert ANSWER in page
    assert "Received 14 Oct 2026 in French" in page
    assert f"http://localhost/en{PERMALINK}" in page


def test_a_letter_is_in_the_language_of_its_draft_or_in_that_of_its_text(portal: Pages) -> None:
    tell(portal, published())
    assert 'register__text" lang="en" dir="ltr">We are' in read(portal, PERMALINK).text
    begun = replace(drafted(), language="ar")
    Applier(portal.engine, COMMUNICATIONS).apply(arriving(begun, topic="approvals.events"))
    assert 'register__text" lang="ar" dir="rtl">We are' in read(portal, PERMALINK).text


def test_a_translation_is_said_to_be_one_in_its_language_and_direction(portal: Pages) -> None:
    tell(portal, published(), reply_published(), translation_published())
    page = read(portal, PERMALINK).text
    assert "Translation into Arabic" in page
    assert f'lang="ar" dir="rtl">{TRANSLATED}</div>' in page
    [letter] = json.loads(read(portal, "/register/export.json").text)["communications"]
    [reply] = letter["replies"]
    assert reply["translations"] == [{"language": "ar", "text": TRANSLATED}]
    month = read(portal, "/register/bulletin/2026-11").text
    assert "translation of a reply into Arabic" in month
    assert "1 letter, 1 reply, 0 statements" in read(portal, "/register/bulletin.atom").text


def test_a_confidential_reply_is_a_placeholder(portal: Pages) -> None:
    tell(portal, published(), withheld())
    page = read(portal, PERMALINK).text
    assert "not made public, at the request of the State" in page


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_cookie_is_set_and_it_may_be_kept(portal: Pages, address: str) -> None:
    tell(portal, published())
    answer = read(portal, address)
    assert "Set-Cookie" not in answer.headers
    assert "no-store" not in answer.headers["Cache-Control"]
    if answer.mimetype != "text/html":
        assert answer.headers["Cache-Control"] == "public, max-age=60"


def test_those_who_sign_in_read_the_same_and_keep_nothing(portal: Pages) -> None:
    tell(portal, published())
    answer = portal.signed_in(Role.QUICK_RESPONSE_DESK).get(PERMALINK)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


def test_search_and_filters(portal: Pages) -> None:
    tell(portal, published(), published("الاحتجاز التعسفي", 4, recipient="KEN", type="UA"))
    assert "AL FRA 4/2026" in read(portal, "/register?q=احتجاز").text
    assert "AL FRA 3/2026" not in read(portal, "/register?q=احتجاز").text
    nothing = read(portal, "/register?q=nothing+of+this").text
    assert "No published letter matches" in nothing
    assert 'value="nothing of this"' in nothing
    kenya = read(portal, "/register?state=KEN").text
    assert "<h2" in kenya
    assert "1 letter<" in kenya


def test_a_result_shows_where_the_words_stand(portal: Pages) -> None:
    """In the letter; else in a reply or its translation, in its language."""
    tell(
        portal,
        published("Two activists <b> were detained."),
        reply_published("Les militantes sont libres."),
        translation_published("The women were released yesterday."),
        recommended("Release the activist.", version=2, symbol="A/HRC/40/59/Corr.1"),
    )
    letter = read(portal, "/register?q=activist").text
    assert "Two <mark>activists</mark> &lt;b&gt; were detained." in letter
    assert "libres" not in letter
    reply = read(portal, "/register?q=militante").text
    assert '<p class="govuk-body" dir="auto" lang="fr">Les <mark>militantes</mark>' in reply
    assert "Two activists" in reply
    translation = read(portal, "/register?q=woman").text
    assert 'lang="ar">The <mark>women</mark> were' in translation
    assert "<mark>" not in read(portal, "/register").text
    recommendation = read(portal, "/register/recommendations?q=activists").text
    assert "Release the <mark>activist</mark>." in recommendation
    assert "As corrected by <bdi>A/HRC/40/59/Corr.1</bdi>" in recommendation


def test_what_goes_to_all_states_is_found_and_the_page_of_its_mandate_leads_there(
    portal: Pages,
) -> None:
    tell(portal, recommended(addressee="ALL"), recommended("Ratify it.", 2))
    page = read(portal, "/register/mandates/sr-torture").text
    assert "state=ALL&amp;mandate=sr-torture" in page
    found = read(portal, "/register/recommendations?state=ALL&mandate=sr-torture").text
    assert "To <bdi>All States</bdi>" in found
    assert "Ratify it." not in found
    assert "state=ALL" not in read(portal, "/register/mandates/wgad").text


def test_the_letter_whose_reference_is_typed_comes_first(portal: Pages) -> None:
    mentioned = published("See our letter AL FRA 3/2026.", 4, transmitted_at=NOW)
    tell(portal, published(), mentioned)
    answer = read(portal, "/register?q=al++fra+3/2026").text
    assert "2 letters<" in answer
    assert answer.index("The letter with this reference") < answer.index("/register/AL-FRA-3-2026")
    assert answer.index("/register/AL-FRA-3-2026") < answer.index("Other letters")
    assert answer.index("Other letters") < answer.index("/register/AL-FRA-4-2026")
    assert answer.count('/register/AL-FRA-3-2026"') == 1
    filtered = read(portal, "/register?q=AL+FRA+3/2026&state=KEN").text
    assert "/register/AL-FRA-3-2026" in filtered, "who types a reference wants that letter"
    assert "No published letter matches" not in filtered


@pytest.mark.parametrize(
    "query",
    [
        "q=%01",
        "q=" + "x" * 5_000,
        "q=%22%27%29+OR+1",
        "year=99999&before=99999999999999999999999",
        "year=abc&state=ZZZ&mandate=no&type=XX&joint=perhaps",
        "before=9223372036854775807",
        "before=-1",
    ],
)
def test_an_address_that_makes_no_sense_is_no_failure(portal: Pages, query: str) -> None:
    tell(portal, published())
    for page in ("/register", "/register/recommendations", "/register/export.csv"):
        assert read(portal, f"{page}?{query}").status_code == 200, (page, query)


@pytest.mark.parametrize(
    "address",
    [
        "/register/states/ZZZ",
        "/register/mandates/none",
        "/register/bulletin/2026-13",
        "/register/bulletin/9999-01",
        "/register/bulletin/next",
        "/register/nothing",
    ],
)
def test_what_there_is_not_is_not_found(portal: Pages, address: str) -> None:
    assert read(portal, address).status_code == 404


def test_pages_lead_on_through_all_letters(portal: Pages) -> None:
    tell(portal, *(published("One.", number) for number in range(10, 55)))
    address: str | None = "/register?type=AL"
    seen: list[str] = []
    while address:
        page = read(portal, address).text
        seen += re.findall(r'href="/en/register/(AL-FRA-\d+-2026)"', page)
        found = re.search(r'href="(/en/register\?[^"]+)" rel="next"', page)
        address = found[1].replace("&amp;", "&") if found else None
    assert len(seen) == len(set(seen)) == 45


@pytest.mark.parametrize(
    ("page", "to", "french"),
    [
        (PERMALINK, "/register", "Toutes les lettres"),
        (f"/register/statements/{STATEMENT}", "/register/statements", "Toutes les déclarations"),
        ("/register/bulletin/2026-11", "/register/bulletin", "Tous les bulletins"),
    ],
)
def test_the_way_back_stands_before_the_page(
    portal: Pages, page: str, to: str, french: str
) -> None:
    tell(portal, published())
    Applier(portal.engine, REGISTER_STATEMENTS).apply(arriving(ISSUED, topic="approvals.events"))
    for language in ("en", "fr"):
        before, _, shown = read(portal, f"/{language}{page}").text.partition("<main")
        assert f'<a href="/{language}{to}" class="govuk-back-link">' in before
        assert "govuk-back-link" not in shown
    assert french in before


def test_headings_never_skip_a_level(portal: Pages) -> None:
    tell(portal, published(), reply_published(), grade_published(), recommended())
    for address in ADDRESSES:
        answer = read(portal, address)
        if answer.mimetype == "text/html":
            levels = [int(one) for one in re.findall(r"<h(\d)", answer.text)]
            assert levels.count(1) == 1, address
            assert all(after - before <= 1 for before, after in pairwise(levels)), address


def test_lists_to_choose_from_are_found_by_other_names_too(portal: Pages) -> None:
    tell(portal, published(), published("Another.", 4, recipient="TUR"))
    page = read(portal, "/register").text
    assert '<option value="TUR" data-also="Turkey">' in page
    detention = 'value="wgad" data-also="Working Group on Arbitrary Detention">'
    assert detention in page
    for address in ("/register/statements", "/register/recommendations"):
        page = read(portal, address).text
        assert '<option value="CIV" data-also="Ivory Coast">' in page, address
        assert detention in page, address
