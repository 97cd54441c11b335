"""Receipts from before return codes stay good: a tracking code and a passphrase open together.

Wrong ones have a single answer.
"""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from portal.casefile.submissions import passphrase
from portal.source.channel.forms import WRONG
from portal.web.accounts import passwords
from portal.web.accounts.channel_tables import channels
from portal.web.accounts.turns import Turns
from tests.support.channel import Before
from tests.support.portal import Pages


def enter(portal: Pages, code: str, passphrase: str) -> Any:
    return portal.visitor().post("/return/", {"code": code, "passphrase": passphrase})


def test_code_and_passphrase_open_the_submission_and_stand_in_no_address(
    portal: Pages, before: Before
) -> None:
    sent = enter(portal, before.code.lower().replace("-", " "), before.passphrase.replace(" ", "-"))
    assert sent.status_code == 303
    assert sent.location == "/return/submission"
    cookie = sent.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    for secret in (before.code, before.passphrase.replace(" ", "")):
        assert secret not in cookie


def test_digits_of_another_script_are_digits(portal: Pages, before: Before) -> None:
    arabic = before.passphrase.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert enter(portal, before.code, arabic).status_code == 303


@pytest.mark.parametrize("part", ["code", "passphrase", "both"])
def test_whatever_is_wrong_the_answer_is_the_same(portal: Pages, before: Before, part: str) -> None:
    code = "0" * 26 if part in {"code", "both"} else before.code
    passphrase = "1" * 40 if part in {"passphrase", "both"} else before.passphrase
    sent = enter(portal, code, passphrase)
    assert sent.status_code == 422
    assert str(WRONG) in sent.text
    assert "Set-Cookie" not in sent.headers or "channel=" not in sent.headers["Set-Cookie"]
    assert sent.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("code", ["right", "0" * 26])
def test_a_wrong_code_costs_the_same_work_as_a_wrong_passphrase(
    portal: Pages, before: Before, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    enter(portal, "0" * 26, "1")  # nobody's hash is made once in a process
    checked: list[str | None] = []
    real = passwords.matches

    def watched(password_hash: str | None, password: str, turns: Turns) -> bool:
        checked.append(password_hash)
        return real(password_hash, password, turns)

    monkeypatch.setattr(passwords, "matches", watched)
    enter(portal, before.code if code == "right" else code, "2" * 40)
    [one] = checked
    assert one is not None
    parameters = one.split("$")[1:4]
    with portal.engine.connect() as conn:
        stored = conn.scalar(
            select(channels.c.passphrase_hash).where(channels.c.code_hash.is_(None))
        )
    assert stored is not None
    assert parameters == stored.split("$")[1:4], "the same parameters take the same time"


def test_whatever_is_wrong_the_database_is_asked_the_same(portal: Pages, before: Before) -> None:
    asked: list[str] = []
    event.listen(portal.engine, "before_cursor_execute", lambda *args: asked.append(str(args[2])))
    found = set()
    for code in (before.code, "0" * 26, before.code[:-1] + "0"):
        stranger = portal.visitor()
        data = {"code": code, "passphrase": "3" * 40, "csrf_token": stranger.form_token()}
        asked.clear()
        answer = stranger.client.post("/return/", data=data)
        page = re.sub(r'(?:value|nonce|content)="[^"]*"', "", answer.text)
        found.add((answer.status_code, page, (*answer.headers.keys(),), (*asked,)))
    assert len(found) == 1


def test_only_a_hash_is_stored(portal: Pages, before: Before) -> None:
    with portal.engine.connect() as conn:
        row = conn.execute(select(channels).where(channels.c.code_hash.is_(None))).one()
    assert row.passphrase_hash.startswith("$argon2id$")
    assert before.passphrase.replace(" ", "") not in repr(row)


@pytest.mark.parametrize(
    ("code", "passphrase", "sentence"),
    [
        ("", "1", "Enter the tracking code"),
        ("1", "", "Enter the passphrase"),
        ("x" * 201, "1", "do not belong together"),
        ("\x00'; --", "1", "do not belong together"),
        ("1", "\x00'; --", "do not belong together"),
    ],
)
def test_bad_input_is_told_in_a_sentence(
    portal: Pages, before: Before, code: str, passphrase: str, sentence: str
) -> None:
    sent = enter(portal, code, passphrase)
    assert sent.status_code == 422
    assert sentence in sent.text


def test_many_wrong_tries_with_a_code_are_told_and_keep_no_source_out(
    portal: Pages, before: Before
) -> None:
    for code in (before.code, "0" * 26):
        for _ in range(10):
            assert enter(portal, code, "1" * 40).status_code == 422
        # However the code is written, and whether it exists or not.
        told = enter(portal, code.lower(), "1" * 40)
        assert told.status_code == 429
        assert "There were many wrong tries with this code" in told.text
    assert enter(portal, "1" * 26, "1" * 40).status_code == 422
    assert enter(portal, before.code, before.passphrase).status_code == 303
    portal.clock.forward(timedelta(minutes=16))
    assert enter(portal, before.code, "1" * 40).status_code == 422


def test_tries_with_random_codes_keep_nobody_out(portal: Pages, before: Before) -> None:
    visitor = portal.visitor()
    token = visitor.form_token()
    for n in range(200):
        tried = {"code": f"{n:026}", "passphrase": "1" * 40, "csrf_token": token}
        assert visitor.client.post("/return/", data=tried).status_code == 422
    assert enter(portal, before.code, before.passphrase).status_code == 303


def test_a_crowd_at_the_door_is_told_to_come_again_and_nothing_typed_is_lost(
    portal: Pages, before: Before, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = Turns(1, waiting=0, patience=0)
    monkeypatch.setattr(passphrase, "_turns", turns)
    with turns.one():
        for code in (before.code, "0" * 26):
            sent = enter(portal, code, before.passphrase)
            assert sent.status_code == 503
            assert "try again in a moment" in sent.text
            assert f'value="{code}"' in sent.text
            assert f'value="{before.passphrase}"' in sent.text
    assert enter(portal, before.code, before.passphrase).status_code == 303


def test_who_guesses_passwords_does_not_hold_up_a_source(
    portal: Pages, before: Before, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowded = Turns(1, waiting=0, patience=0)
    monkeypatch.setattr(passwords, "STRANGERS", crowded)
    monkeypatch.setattr(passwords, "KNOWN", crowded)
    with crowded.one():
        assert enter(portal, before.code, before.passphrase).status_code == 303
