"""Incidents behind the doors of partners and of a Government: E.10, VR2 and VR6."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from portal.followup.incidents import queries, words
from portal.followup.threads import checking
from portal.web.accounts.account import actor_of
from portal.web.commands import CommandRefused
from shared.contracts.followup_incident_commands import TYPES
from shared.contracts.followup_partner_commands import EndPartner
from shared.contracts.followup_partners import Kind
from shared.core.roles import Role
from shared.reference.incidents import KINDS, OF_SECURITY
from tests.portal.followup.partners.test_pages import (
    NGO,
    NHRI,
    OTHERS,
    RC,
    comes,
    officer,
    partners,
)
from tests.portal.stakeholders.test_pages import text
from tests.support.incidents import Incidents
from tests.support.organisations import asked_for
from tests.support.partners import Partners
from tests.support.portal import Pages, Visitor

__all__ = ["partners"]
SECURITY: tuple[Kind, str] = ("security", "sec-1")
KENYA = frozenset({"KEN"})


@pytest.fixture
def some(portal: Pages, partners: Partners) -> Incidents:
    at, mission_id = portal.clock(), partners.missions.mission_id
    return Incidents(portal.engine, portal.vault, at, mission_id)


def form(**also: Any) -> dict[str, Any]:
    return {"command_id": str(uuid4()), **also}


def asked(portal: Pages) -> Any:
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def reported(some: Incidents, partners: Partners, who: tuple[Kind, str], said: str) -> Any:
    """Return what this partner reported, as the service says it."""
    kind, _ = who
    one = next(key for key, state in partners.states.items() if _is(state, who))
    by = partners.member(*who).actor_id
    return some.logged(said, side=kind, partner_id=one, done_by=by)


def _is(state: Any, who: tuple[Kind, str]) -> bool:
    return state.proposed is not None and (state.proposed.kind, state.proposed.who) == who


def government(portal: Pages, states: frozenset[str] = KENYA) -> Visitor:
    return portal.signed_in(Role.GOVERNMENT, state_codes=states)


def test_m9_a_partner_reports_an_incident_from_my_visit(portal: Pages, partners: Partners) -> None:
    day = portal.clock().date().isoformat()
    also = {"told": ["holder"], "clause": ""}
    typed = {**also, "kind": "movement", "on": day, "account": "Stopped at the bridge"}
    for who in (NGO, NHRI, RC, SECURITY):
        one, visitor = partners.admitted(*who), comes(portal, *who)
        page = f"/my-visits/{one}/incidents"
        assert f"{page}/new" in visitor.get(f"/my-visits/{one}").text
        sheet = text(visitor.get(f"/my-visits/{one}/sheet").text)
        assert "report it under" in sheet
        blank = {kind for kind in KINDS if f"□ {words.KINDS[kind]}" in sheet}
        assert blank == set(OF_SECURITY if who == SECURITY else KINDS)
        assert "□ Freedom of movement" in sheet
        assert "will appear here" in text(visitor.get(page).text)
        shown = visitor.get(f"{page}/new").text
        offered = {kind for kind in KINDS if f'value="{kind}"' in shown}
        assert offered == set(OF_SECURITY if who == SECURITY else KINDS)
        assert "at_risk" not in shown
        assert visitor.post(f"{page}/new", form(**typed)).status_code == 303
        command = asked(portal)
        assert (command.kind, command.partner_id, command.afterwards) == ("movement", one, False)
        assert command.account.subject == f"incident-{command.incident_id}"
        assert portal.vault.reveal(command.account) == "Stopped at the bridge"
        for wrong in ({"account": ""}, {"kind": "x"}, {"on": ""}):
            assert visitor.post(f"{page}/new", form(**{**typed, **wrong})).status_code == 422
    assert visitor.post(f"{page}/new", form(**{**typed, "kind": "evidence"})).status_code == 422


def test_an_agency_and_who_is_no_partner_have_no_such_page(
    portal: Pages, partners: Partners
) -> None:
    agency, ngo = partners.admitted(*OTHERS[0]), partners.admitted(*NGO)
    visitor = comes(portal, *OTHERS[0])
    assert "incidents" not in visitor.get(f"/my-visits/{agency}").text
    assert "□ Surveillance" not in text(visitor.get(f"/my-visits/{agency}/sheet").text)
    strange, colleague = comes(portal, "ngo", "org-2"), comes(portal, *NGO, "two")
    for who, one in ((visitor, agency), (visitor, ngo), (strange, ngo), (colleague, ngo)):
        for page in ("", "/new"):
            assert who.get(f"/my-visits/{one}/incidents{page}").status_code == 404
    for role in (Role.GOVERNMENT, Role.HUMAN_RIGHTS_OFFICER, Role.DESK_OFFICER):
        assert portal.signed_in(role).get(f"/my-visits/{ngo}/incidents").status_code == 403


def test_each_partner_reads_its_own_and_security_its_kinds(
    portal: Pages, partners: Partners, some: Incidents
) -> None:
    every = {who: partners.admitted(*who) for who in (NGO, NHRI, RC, SECURITY)}
    said = {who: f"Words of {who[0]}" for who in every}
    facts = {who: reported(some, partners, who, said[who]) for who in every}
    some.logged("Words of the mandate")
    some.logged("Words on safety", kind="movement", to_security=True)
    for who, one in every.items():
        visitor = comes(portal, *who)
        got = text(visitor.get(f"/my-visits/{one}/incidents").text)
        theirs = [said[who], *(["Words on safety"] if who == SECURITY else [])]
        heard = [each for each in (*said.values(), "Words of the m", "Words on s") if each in got]
        assert len(heard) == len(theirs)
        assert all(each in got for each in theirs)
        colleague = who in {NGO, NHRI} and comes(portal, *who, "two")
        mine = f"/my-visits/{one}/incidents/{facts[who].incident_id}/strike"
        assert visitor.get(mine).status_code == 200 or who in {NGO, NHRI}
        assert not colleague or colleague.get(mine).status_code == 404
        for other in every.keys() - {who}:
            strange = f"/my-visits/{one}/incidents/{facts[other].incident_id}/strike"
            assert visitor.get(strange).status_code == 404
    mandate = text(officer(portal).get(f"/missions/{some.mission_id}/incidents").text)
    desk = portal.signed_in(Role.DESK_OFFICER, state_codes=KENYA)
    at_desk = text(desk.get(f"/missions/{some.mission_id}/incidents").text)
    for got in (mandate, at_desk):
        assert all(each in got for each in said.values())
        assert "Non-governmental organisation" in got
    assert "org-1" in mandate
    assert "org-1" not in at_desk, "the mandate alone reads who it was"


def test_a_partner_strikes_what_it_reported(
    portal: Pages, partners: Partners, some: Incidents
) -> None:
    one = partners.admitted(*RC)
    fact = reported(some, partners, RC, "Typed by mistake")
    visitor, page = comes(portal, *RC), f"/my-visits/{one}/incidents"
    strike = f"{page}/{fact.incident_id}/strike"
    assert strike in visitor.get(page).text
    assert visitor.post(strike, form()).status_code == 303
    assert (asked(portal).incident_id, asked(portal).partner_id) == (fact.incident_id, one)
    some.struck(fact)
    assert visitor.get(strike).status_code == 404
    assert "Typed by mistake" not in visitor.get(page).text


def test_vr2_what_it_reported_stays_for_thirty_days(
    portal: Pages, partners: Partners, some: Incidents
) -> None:
    one, other = partners.admitted(*RC), partners.admitted(*NHRI)
    reported(some, partners, RC, "At the bridge")
    reported(some, partners, NHRI, "At the prison")
    visitor = comes(portal, *RC)
    assert "At the bridge" not in visitor.get("/my-visits/written").text, "it is on its page"
    partners.ask(EndPartner, one)
    partners.ask(EndPartner, other)
    assert visitor.get(f"/my-visits/{one}/incidents").status_code == 404
    got = text(visitor.get("/my-visits/written").text)
    assert "At the bridge" in got
    assert "There is nothing" not in got
    assert "At the prison" not in got
    assert visitor.account is not None
    today = portal.clock().date()
    with portal.engine.connect() as conn:
        for days, stays in ((30, 1), (31, 0)):
            these = queries.left(actor_of(visitor.account), today + timedelta(days=days))
            assert len(conn.execute(these).all()) == stays


def test_vr6_a_government_reads_what_was_put_to_it_and_nothing_else(
    portal: Pages, partners: Partners, some: Incidents
) -> None:
    partners.admitted(*NGO)
    visitor = government(portal)
    empty = visitor.get("/visit-incidents").text
    assert "will appear here" in text(empty)
    assert "/visit-incidents" in visitor.get("/visit-programmes").text
    one = reported(some, partners, NGO, "Quib words of an organisation")
    some.logged("Zora words")
    page = f"/visit-incidents/{one.incident_id}"
    assert text(visitor.get("/visit-incidents").text) == text(empty)
    assert visitor.get(page).status_code == 404
    assert visitor.get(f"{page}/answer").status_code == 404
    some.put(one, "The team was held at the bridge")
    assert page in visitor.get("/visit-incidents").text
    got = text(visitor.get(page).text)
    assert "The team was held at the bridge" in got
    for secret in ("Quib", "Zora", "org-1", "Private interview", "Non-governmental", "security"):
        assert secret not in got
    some.struck(one)
    assert "The team was held" in text(visitor.get(page).text), "what was exchanged, was exchanged"
    for other in (government(portal, frozenset({"FRA"})), government(portal, frozenset())):
        assert other.get(page).status_code == 404
        assert one.incident_id not in other.get("/visit-incidents").text


def test_a_government_answers_and_the_mandate_and_the_desk_read_it(
    portal: Pages, partners: Partners, some: Incidents
) -> None:
    one = some.logged("Quib words")
    some.put(one, "The team was held at the bridge")
    visitor, page = government(portal), f"/visit-incidents/{one.incident_id}"
    assert f"{page}/answer" in visitor.get(page).text
    typed = form(text="The police was told")
    assert "Check the answer" in text(visitor.post(f"{page}/answer", typed).text)
    assert visitor.post(f"{page}/answer", {**typed, "checked": "send"}).status_code == 303
    command = asked(portal)
    assert (command.incident_id, command.mandate) == (one.incident_id, "sr-torture")
    assert command.text.subject == f"incident-{command.answer_id}"
    assert visitor.post(f"{page}/answer", form(text="")).status_code == 422
    of_mission = f"/missions/{some.mission_id}/incidents"
    desk = portal.signed_in(Role.DESK_OFFICER, state_codes=KENYA)
    for reader in (officer(portal), desk):
        assert "did not answer yet" in text(reader.get(of_mission).text)
    reply = some.answered(one, "The police was told")
    some.struck(one)
    for reader in (visitor, officer(portal), desk):
        got = reader.get(page if reader is visitor else of_mission).text
        assert "The police was told" in got
        assert "The team was held at the bridge" in got
        assert "Quib words" not in got
    portal.vault.forget(reply.text.subject, at=portal.clock())
    assert "The police was told" not in visitor.get(page).text


def test_the_mandate_puts_it_in_words_that_are_compared_first(
    portal: Pages, some: Incidents, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = some.logged("Quib words")
    page = f"/missions/{some.mission_id}/incidents/{one.incident_id}/put"
    office = officer(portal)
    assert page in office.get(f"/missions/{some.mission_id}/incidents").text
    typed = form(text="The team was held")
    assert "Check what you put" in text(office.post(page, typed).text)
    assert office.post(page, {**typed, "checked": "send"}).status_code == 303
    command = asked(portal)
    assert portal.vault.reveal(command.text) == "The team was held"
    assert command.text.subject != one.account.subject, "it is erased apart"
    assert office.post(page, form(text="")).status_code == 422

    def tells(*_: Any) -> None:
        raise CommandRefused(422, "It tells too much.")

    monkeypatch.setattr(checking, "refuse_what_tells", tells)
    for also in ({}, {"checked": "send"}):
        answer = office.post(page, {**typed, **also})
        assert answer.status_code == 422
        assert "It tells too much." in text(answer.text)
    desk = portal.signed_in(Role.DESK_OFFICER, state_codes=KENYA)
    assert desk.get(page).status_code == 403
    some.put(one, "The team was held")
    assert office.get(page).status_code == 404
    assert page not in office.get(f"/missions/{some.mission_id}/incidents").text
