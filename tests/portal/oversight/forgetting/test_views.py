"""Erasing a person, as data protection does it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.app.areas import AREAS
from portal.oversight.forgetting.erasing import RECORDS
from portal.oversight.forgetting.tables import erasures
from portal.oversight.forgetting.views import item_in
from portal.public.history.sheet import subject_of as sheet_of
from portal.web.audit.chain import audit
from portal.web.delivery.outbox import outbox
from shared.core.case_numbers import case_number
from shared.core.message import Sealed
from shared.core.roles import HELD, Role
from shared.platform.vault import Forgotten
from shared.reference.history import subject_of_files
from tests.support.portal import Pages, Visitor
from tests.support.submissions import Told, received

ITEM = UUID("6f1f6a2e-6f0e-4d7e-9b6a-0d9b6f1f6a2e")
CASE, SOURCE = f"submission-{ITEM}", f"source-{ITEM}"
ASKED: dict[str, Any] = {
    "basis": "safety",
    "asked_by": "family",
    "note": "Request 7 of Ann Lee's sister",
    "sure": "y",
}


@pytest.fixture
def protection(portal: Pages) -> Visitor:
    return portal.signed_in(Role.DATA_PROTECTION, name="Paolo Invented")


@pytest.fixture
def text(portal: Pages) -> Sealed:
    portal.vault.keep_identity(SOURCE, {"name": "Ann Lee"})
    return portal.vault.seal(CASE, "What happened to Ann Lee")


def test_a_case_and_its_source_are_found_by_what_the_log_names(
    portal: Pages, protection: Visitor, text: Sealed
) -> None:
    for words in (CASE, SOURCE, str(ITEM), f"  {CASE.upper()} "):
        page = protection.client.get("/forgetting", query_string={"of": words}).text
        assert f"/forgetting/{CASE}" in page
        assert f"/forgetting/{SOURCE}" in page
        assert "Ann Lee" not in page


def test_a_case_is_found_by_the_number_that_its_source_names(
    portal: Pages, protection: Visitor, text: Sealed
) -> None:
    """Without what is in it. A number that no case has finds nothing."""
    Told(portal.engine).tell(received(str(ITEM)))
    typed = case_number(str(ITEM)).replace("-", " ").lower()
    page = protection.client.get("/forgetting", query_string={"of": typed}).text
    assert f"/forgetting/{CASE}" in page
    assert "Ann Lee" not in page
    other = protection.client.get("/forgetting", query_string={"of": case_number("other")})
    assert "Nothing restricted is kept" in other.text


def test_what_has_a_word_for_a_number_is_found_by_it(portal: Pages, protection: Visitor) -> None:
    portal.vault.seal("alertrule-submissions", "Reported by Ann Lee")
    page = protection.get("/forgetting?of=AlertRule-submissions").text
    assert "finds their subject on the page of the case" in page, "of a closed group"
    assert "/forgetting/alertrule-submissions" in page
    assert "Ann Lee" not in page


@pytest.mark.parametrize("subject", ["alertrule-submissions", "briefing-2026-w47"])
def test_what_has_a_word_for_a_number_is_erased_and_its_service_is_told(
    portal: Pages, protection: Visitor, subject: str
) -> None:
    sealed = portal.vault.seal(subject, "Reported by Ann Lee")
    assert protection.get(f"/forgetting/{subject}").status_code == 200
    assert protection.post(f"/forgetting/{subject}", ASKED).status_code == 303
    assert portal.vault.reveal(sealed) is None
    assert "Paolo Invented" in protection.get(f"/forgetting/{subject}").text
    with portal.engine.connect() as conn:
        told = conn.execute(select(outbox).where(outbox.c.type == "record-erasure")).one()
    assert f"{told.data['what']}-{told.data['item_id']}" == subject
    assert told.service == "stakeholders"


@pytest.mark.parametrize(
    ("of", "what", "said"),
    [
        (sheet_of, "historysheet", "A sheet of letters from before"),
        (subject_of_files, "pastletter", "The files beside this letter, visit"),
    ],
)
def test_what_came_of_past_letters_is_erased_and_its_service_is_told(
    portal: Pages, protection: Visitor, of: Callable[[str], str], what: str, said: str
) -> None:
    subject = of(str(ITEM))
    sealed = portal.vault.seal(subject, "UA YUG 3/1998, about Ann Lee")
    assert f"/forgetting/{subject}" in protection.get(f"/forgetting?of={subject}").text
    assert said in protection.get(f"/forgetting/{subject}").text
    assert protection.post(f"/forgetting/{subject}", ASKED).status_code == 303
    assert portal.vault.reveal(sealed) is None
    with portal.engine.connect() as conn:
        told = conn.execute(select(outbox).where(outbox.c.type == "record-erasure")).one()
    assert (told.service, told.data["what"]) == ("approvals", what)


@pytest.mark.parametrize("words", ["alertrule-unknown", "Ann Lee", "submission-", "account-1", "%"])
def test_what_is_no_number_of_a_case_is_said(protection: Visitor, words: str) -> None:
    page = protection.client.get("/forgetting", query_string={"of": words})
    assert page.status_code == 422
    assert "Enter what the audit log names" in page.text


def test_what_is_to_be_erased_is_called_as_its_source_calls_it(
    protection: Visitor,
    text: Sealed,
) -> None:
    for subject, said in ((CASE, "Case"), (SOURCE, "Source of case")):
        page = protection.get(f"/forgetting/{subject}").text
        named = re.search(r'<p class="govuk-body-l">([^<]+) <bdi[^>]*>([^<]+)</bdi>', page)
        assert named
        assert named.groups() == (said, case_number(str(ITEM)))


def test_a_number_of_nothing_finds_nothing(protection: Visitor) -> None:
    assert "Nothing restricted is kept" in protection.get(f"/forgetting?of={ITEM}").text
    assert protection.get(f"/forgetting/{CASE}").status_code == 404
    assert protection.post(f"/forgetting/{CASE}", ASKED).status_code == 404


def test_with_the_key_the_text_is_gone_and_why_and_who_asked_stay(
    portal: Pages, protection: Visitor, text: Sealed
) -> None:
    assert "Nothing was erased yet" in protection.get("/forgetting").text
    assert "This cannot be undone" in protection.get(f"/forgetting/{CASE}").text
    assert portal.vault.reveal(text) == "What happened to Ann Lee"
    done = protection.post(f"/forgetting/{CASE}", ASKED)
    assert done.headers["Location"] == f"/forgetting/{CASE}"
    assert portal.vault.reveal(text) is None
    assert portal.vault.identity(SOURCE) == {"name": "Ann Lee"}  # another key, another decision
    with pytest.raises(Forgotten):
        portal.vault.seal(CASE, "more")

    page = protection.get(f"/forgetting/{CASE}").text
    for words in ("Keeping it endangers somebody", "Family or a legal", "Paolo Invented"):
        assert words in page
        assert words in protection.get("/forgetting").text
    assert "Request 7 of Ann Lee&#39;s sister" in page
    assert "Request 7" not in protection.get("/forgetting").text
    with portal.engine.connect() as conn:
        kept = conn.execute(select(erasures)).one()
        entry = conn.execute(select(audit).where(audit.c.what == "erasure")).first()
    assert "Ann Lee" not in str(kept)
    assert entry
    assert entry.subject == CASE


def test_erasing_twice_is_erasing_once(portal: Pages, protection: Visitor, text: Sealed) -> None:
    for _ in range(2):
        assert protection.post(f"/forgetting/{CASE}", ASKED).status_code == 303
    with portal.engine.connect() as conn:
        assert len(conn.execute(select(erasures)).all()) == 1


@pytest.mark.parametrize("left_out", ["basis", "asked_by", "sure"])
def test_without_ground_person_and_check_nothing_is_erased(
    portal: Pages, protection: Visitor, text: Sealed, left_out: str
) -> None:
    sent = {name: value for name, value in ASKED.items() if name != left_out}
    refused = protection.post(f"/forgetting/{CASE}", sent)
    assert refused.status_code == 422
    assert "There is a problem" in refused.text
    assert "Request 7 of Ann Lee" in refused.text
    assert portal.vault.reveal(text) is not None


@pytest.mark.parametrize("sent", [{"basis": "by-hand"}, {"asked_by": "operator"}])
def test_what_only_an_operator_says_is_not_taken(
    portal: Pages, protection: Visitor, text: Sealed, sent: dict[str, str]
) -> None:
    assert protection.post(f"/forgetting/{CASE}", {**ASKED, **sent}).status_code == 422
    assert portal.vault.reveal(text) is not None


def test_it_asks_who_one_is(portal: Pages, protection: Visitor, text: Sealed) -> None:
    portal.clock.forward(timedelta(minutes=20))
    asked = protection.post(f"/forgetting/{CASE}", ASKED)
    assert asked.status_code == 401
    assert "Request 7 of Ann Lee" in asked.text  # what was typed is kept
    assert portal.vault.reveal(text) is not None


def test_an_account_is_not_erased_here(portal: Pages, protection: Visitor) -> None:
    portal.vault.seal(f"account-{ITEM}", "secret")
    assert protection.get(f"/forgetting/account-{ITEM}").status_code == 404
    assert protection.post(f"/forgetting/account-{ITEM}", ASKED).status_code == 404


@pytest.mark.parametrize("role", sorted(HELD - {Role.DATA_PROTECTION}))
def test_it_is_closed_to_everybody_else(portal: Pages, text: Sealed, role: Role) -> None:
    visitor = portal.signed_in(role)
    assert visitor.get("/forgetting").status_code == 403
    assert visitor.post(f"/forgetting/{CASE}", ASKED).status_code == 403
    assert portal.vault.reveal(text) is not None


def test_an_id_alone_is_enough() -> None:
    assert item_in(str(ITEM)) == item_in(CASE) == item_in(f"replycase-{ITEM}") == ITEM
    assert item_in(f"draft-{ITEM}") is None


def test_each_kind_that_a_service_records_has_its_words_in_one_area() -> None:
    kinds = [kind for area in AREAS for kind in area.erasable]
    assert sorted(kinds) == sorted(RECORDS)
