"""The fingerprint identifies a text, and nobody can test a guess on it."""

from hashlib import sha256

import pytest

from portal.letters.communications.wording import fingerprint
from tests.portal.letters.communications.conftest import Desk

TEXT = "Ünïcödé"
OF_OLD = sha256(TEXT.encode()).hexdigest()


def test_without_the_key_a_guess_cannot_be_confirmed() -> None:
    found = fingerprint(TEXT, ["key"])
    assert len(found) == len(OF_OLD)
    assert found not in {OF_OLD, fingerprint(TEXT, ["another key"])}
    assert found == fingerprint(TEXT, ["key", "older"])
    assert found != fingerprint(f"{TEXT} ", ["key"])


@pytest.mark.parametrize("present", [OF_OLD, fingerprint(TEXT, ["older"])])
def test_a_text_that_is_the_same_keeps_the_fingerprint_that_it_has(present: str) -> None:
    assert fingerprint(TEXT, ["key", "older"], present) == present
    assert fingerprint("another", ["key", "older"], present) == fingerprint("another", ["key"])


def test_no_fact_of_a_letter_has_a_hash_that_a_guess_confirms(desk: Desk) -> None:
    page = desk.drafted(text="The first wording")
    desk.press("officer", f"{page}/revise", "/revise", text="The second wording")
    kept = str(desk.service.facts)
    for text in ("The first wording", "The second wording"):
        assert sha256(text.encode()).hexdigest() not in kept
        assert desk.hash_of(text) in kept


def test_what_was_approved_under_an_old_fingerprint_stays_approved_when_nothing_changes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr("portal.letters.communications.wording.fingerprint", _of_old)
        page = desk.cleared(text="The first wording")
    told = len(desk.service.facts)
    desk.press("officer", f"{page}/revise", "/revise", text="The first wording")
    assert len(desk.service.facts) == told
    assert desk.press("chief", f"{page}/transmit", "/transmit").status_code == 303


def _of_old(text: str, *_: object) -> str:
    return sha256(text.encode()).hexdigest()
