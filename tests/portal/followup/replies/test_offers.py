"""Links on the pages of a case, by person and time."""

from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.followup.replies.conftest import (
    BASE,
    DUE,
    ID,
    SECRET,
    desk,
    government,
    happened,
    holder,
    officer,
    seal,
)
from tests.support import cases as told
from tests.support.check import CHECKED
from tests.support.followup import LETTER, NOW, REPLY, logged, revealed, sent
from tests.support.portal import Pages


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
    answer = mission.post(f"{BASE}/log", {**form, **CHECKED, "confidential_by_state": "y"})
    assert answer.status_code == 303
    data = sent(portal.asked[0])["data"]
    assert data["confidential_by_state"] is True
    assert data["received_at"] == "2026-11-14T09:00:00Z"
    assert revealed(portal.vault, data["text"]) == SECRET


def test_a_reminder_starts_from_the_letters_own_words(portal: Pages) -> None:
    page = officer(portal).get(f"{BASE}/remind").text
    assert "communication UA CHE 1/2026, transmitted on 14 November 2026" in page
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
    talk = "Note a contact with the Government"
    offered = {
        desk: {"Log a reply", "Acknowledge receipt of the letter", "Ask for more time", talk},
        government: {"File a reply", "Acknowledge receipt of the letter", "Ask for more time"},
        officer: {"Note an extension", "Write a reminder", "Write a follow-up letter", talk},
        holder: {"Close the case", talk},
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
    assert "Note a contact" not in page
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
        told.talked(DUE, with_whom=seal(portal), said=seal(portal)),
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
        "Contact with the Government noted: telephone call",
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
    assert "Contact" not in mission
