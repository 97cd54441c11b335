"""Nobody can test a guess of a statement's text on its fingerprint."""

import pytest

from shared.contracts.approvals_statements import (
    StatementDrafted,
    StatementRevised,
    Wording,
    fingerprint,
)
from tests.portal.letters.statements.conftest import TEXT, TITLE, Press

WORDS = Wording(title=TITLE, text=TEXT, government_view="")


def _of_old(_: str, kind: object, about: object, words: object, **__: object) -> str:
    return fingerprint(kind, about, words)  # type: ignore[arg-type]  # as it was called


def test_no_fact_has_a_hash_that_a_guess_confirms(press: Press) -> None:
    press.issued()
    [drafted] = [one for one in press.desk.service.facts if isinstance(one, StatementDrafted)]
    guessed = fingerprint(drafted.kind, drafted.about, WORDS)
    assert guessed not in str(press.desk.service.facts)
    assert press.told[0].text == TEXT


def test_the_same_words_have_another_fingerprint_in_another_statement(press: Press) -> None:
    press.drafted()
    press.drafted()
    one, other = (
        fact.content_hash for fact in press.desk.service.facts if isinstance(fact, StatementDrafted)
    )
    assert one != other


def test_what_was_approved_under_an_old_fingerprint_stays_so_and_is_issued(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr("portal.letters.statements.views.content_hash", _of_old)
        page = press.approved()
    sent = press.desk.press("officer", f"{page}/revise", "/revise", text=TEXT)
    assert sent.status_code == 303
    assert not [one for one in press.desk.service.facts if isinstance(one, StatementRevised)]
    assert press.desk.press("holder", page, "/issue").status_code == 303
    assert press.told[0].text == TEXT
