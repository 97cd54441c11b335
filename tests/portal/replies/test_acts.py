"""What is done about a case: by whom, what is asked of the service, what is refused."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from portal.communications.opening import content_hash
from portal.replies.read_model import REPLIES
from shared.message import Sealed, derive_id
from shared.roles import Role
from tests.portal.replies.conftest import DUE
from tests.support import cases as told
from tests.support.followup import CASE, LETTER, NOW, REPLY, logged, revealed, sent, tell
from tests.support.portal import Pages, Visitor

BASE = f"/replies/{LETTER}"
ID = str(derive_id("act"))
SECRET = "Planted words of the office."
FOLLOWUP_SAYS = {"stream": f"replycase-{LETTER}", "position": 7, "events": []}

Who = Callable[[Pages], Visitor]


def desk(portal: Pages) -> Visitor:
    return portal.signed_in(Role.QUICK_RESPONSE_DESK)


def officer(portal: Pages) -> Visitor:
    return portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"sr-torture"}))


def holder(portal: Pages) -> Visitor:
    return portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-torture"}))


def government(portal: Pages) -> Visitor:
    return portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"CHE"}))


def strangers(portal: Pages) -> list[Visitor]:
    """Those who have no part in this letter, and some who have another one."""
    return [
        portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"sr-health"})),
        portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-health"})),
        portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"KEN"})),
        portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"CHE"})),
        portal.signed_in(Role.CHIEF),
        portal.signed_in(Role.COORDINATION_COMMITTEE),
        portal.signed_in(Role.NGO_MEMBER),
        portal.signed_in(Role.SYSTEM_ADMIN),
    ]


def happened(portal: Pages, *facts: object) -> None:
    tell(portal.engine, REPLIES, [DUE, *facts])


def seal(portal: Pages, text: str = SECRET) -> Sealed:
    return portal.vault.seal(f"replycase-{LETTER}", text)


# Who does it, its page, what is sent, what is asked for, and what had happened before.
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
        {
            "reminder_id": str(derive_id("reminder", ID)),
            "content_hash": content_hash(SECRET),
        },
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
        assert answer.location.startswith(f"{BASE}/case?after=followup.events")
    one, two = (sent(request) for request in portal.asked)
    assert one["id"] == two["id"] == ID
    assert one["type"] == type_
    assert one["correlation_id"] == str(CASE)
    assert one["data"]["communication_id"] == LETTER
    assert {name: one["data"][name] for name in data} == data
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
    if who is not government and who is not desk:
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


@pytest.mark.parametrize(
    ("who", "path", "form", "sentence"),
    [
        (desk, "/acknowledge", {"received_on": "2026-11-25"}, "Enter a day from"),
        (government, "/more-time", {"until": "2027-01-13", "reason": "x"}, "Enter a day after"),
        (government, "/more-time", {"until": "soon", "reason": "x"}, "Enter a day, such as"),
        (government, "/more-time", {"until": "2027-02-12", "reason": ""}, "Give the reasons"),
        (officer, "/extend", {"until": ""}, "Enter the last day"),
        (officer, "/remind", {"text": " "}, "Write the text"),
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


def test_what_was_erased_takes_no_further_word(portal: Pages) -> None:
    seal(portal)
    portal.vault.forget(f"replycase-{LETTER}", at=NOW)
    answer = holder(portal).post(
        BASE + "/close",
        {"command_id": ID, "mandate": "sr-torture", "outcome": "improved", "reasons": SECRET},
    )
    assert answer.status_code == 409
    assert "was erased on request" in answer.text
    assert portal.asked == []


def test_the_government_files_its_reply_and_gives_no_day(portal: Pages) -> None:
    mission = government(portal)
    assert "File a reply" in mission.get(f"{BASE}/case").text
    page = mission.get(f"{BASE}/log").text
    assert "File a reply" in page
    assert "received_on" not in page
    form = {"command_id": ID, "kind": "substantive", "language": "fr", "text": SECRET}
    answer = mission.post(f"{BASE}/log", {**form, "confidential_by_state": "y"})
    assert answer.status_code == 303
    data = sent(portal.asked[0])["data"]
    assert data["confidential_by_state"] is True
    assert data["received_at"] == "2026-11-14T09:00:00Z"
    assert revealed(portal.vault, data["text"]) == SECRET


def test_a_reminder_starts_from_the_letters_own_words(portal: Pages) -> None:
    page = officer(portal).get(f"{BASE}/remind").text
    assert "communication UA CHE 1/2026, transmitted on 14 Nov 2026" in page
    assert "Special Rapporteur on torture" in page


def test_who_wrote_a_reminder_is_not_offered_to_approve_it(portal: Pages) -> None:
    visitor = holder(portal)
    assert visitor.account is not None
    happened(portal, told.drafted(DUE, text=seal(portal), by=visitor.account.account_id))
    assert "Approve this reminder" not in visitor.get(f"{BASE}/case").text
    assert "Approve this reminder" in holder(portal).get(f"{BASE}/case").text


def test_a_replaced_reminder_is_neither_approved_nor_sent(portal: Pages) -> None:
    newer = str(derive_id("reminder", 2))
    happened(portal, told.drafted(DUE), told.drafted(DUE, reminder_id=newer))
    for visitor, what in ((holder(portal), "approve"), (officer(portal), "send")):
        assert visitor.get(f"{BASE}/reminders/{told.REMINDER}/{what}").status_code == 404
        assert visitor.get(f"{BASE}/reminders/{newer}/{what}").status_code == 200


def test_a_follow_up_letter_starts_on_the_submission_behind_the_case(portal: Pages) -> None:
    answer = officer(portal).get(f"{BASE}/follow-up")
    assert answer.status_code == 303
    assert f"submission={min(DUE.submission_ids)}" in answer.location
    assert f"follows_up={LETTER}" in answer.location
    assert "type=UA" in answer.location


def test_a_translation_that_nobody_waits_for_has_no_page(portal: Pages) -> None:
    happened(portal, logged(DUE))
    for language in ("en", "tlh"):
        page = f"{BASE}/{REPLY}/translated/{language}"
        assert desk(portal).get(page).status_code == 404


def test_only_a_closed_case_has_a_notice(portal: Pages) -> None:
    assert officer(portal).get(f"{BASE}/tell/state").status_code == 404
    happened(portal, told.closed(DUE))
    assert officer(portal).get(f"{BASE}/tell/press").status_code == 404
    page = officer(portal).get(f"{BASE}/tell/source").text
    assert "improved" in page


def test_each_is_offered_what_he_may_do(portal: Pages) -> None:
    offered = {
        desk: {"Log a reply", "Acknowledge receipt of the letter", "Ask for more time"},
        government: {"File a reply", "Acknowledge receipt of the letter", "Ask for more time"},
        officer: {"Note an extension", "Write a reminder", "Write a follow-up letter"},
        holder: {"Close the case"},
    }
    everything = set().union(*offered.values())
    for who, labels in offered.items():
        page = who(portal).get(f"{BASE}/case").text
        assert {label for label in everything if label in page} == labels
    chief = portal.signed_in(Role.CHIEF).get(f"{BASE}/case").text
    assert not any(label in chief for label in everything)


def test_after_an_extension_a_holder_is_asked_whether_the_embargo_moves_too(
    portal: Pages,
) -> None:
    assert "Move the embargo too" not in holder(portal).get(f"{BASE}/case").text
    happened(portal, told.extended(DUE))
    assert "Move the embargo too" in holder(portal).get(f"{BASE}/case").text
    assert "Move the embargo too" not in officer(portal).get(f"{BASE}/case").text


def test_a_closed_case_offers_its_notices_and_its_reopening(portal: Pages) -> None:
    happened(portal, logged(DUE), told.closed(DUE))
    page = officer(portal).get(f"{BASE}/case").text
    assert "Notify the State of the closure" in page
    assert "Notify the source of the closure" in page
    assert "Write a reminder" not in page
    page = holder(portal).get(f"{BASE}/case").text
    assert "Reopen the case" in page
    assert "Assess this reply" not in page
    assert "Log a reply" in desk(portal).get(f"{BASE}/case").text, "a late one is still logged"


def test_the_page_tells_the_whole_story(portal: Pages) -> None:
    text = portal.vault.seal(f"reply-{REPLY}", SECRET)
    happened(
        portal,
        told.arrived(DUE),
        told.proposed(DUE),
        told.drafted(DUE, text=seal(portal)),
        told.approved(DUE),
        told.reminded(DUE),
        told.more_time(DUE, reason=seal(portal)),
        told.extended(DUE),
        logged(DUE, text=text),
        told.translation_asked(DUE),
        told.translation_came(DUE, text=text),
        told.forwarded(DUE),
        told.commented(DUE, text=text),
        told.followed_up(DUE),
        told.closed(DUE, reasons=seal(portal)),
        told.told(DUE, "state"),
        told.told(DUE, "source"),
        told.reopened(DUE, reason=seal(portal)),
    )
    page = desk(portal).get(f"{BASE}/case").text
    for said in (
        "Transmitted; reply due by 13 Jan 2027",
        "Receipt of the letter acknowledged",
        "Reminder 1 proposed",
        "Reminder sent",
        "More time asked for, until 12 Feb 2027",
        "Extension noted, until 12 Feb 2027",
        "Translation into English received",
        "Reply forwarded to the source (SR torture)",
        "The source commented on the reply",
        "Followed up by AL CHE 2/2026",
        "Case closed: improved (SR torture)",
        "Closure notified to the State",
        "Case reopened (SR torture)",
        "Comment of the source",
    ):
        assert said in page, said
    mission = government(portal).get(f"{BASE}/case").text
    for hidden in ("source", "Translation", "Followed up", "approved", "proposed", "SR torture)"):
        assert hidden not in mission.partition("What happened")[2], hidden
    assert "Comment of the source" not in mission
