"""Opening a source's identity: a role, a reason, a fact, an entry, one look (R5)."""

import json
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import Row

from portal.web.accounts import filers
from portal.web.accounts.account import actor_of
from portal.web.audit.chain import audit
from shared.contracts.intake_source import SourceIdentityOpened
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.support.channel import Told
from tests.support.portal import Pages, Visitor
from tests.support.submissions import AT, ID, received, triaged

PAGE, SUBJECT = f"/identity/{ID}", f"source-{ID}"
OTHER = str(derive_id("submission", 2))
NAMES = ("Planted Source", "planted@contact.example", "Planted Person")
MAY = {Role.QUICK_RESPONSE_DESK, Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER}
NOW = {"stream": f"submission-{ID}", "position": 9}


@pytest.fixture(autouse=True)
def _filed(portal: Pages, told: Told) -> None:
    told.tell(received(seal=portal.vault.seal), triaged(mandates=("sr-torture",)))
    name, contact, person = NAMES
    identity = {"name": name, "contact": contact, "for_whom": person, "empty": ""}
    portal.vault.keep_identity(SUBJECT, identity)
    portal.answer = httpx.Response(200, json=NOW)


def form(**also: str) -> dict[str, str]:
    return {
        "command_id": str(uuid4()),
        "reason_code": "danger",
        "reason": "Planted reason",
        **also,
    }


def entries(portal: Pages, what: str) -> list[Row[Any]]:
    with portal.engine.connect() as conn:
        return [row for row in conn.execute(audit.select()) if row.what == what]


def somebody(portal: Pages, *roles: Role, mandate: str = "sr-torture") -> Visitor:
    return portal.signed_in(*roles, mandates=frozenset({mandate}))


@pytest.mark.parametrize("role", sorted(MAY))
def test_with_a_reason_it_is_shown_once_and_the_fact_comes_first(portal: Pages, role: Role) -> None:
    visitor = somebody(portal, role)
    page = visitor.get(PAGE)
    assert page.status_code == 200
    assert "The source is told" in page.text
    assert not any(name in page.text for name in NAMES)
    sent = form()
    shown = visitor.post(PAGE, sent)
    assert shown.status_code == 200
    assert all(name in shown.text for name in NAMES)
    assert "Empty" not in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    [request] = portal.asked
    text = request.read().decode()
    body = json.loads(text)
    assert body["type"] == "open-source-identity"
    assert (body["data"]["reason_code"], body["correlation_id"]) == ("danger", ID)
    assert "Planted" not in text
    [entry] = entries(portal, "identity")
    assert (entry.subject, entry.purpose) == (SUBJECT, "identity.show")
    again = visitor.post(PAGE, sent)
    assert again.status_code == 409
    assert "shown once" in again.text
    assert not any(name in again.text for name in NAMES)
    assert len(entries(portal, "identity")) == 1


def test_every_opening_is_an_entry_of_its_own(portal: Pages) -> None:
    desk = somebody(portal, Role.QUICK_RESPONSE_DESK)
    for _ in range(2):
        assert desk.post(PAGE, form()).status_code == 200
    assert len(entries(portal, "identity")) == 2


@pytest.mark.parametrize("status", [403, 409, 422, 503])
def test_nothing_is_shown_before_the_fact_is_told(portal: Pages, status: int) -> None:
    desk = somebody(portal, Role.QUICK_RESPONSE_DESK)
    portal.answer = httpx.Response(status, json={"title": "A sentence."})
    sent = desk.post(PAGE, form())
    assert sent.status_code == status
    assert "There is a problem" in sent.text
    assert "Planted reason" in sent.text
    assert not any(name in sent.text for name in NAMES)
    assert entries(portal, "identity") == []
    assert len(entries(portal, "identity-denied")) == (status == 403)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason_code": ""}, "Choose why"),
        ({"reason": ""}, "Write what makes it necessary"),
        ({"reason": "a" * 2_001}, "2,000 characters"),
        ({"reason": "a\x07"}, "cannot be shown"),
        ({"command_id": "x"}, "damaged"),
    ],
)
def test_without_a_reason_nothing_is_asked(
    portal: Pages, changes: dict[str, str], sentence: str
) -> None:
    sent = somebody(portal, Role.QUICK_RESPONSE_DESK).post(PAGE, form(**changes))
    assert sent.status_code == 422
    assert sentence in sent.text
    assert portal.asked == []
    assert entries(portal, "identity") == []


@pytest.mark.parametrize("role", [role for role in Role if role not in MAY])
def test_nobody_else_comes_near_it_and_the_attempt_is_on_record(portal: Pages, role: Role) -> None:
    visitor = somebody(portal, role)
    assert visitor.get(PAGE).status_code == 403
    assert visitor.post(PAGE, form()).status_code == 403
    denied, _ = entries(portal, "identity-denied")
    assert visitor.account
    known = filers.known(portal.vault, actor_of(visitor.account)).as_filer()
    assert (denied.actor_id, denied.subject) == (known.actor_id, SUBJECT)
    assert portal.asked == []


@pytest.mark.parametrize("role", [Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER])
def test_for_another_mandate_it_does_not_exist_and_the_attempt_is_on_record(
    portal: Pages, role: Role
) -> None:
    visitor = somebody(portal, role, mandate="wgad")
    assert visitor.get(PAGE).status_code == 404
    assert visitor.post(PAGE, form()).status_code == 404
    assert visitor.get(f"/identity/{OTHER}").status_code == 404
    assert len(entries(portal, "identity-denied")) == 3
    assert portal.asked == []


@pytest.mark.parametrize("role", sorted(MAY))
def test_who_administers_the_system_never_sees_it_whatever_else_he_is(
    portal: Pages, role: Role
) -> None:
    visitor = somebody(portal, role, Role.SYSTEM_ADMIN)
    assert visitor.get(PAGE).status_code == 403
    assert visitor.post(PAGE, form()).status_code == 403
    assert portal.asked == []


def test_a_reprisal_does_not_exist_for_the_states_desk(portal: Pages, told: Told) -> None:
    told.tell(received(OTHER, reprisal=True, source_subject=f"source-{OTHER}"))
    both = portal.signed_in(
        Role.QUICK_RESPONSE_DESK, Role.DESK_OFFICER, state_codes=frozenset({"KEN"})
    )
    assert both.get(f"/identity/{OTHER}").status_code == 404
    assert both.get(PAGE).status_code == 200


def test_a_stranger_is_sent_to_sign_in_and_fills_no_log(portal: Pages) -> None:
    assert portal.visitor().get(PAGE).status_code == 303
    assert entries(portal, "identity-denied") == []


def test_what_was_erased_is_said_to_be(portal: Pages) -> None:
    desk = somebody(portal, Role.QUICK_RESPONSE_DESK)
    portal.vault.forget(SUBJECT, at=portal.clock.at)
    shown = desk.post(PAGE, form())
    assert shown.status_code == 200
    assert "erased on request" in shown.text
    portal.vault.forget(f"submission-{ID}", at=portal.clock.at)
    assert desk.post(PAGE, form()).status_code == 409


def test_who_asks_sees_when_it_was_opened_before(portal: Pages, told: Told) -> None:
    told.tell(
        SourceIdentityOpened(
            submission_id=ID,
            opening_id="o-1",
            role="mandate_holder",
            reason_code="consent",
            reason=portal.vault.seal(f"submission-{ID}", "x"),
            opened_by="holder-1",
            opened_at=AT,
        )
    )
    page = somebody(portal, Role.QUICK_RESPONSE_DESK).get(PAGE).text
    assert "Mandate-holder" in page
    assert "Consent is unclear" in page
