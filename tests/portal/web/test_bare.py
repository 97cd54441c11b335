"""The page that stands on nothing."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest

from portal.web.bare import BUSY, POLICY, page, page_in_all
from portal.web.i18n.languages import language_of, ready

TITLE, SENTENCE = BUSY


def test_it_says_what_happened_and_what_to_do() -> None:
    shown = page(TITLE, SENTENCE, language="en", form=False)
    assert "<h1>Back in a moment</h1>" in shown
    assert '<a href="">Try again</a>' in shown
    sent = page(TITLE, SENTENCE, language="en", form=True)
    assert "Go back with your browser" in sent
    assert "<a" not in sent  # a link would open the form empty


def test_its_own_policy_allows_its_styles() -> None:
    [style] = re.findall("<style>(.*?)</style>", page(TITLE, SENTENCE, language="en", form=False))
    assert f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in POLICY


def test_it_speaks_a_language_and_runs_its_way() -> None:
    french = page(TITLE, SENTENCE, language="fr", form=False)
    assert '<html lang="fr" dir="ltr">' in french
    assert "Réessayer" in french
    assert "Trop de personnes" in french
    assert '<html lang="ar" dir="rtl">' in page(TITLE, SENTENCE, language="ar", form=True)


def test_one_page_says_it_in_all_languages_and_offers_no_link() -> None:
    shown = page_in_all(TITLE, SENTENCE, languages=ready())
    assert shown.count("<h1>") == 1
    assert shown.count("<section lang=") == shown.count("<h2>") == len(ready())
    assert shown.index('lang="ar" dir="rtl"') < shown.index('lang="fr" dir="ltr"')
    assert "Trop de personnes" in shown
    assert "<a" not in shown
    assert POLICY in shown


@pytest.mark.parametrize(
    ("path", "cookies", "accepted", "spoken"),
    [
        ("/fr/register", "language=ar", "es", "fr"),
        ("/submit/", "session=x; language=ar", "es", "ar"),
        ("/return/", "language=tlh", "de, es;q=0.7, fr;q=0.5", "es"),
        ("/submissions/1/review", "", "zh-CN, en;q=0.5", "zh"),
        ("/<b>/x", "language=<b>", "<b>", "en"),
        ("", "", "", "en"),
    ],
)
def test_it_has_the_language_of_its_address_or_of_whoever_asks(
    path: str, cookies: str, accepted: str, spoken: str
) -> None:
    assert language_of(path, cookies, accepted) == spoken
