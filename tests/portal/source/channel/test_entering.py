"""Coming back with the return code: the right one, and wrong ones."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event, select

from portal.casefile.submissions import keeping, return_code
from portal.source.channel.forms import OPENS_NOTHING
from portal.web.accounts import passwords
from portal.web.accounts.channel_session import ABSOLUTE, IDLE
from portal.web.accounts.channel_tables import channel_sessions, channels
from portal.web.accounts.turns import Turns
from portal.web.i18n.texts import speaking
from shared.core.roles import Role
from tests.support import channel
from tests.support.channel import Kept, Told
from tests.support.drafts import alert, code_shown, sent
from tests.support.portal import Pages, Visitor
from tests.support.submissions import ID, received
from tests.support.without_account import begun_and_filled, groups

Back = Callable[[], Visitor]


def enter(portal: Pages, typed: str) -> Any:
    return portal.visitor().post("/return/", {"return_code": typed})


def another() -> str:
    """Return a code that is on no receipt."""
    return return_code.made_of(uuid4(), "nonce", "key")


def test_the_code_opens_the_submission_and_stands_in_no_address(portal: Pages, kept: Kept) -> None:
    sent = enter(portal, kept.return_code.replace(" ", "-"))
    assert sent.status_code == 303
    assert sent.location == "/return/submission"
    cookie = sent.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    for secret in (kept.return_code, kept.return_code.replace(" ", ""), ID):
        assert secret not in cookie


def test_digits_of_another_script_are_digits(portal: Pages, kept: Kept) -> None:
    arabic = kept.return_code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert enter(portal, arabic).status_code == 303


def test_a_typing_error_is_named_before_anything_is_looked_up(
    portal: Pages, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "opened_by", None)
    first, second, third, *others = kept.return_code.split()
    wrong = third[:-1] + str((int(third[-1]) + 1) % 10)
    for typed, sentence in (
        ([first, second, wrong, *others], "Group 3 is mistyped"),
        ([second, first, third, *others], "Groups 1, 2 are mistyped"),
        ([first, second, third[1:], *others], "Group 3 is mistyped"),
        (
            ["".join([first, second[1:], third, *others])],
            # by chance a tenth of the shifted groups have the right check digit
            "this has 47. Compare it with the receipt from group",
        ),
        ([first], "The code has 48 digits, and this has 6"),
        (["no digit"], "The code has 48 digits, and this has 0"),
    ):
        sent = enter(portal, " ".join(typed))
        assert sent.status_code == 422
        assert sentence in sent.text
        assert f'value="{" ".join(typed)}"' in sent.text, "what was typed stays"


def test_a_code_of_no_submission_opens_nothing(portal: Pages, kept: Kept) -> None:
    sent = enter(portal, another())
    assert sent.status_code == 422
    assert str(OPENS_NOTHING) in sent.text
    assert "Set-Cookie" not in sent.headers or "channel=" not in sent.headers["Set-Cookie"]
    assert sent.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_codes_are_told_alike_after_the_same_work(portal: Pages, told: Told, language: str) -> None:
    """In the language of whoever asks, whichever languages the sources of the cases chose.

    A code of what was erased opens its page, as that of any other submission: who has it filed it.
    """
    kept = [channel.kept(portal, "ru").return_code]
    somebody = portal.visitor()
    drafts = [begun_and_filled(somebody) for _ in range(3)]
    of_drafts = [code_shown(somebody, draft) for draft in drafts]  # open, thrown away, sent
    somebody.post(f"{drafts[1]}delete", {"command_id": str(uuid4())})
    kept.append(groups(somebody.get(sent(somebody, drafts[2])).text))
    portal.vault.forget(f"submission-{ID}", at=portal.clock.at)
    asked: list[str] = []
    event.listen(portal.engine, "before_cursor_execute", lambda *args: asked.append(str(args[2])))

    def answers(*codes: str) -> set[Any]:
        found = set()
        for code in codes:
            stranger = portal.visitor()
            stranger.client.set_cookie("language", language)
            token = stranger.form_token()
            asked.clear()
            data = {"return_code": code, "csrf_token": token}
            answer = stranger.client.post("/return/", data=data)
            page = re.sub(r'(?:value|nonce|content)="[^"]*"', "", answer.text)
            found.add((answer.status_code, page, (*answer.headers.keys(),), (*asked,)))
        return found

    [(status, page, *_)] = answers(another(), another(), *of_drafts)
    with speaking(language):
        assert (status, alert(page)) == (422, [str(OPENS_NOTHING)])
    [(status, *_)] = answers(*kept)
    assert status == 303


def test_only_a_digest_is_stored(portal: Pages, kept: Kept) -> None:
    with portal.engine.connect() as conn:
        row = conn.execute(select(channels)).one()
    assert row.passphrase_hash is None
    assert len(row.code_hash) == 64
    assert return_code.read(kept.return_code) not in repr(row)
    assert kept.return_code.replace(" ", "") not in repr(row)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter the return code"),
        ("1" * 201, "This code opens no submission"),
        ("\x00'; --", "The code has 48 digits"),
    ],
)
def test_bad_input_is_told_in_a_sentence(
    portal: Pages, kept: Kept, typed: str, sentence: str
) -> None:
    sent = enter(portal, typed)
    assert sent.status_code == 422
    assert sentence in sent.text


def test_two_thousand_tries_with_random_codes_keep_nobody_out(portal: Pages, kept: Kept) -> None:
    visitor = portal.visitor()
    token = visitor.form_token()
    for _ in range(2_000):
        tried = {"return_code": another(), "csrf_token": token}
        assert visitor.client.post("/return/", data=tried).status_code == 422
    assert enter(portal, kept.return_code).status_code == 303


def test_who_guesses_passwords_does_not_hold_up_a_source(
    portal: Pages, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowded = Turns(1, waiting=0, patience=0)
    monkeypatch.setattr(passwords, "STRANGERS", crowded)
    monkeypatch.setattr(passwords, "KNOWN", crowded)
    with crowded.one():
        assert enter(portal, kept.return_code).status_code == 303


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


def test_exit_this_page_ends_the_session_on_the_way(portal: Pages, back: Back) -> None:
    visitor = back()
    before = visitor.client.get_cookie("channel")
    assert before is not None
    for page in ("/return/submission", "/return/add/incident", "/return/files/"):
        assert 'href="/submit/exit"' in visitor.get(page).text, page
    assert visitor.get("/submit/exit").location == portal.settings.exit_url
    assert visitor.get("/return/submission").location == "/return/"
    visitor.client.set_cookie("channel", before.value)
    assert visitor.get("/return/submission").location == "/return/", "the session is over"
    assert f'href="{portal.settings.exit_url}"' in portal.visitor().get("/return/").text


def test_coming_again_ends_the_session_before(portal: Pages, kept: Kept, back: Back) -> None:
    visitor = back()
    again = visitor.post("/return/", {"return_code": kept.return_code})
    assert again.status_code == 303
    with portal.engine.connect() as conn:
        assert len(conn.execute(select(channel_sessions)).all()) == 1


def test_a_form_of_another_site_opens_nothing(portal: Pages, kept: Kept) -> None:
    data = {"return_code": kept.return_code}
    sent = portal.visitor().post("/return/", data, Sec_Fetch_Site="cross-site")
    assert sent.status_code == 400
    forged = portal.visitor().post("/return/", {**data, "csrf_token": "forged"})
    assert forged.status_code == 400
    assert kept.return_code not in forged.text
