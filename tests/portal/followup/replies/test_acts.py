"""Actions on a case: the actors, the commands to the service, and refusals."""

from typing import Any

import httpx
import pytest

from portal.letters.communications.wording import fingerprint
from shared.core.message import derive_id
from tests.portal.followup.replies.conftest import (
    BASE,
    DUE,
    FOLLOWUP_SAYS,
    ID,
    SECRET,
    Who,
    desk,
    government,
    happened,
    holder,
    officer,
    strangers,
)
from tests.support import cases as told
from tests.support.followup import CASE, LETTER, REPLY, logged, revealed, sent
from tests.support.portal import Pages

# Who does it, its page, what is sent, what is asked for, and what had happened before.
HERE = "the fingerprint here"
"""In place of that of ``SECRET``: it has the key of this test's vault in it."""

ACTS: list[tuple[Who, str, dict[str, Any], str, dict[str, Any], list[Any]]] = [
    (
        desk,
        "/acknowledge",
        {"received_on": "2026-11-20"},
        "acknowledge-receipt",
        {"received_at": "2026-11-19T23:00:00Z"},
        [],
    ),
    (
        government,
        "/acknowledge",
        {},
        "acknowledge-receipt",
        {"received_at": "2026-11-14T09:00:00Z"},  # the service takes the time of asking
        [],
    ),
    (
        government,
        "/more-time",
        {"until": "2027-02-12", "reason": SECRET},
        "request-extension",
        {"until": "2027-02-12", "request_id": str(derive_id("extension", ID))},
        [],
    ),
    *(
        (
            who,
            "/dialogue",
            {
                "held_on": "2026-11-20",
                "kind": "note_verbale",
                "with_whom": SECRET,
                "said": SECRET,
            },
            "note-dialogue",
            {
                "contact_id": str(derive_id("contact", ID)),
                "held_on": "2026-11-20",
                "kind": "note_verbale",
            },
            [],
        )
        for who in (desk, officer, holder)
    ),
    (officer, "/extend", {"until": "2027-02-12"}, "note-extension", {"until": "2027-02-12"}, []),
    (
        desk,
        f"/{REPLY}/translate",
        {"language": "en"},
        "request-translation",
        {"reply_id": REPLY, "language": "en"},
        [logged(DUE)],
    ),
    (
        desk,
        f"/{REPLY}/translated/en",
        {"text": SECRET},
        "record-translation",
        {"reply_id": REPLY, "language": "en"},
        [logged(DUE), told.translation_asked(DUE)],
    ),
    (
        holder,
        f"/{REPLY}/forward",
        {"mandate": "sr-torture"},
        "forward-reply-to-source",
        {"reply_id": REPLY, "mandate": "sr-torture"},
        [logged(DUE)],
    ),
    (
        officer,
        "/remind",
        {"text": SECRET},
        "draft-reminder",
        {"reminder_id": str(derive_id("reminder", ID)), "content_hash": HERE},
        [],
    ),
    (
        holder,
        f"/reminders/{told.REMINDER}/approve",
        {"mandate": "sr-torture", "content_hash": "a" * 64},
        "approve-reminder",
        {
            "reminder_id": told.REMINDER,
            "mandate": "sr-torture",
            "content_hash": "a" * 64,
        },
        [told.drafted(DUE, by="somebody else")],
    ),
    (
        officer,
        f"/reminders/{told.REMINDER}/send",
        {},
        "send-reminder",
        {"reminder_id": told.REMINDER},
        [told.drafted(DUE), told.approved(DUE)],
    ),
    (
        holder,
        "/close",
        {"mandate": "sr-torture", "outcome": "improved", "reasons": SECRET},
        "close-case",
        {"mandate": "sr-torture", "outcome": "improved"},
        [],
    ),
    (
        officer,
        "/tell/state",
        {"to": "state"},
        "notify-closure",
        {"to": "state"},
        [told.closed(DUE)],
    ),
    (
        holder,
        "/reopen",
        {"mandate": "sr-torture", "reason": SECRET},
        "reopen-case",
        {"mandate": "sr-torture"},
        [told.closed(DUE)],
    ),
]
EACH = pytest.mark.parametrize(
    ("who", "path", "form", "type_", "data", "before"),
    ACTS,
    ids=[f"{who.__name__}-{type_}" for who, _, _, type_, _, _ in ACTS],
)


@EACH
def test_each_act_is_asked_for_once_sealed_and_as_part_of_the_case(
    portal: Pages,
    who: Who,
    path: str,
    form: dict[str, Any],
    type_: str,
    data: dict[str, Any],
    before: list[Any],
) -> None:
    happened(portal, *before)
    visitor = who(portal)
    page = visitor.get(BASE + path)
    assert page.status_code == 200
    assert "<h1" in page.text
    portal.answer = httpx.Response(200, json=FOLLOWUP_SAYS)
    for _ in range(2):  # a double click
        answer = visitor.post(BASE + path, {"command_id": ID, **form})
        assert answer.status_code == 303
        assert answer.location.startswith(f"{BASE}/case?after=")
    one, two = (sent(request) for request in portal.asked)
    assert one["id"] == two["id"] == ID
    assert one["type"] == type_
    assert one["correlation_id"] == str(CASE)
    assert one["data"]["communication_id"] == LETTER
    here = fingerprint(SECRET, portal.settings.vault_key_list)
    wanted = {name: here if value == HERE else value for name, value in data.items()}
    assert {name: one["data"][name] for name in data} == wanted
    assert SECRET.encode() not in portal.asked[0].content
    restricted = [value for value in one["data"].values() if isinstance(value, dict)]
    assert len(restricted) == list(form.values()).count(SECRET)
    assert all(revealed(portal.vault, value) == SECRET for value in restricted)


@EACH
def test_nobody_else_has_a_page_for_it(
    portal: Pages,
    who: Who,
    path: str,
    form: dict[str, Any],
    type_: str,
    data: dict[str, Any],
    before: list[Any],
) -> None:
    del type_, data
    happened(portal, *before)
    others = strangers(portal)
    if who is not government and (who is not desk or path == "/dialogue"):
        others.append(government(portal))
    for visitor in others:
        assert visitor.get(BASE + path).status_code in {403, 404}, visitor.account
        answer = visitor.post(BASE + path, {"command_id": ID, **form})
        assert answer.status_code in {403, 404}, visitor.account
    assert portal.asked == []


@EACH
def test_a_refusal_is_shown_beside_what_was_typed(
    portal: Pages,
    who: Who,
    path: str,
    form: dict[str, Any],
    type_: str,
    data: dict[str, Any],
    before: list[Any],
) -> None:
    del type_, data
    happened(portal, *before)
    portal.answer = httpx.Response(409, json={"title": "Somebody else was faster."})
    answer = who(portal).post(BASE + path, {"command_id": ID, **form})
    assert answer.status_code == 409
    assert "Somebody else was faster." in answer.text
    assert (SECRET in answer.text) == (SECRET in form.values())
    assert ID in answer.text, "sending it again is still one command"


@EACH
def test_a_damaged_form_asks_for_nothing(
    portal: Pages,
    who: Who,
    path: str,
    form: dict[str, Any],
    type_: str,
    data: dict[str, Any],
    before: list[Any],
) -> None:
    del type_, data
    happened(portal, *before)
    answer = who(portal).post(BASE + path, {"command_id": "no id", **form})
    assert answer.status_code == 422
    assert portal.asked == []


TALK = {"held_on": "2026-11-20", "kind": "email", "with_whom": "A desk", "said": "Words"}


@pytest.mark.parametrize(
    ("who", "path", "form", "sentence"),
    [
        (desk, "/acknowledge", {"received_on": "2026-11-25"}, "Enter a day from"),
        (government, "/more-time", {"until": "2027-01-13", "reason": "x"}, "Enter a day after"),
        (government, "/more-time", {"until": "soon", "reason": "x"}, "Enter a day, such as"),
        (government, "/more-time", {"until": "2027-02-12", "reason": ""}, "Give the reasons"),
        (officer, "/extend", {"until": ""}, "Enter the last day"),
        (desk, "/dialogue", TALK | {"held_on": "2026-11-25"}, "Enter a day from 14 Nov 2026"),
        (desk, "/dialogue", TALK | {"held_on": "2026-11-13"}, "Enter a day from 14 Nov 2026"),
        (desk, "/dialogue", TALK | {"held_on": ""}, "Enter the day of the contact"),
        (desk, "/dialogue", TALK | {"kind": "dinner"}, "Not a valid choice"),
        (desk, "/dialogue", TALK | {"with_whom": " "}, "Enter the office"),
        (desk, "/dialogue", TALK | {"with_whom": "x" * 201}, "at most 200"),
        (desk, "/dialogue", TALK | {"said": ""}, "Enter what was said"),
        (desk, "/dialogue", TALK | {"said": "x" * 5_001}, "at most 5,000"),
        (officer, "/remind", {"text": " "}, "Write the text"),
        (officer, "/remind", {"text": "Answer [norm]."}, "Fill in, or take out: [norm]"),
        (holder, "/close", {"outcome": "won", "reasons": "x"}, "Not a valid choice"),
        (holder, "/close", {"outcome": "improved", "reasons": ""}, "Give your reasons"),
        (holder, "/close", {"outcome": "improved", "reasons": "x" * 6_000}, "at most 5,000"),
    ],
)
def test_bad_input_is_named(
    portal: Pages, who: Who, path: str, form: dict[str, Any], sentence: str
) -> None:
    answer = who(portal).post(BASE + path, {"command_id": ID, "mandate": "sr-torture", **form})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert portal.asked == []


@pytest.mark.parametrize(
    ("who", "path", "form"),
    [
        (holder, "approve", {"mandate": "sr-torture", "content_hash": "a" * 64}),
        (officer, "send", {}),
    ],
)
def test_a_reminder_with_an_unfilled_place_is_neither_approved_nor_sent(
    portal: Pages, who: Who, path: str, form: dict[str, str]
) -> None:
    text = portal.vault.seal(f"replycase-{LETTER}", "[What the reply should address first.]")
    happened(portal, told.drafted(DUE, text=text, by="somebody else"), told.approved(DUE))
    address = f"{BASE}/reminders/{told.REMINDER}/{path}"
    answer = who(portal).post(address, {"command_id": ID, **form})
    assert answer.status_code == 422
    assert "places of its template that nobody filled in" in answer.text
    assert '<mark class="unfilled" id="place-1">' in answer.text
    assert portal.asked == []
