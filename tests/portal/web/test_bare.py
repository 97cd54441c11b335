"""The page that stands on nothing."""

import re
from base64 import b64encode
from hashlib import sha256

from portal.web.bare import BUSY, POLICY, page

TITLE, SENTENCE = BUSY


def test_it_says_what_happened_and_what_to_do() -> None:
    shown = page(TITLE, SENTENCE, path="/submissions/new", form=False)
    assert "<h1>Back in a moment</h1>" in shown
    assert '<a href="">Try again</a>' in shown
    sent = page(TITLE, SENTENCE, path="/submissions/new", form=True)
    assert "Go back with your browser" in sent
    assert "<a" not in sent  # a link would open the form empty


def test_its_own_policy_allows_its_styles() -> None:
    [style] = re.findall("<style>(.*?)</style>", page(TITLE, SENTENCE, path="/", form=False))
    assert f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in POLICY


def test_it_speaks_the_language_of_its_address_and_takes_no_word_from_it() -> None:
    french = page(TITLE, SENTENCE, path="/fr/register", form=False)
    assert '<html lang="fr" dir="ltr">' in french
    assert "Réessayer" in french
    assert "Trop de personnes" in french
    assert '<html lang="en"' in page(TITLE, SENTENCE, path="/<b>/x", form=False)
    assert "<b>" not in page(TITLE, SENTENCE, path="/<b>/x", form=False)
