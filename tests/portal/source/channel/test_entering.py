"""Coming back with code and passphrase: right ones, and wrong ones with a single answer."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.casefile.submissions import passphrase
from portal.source.channel.forms import WRONG
from portal.web.accounts import passwords
from portal.web.accounts.channel_session import ABSOLUTE, IDLE
from portal.web.accounts.channel_tables import channel_sessions, channels
from portal.web.accounts.turns import Turns
from shared.core.roles import Role
from tests.support.channel import Kept, Told
from tests.support.portal import Pages, Visitor
from tests.support.submissions import ID, received

Back = Callable[[], Visitor]


def enter(portal: Pages, code: str, passphrase: str) -> Any:
    return portal.visitor().post("/return/", {"code": code, "passphrase": passphrase})


def test_code_and_passphrase_open_the_submission_and_stand_in_no_address(
    portal: Pages, kept: Kept
) -> None:
    sent = enter(portal, kept.code.lower().replace("-", " "), kept.passphrase.replace(" ", "-"))
    assert sent.status_code == 303
    assert sent.location == "/return/submission"
    cookie = sent.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    for secret in (kept.code, kept.passphrase.replace(" ", ""), ID):
        assert secret not in cookie


def test_digits_of_another_script_are_digits(portal: Pages, kept: Kept) -> None:
    arabic = kept.passphrase.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert enter(portal, kept.code, arabic).status_code == 303


@pytest.mark.parametrize("part", ["code", "passphrase", "both"])
def test_whatever_is_wrong_the_answer_is_the_same(portal: Pages, kept: Kept, part: str) -> None:
    code = "0" * 26 if part in {"code", "both"} else kept.code
    passphrase = "1" * 40 if part in {"passphrase", "both"} else kept.passphrase
    sent = enter(portal, code, passphrase)
    assert sent.status_code == 422
    assert str(WRONG) in sent.text
    assert "Set-Cookie" not in sent.headers or "channel=" not in sent.headers["Set-Cookie"]
    assert sent.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("code", ["right", "0" * 26])
def test_a_wrong_code_costs_the_same_work_as_a_wrong_passphrase(
    portal: Pages, kept: Kept, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    enter(portal, "0" * 26, "1")  # nobody's hash is made once in a process
    checked: list[str | None] = []
    real = passwords.matches

    def watched(password_hash: str | None, password: str, turns: Turns) -> bool:
        checked.append(password_hash)
        return real(password_hash, password, turns)

    monkeypatch.setattr(passwords, "matches", watched)
    enter(portal, kept.code if code == "right" else code, "2" * 40)
    [one] = checked
    assert one is not None
    parameters = one.split("$")[1:4]
    with portal.engine.connect() as conn:
        stored = conn.scalar(select(channels.c.passphrase_hash))
    assert stored is not None
    assert parameters == stored.split("$")[1:4], "the same parameters take the same time"


def test_only_a_hash_is_stored(portal: Pages, kept: Kept) -> None:
    with portal.engine.connect() as conn:
        row = conn.execute(select(channels)).one()
    assert row.passphrase_hash.startswith("$argon2id$")
    assert kept.passphrase.replace(" ", "") not in repr(row)


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
    portal: Pages, kept: Kept, code: str, passphrase: str, sentence: str
) -> None:
    sent = enter(portal, code, passphrase)
    assert sent.status_code == 422
    assert sentence in sent.text


def test_many_wrong_tries_with_a_code_are_told_and_keep_no_source_out(
    portal: Pages, kept: Kept
) -> None:
    for code in (kept.code, "0" * 26):
        for _ in range(10):
            assert enter(portal, code, "1" * 40).status_code == 422
        # However the code is written, and whether it exists or not.
        told = enter(portal, code.lower(), "1" * 40)
        assert told.status_code == 429
        assert "There were many wrong tries with this code" in told.text
    assert enter(portal, "1" * 26, "1" * 40).status_code == 422
    assert enter(portal, kept.code, kept.passphrase).status_code == 303
    portal.clock.forward(timedelta(minutes=16))
    assert enter(portal, kept.code, "1" * 40).status_code == 422


def test_two_thousand_tries_with_random_codes_keep_nobody_out(portal: Pages, kept: Kept) -> None:
    visitor = portal.visitor()
    token = visitor.form_token()
    for n in range(2_000):
        tried = {"code": f"{n:026}", "passphrase": "1" * 40, "csrf_token": token}
        assert visitor.client.post("/return/", data=tried).status_code == 422
    assert enter(portal, kept.code, kept.passphrase).status_code == 303


def test_a_crowd_at_the_door_is_told_to_come_again_and_nothing_typed_is_lost(
    portal: Pages, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = Turns(1, waiting=0, patience=0)
    monkeypatch.setattr(passphrase, "_turns", turns)
    with turns.one():
        for code in (kept.code, "0" * 26):
            sent = enter(portal, code, kept.passphrase)
            assert sent.status_code == 503
            assert "try again in a moment" in sent.text
            assert f'value="{code}"' in sent.text
            assert f'value="{kept.passphrase}"' in sent.text
    assert enter(portal, kept.code, kept.passphrase).status_code == 303


def test_who_guesses_passwords_does_not_hold_up_a_source(
    portal: Pages, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowded = Turns(1, waiting=0, patience=0)
    monkeypatch.setattr(passwords, "STRANGERS", crowded)
    monkeypatch.setattr(passwords, "KNOWN", crowded)
    with crowded.one():
        assert enter(portal, kept.code, kept.passphrase).status_code == 303


def test_without_a_session_there_is_only_the_way_in(portal: Pages, kept: Kept) -> None:
    visitor = portal.visitor()
    for path in ("/return/submission", "/return/session"):
        shown = visitor.get(path)
        assert (shown.status_code, shown.location) == (303, "/return/")
    assert visitor.get("/return/").status_code == 200


def test_an_account_is_no_way_in(portal: Pages, told: Told, kept: Kept) -> None:
    told.tell(received(seal=portal.vault.seal))
    for role in Role:
        visitor = portal.signed_in(role, account_id=f"somebody-{role}")
        assert visitor.get("/return/submission").location == "/return/"


@pytest.mark.parametrize("after", [IDLE, ABSOLUTE])
def test_the_session_ends_by_itself(portal: Pages, back: Back, after: timedelta) -> None:
    visitor = back()
    step = timedelta(minutes=15)
    passed = timedelta()
    while after > IDLE and passed + step < after:
        portal.clock.forward(step)
        passed += step
        assert visitor.get("/return/session").status_code == 204
    portal.clock.forward(after - passed)
    assert visitor.get("/return/submission").location == "/return/"


def test_what_was_typed_is_not_lost_with_the_session(portal: Pages, back: Back) -> None:
    visitor = back()
    portal.clock.forward(IDLE)
    sent = visitor.post("/return/developments", {"text": "A long story"})
    assert sent.status_code == 401
    assert "A long story" in sent.text
    assert "return to your submission in another tab" in sent.text


def test_leaving_ends_the_session_and_clears_the_browser(portal: Pages, back: Back) -> None:
    visitor = back()
    left = visitor.post("/return/leave", {})
    assert left.status_code == 303
    assert '"storage"' in left.headers["Clear-Site-Data"]
    assert visitor.get("/return/submission").location == "/return/"
    with portal.engine.connect() as conn:
        assert conn.execute(select(channel_sessions)).all() == []


def test_coming_again_ends_the_session_before(portal: Pages, kept: Kept, back: Back) -> None:
    visitor = back()
    again = visitor.post("/return/", {"code": kept.code, "passphrase": kept.passphrase})
    assert again.status_code == 303
    with portal.engine.connect() as conn:
        assert len(conn.execute(select(channel_sessions)).all()) == 1


def test_a_form_of_another_site_opens_nothing(portal: Pages, kept: Kept) -> None:
    data = {"code": kept.code, "passphrase": kept.passphrase}
    sent = portal.visitor().post("/return/", data, Sec_Fetch_Site="cross-site")
    assert sent.status_code == 400
    forged = portal.visitor().post("/return/", {**data, "csrf_token": "forged"})
    assert forged.status_code == 400
    assert kept.passphrase not in forged.text
