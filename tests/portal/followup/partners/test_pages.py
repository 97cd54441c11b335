"""Partners of missions for each role: E.10, and “my visit”."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter
from sqlalchemy import insert, update

from portal.followup.partners import queries, words
from portal.web import act
from portal.web.accounts import offices
from portal.web.commands import CommandRefused
from shared.contracts.followup_partner_commands import (
    TYPES,
    AcceptPartnerUndertaking,
    AdmitPartner,
    ClearPartnerSecurity,
    EndPartner,
    MarkPartnerTask,
    ShowPartnerItems,
)
from shared.contracts.followup_partners import Kind
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.organisations import register_id
from shared.reference.partners import PARTS, ROLES, partner_id
from tests.portal.stakeholders.test_pages import text
from tests.support.missions import Missions
from tests.support.organisations import Register, asked_for, named
from tests.support.partners import Partners, member_id
from tests.support.portal import Pages, Visitor

R = Role
OWN = {"mandates": frozenset({"sr-torture"})}
NHRI: tuple[Kind, str] = ("nhri", "nhri-1")
NGO: tuple[Kind, str] = ("ngo", "org-1")
DESK: tuple[Kind, str] = ("desk", "KEN")
RC: tuple[Kind, str] = ("rc", "rc-1")
OTHERS: tuple[tuple[Kind, str], ...] = (("unct", "unct-1"), ("security", "sec-1"))
SECRET = ("Quib", "Widow")
"""Words of the confidential programme, of which no partner and no Government gets any."""


@pytest.fixture
def partners(portal: Pages) -> Partners:
    missions = Missions(portal.engine, portal.vault, portal.clock())
    missions.hear()
    missions.official("Minister Zora")
    missions.official("Envoy Pell", begins="11:15")
    missions.official("Refused Tarn", state="refused")
    where = portal.vault.seal(f"mission-{missions.item('Widow Quib').item_id}", "Old mill")
    missions.confidential("Widow Quib", begins="18:45", place=where)
    return Partners(missions)


def comes(portal: Pages, kind: Kind, who: str, colleague: str = "") -> Visitor:
    """Sign in who accepts the undertaking in ``Partners.admitted``, or a ``colleague``."""
    role = ROLES[kind]
    if role is R.UN_PARTNER:
        return portal.signed_in(role, account_id=who)
    if role is R.DESK_OFFICER:
        account = member_id(who, colleague)
        return portal.signed_in(role, state_codes=frozenset({who}), account_id=account)
    of = {"organisation_id": who, "account_id": member_id(who, colleague)}
    return portal.signed_in(role, **of)


def officer(portal: Pages) -> Visitor:
    return portal.signed_in(R.HUMAN_RIGHTS_OFFICER, **OWN)


def page_of(partners: Partners) -> str:
    return f"/missions/{partners.missions.mission_id}/partners"


def form(**also: Any) -> dict[str, Any]:
    return {"command_id": str(uuid4()), **also}


def last(portal: Pages) -> Any:
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def test_each_partner_reads_what_its_row_says_and_no_more(
    portal: Pages, partners: Partners
) -> None:
    ours = {
        kind: (partners.admitted(kind, who), comes(portal, kind, who))
        for kind, who in (NHRI, NGO, RC, *OTHERS)
    }
    for kind, (one, visitor) in ours.items():
        partners.task(one, f"Task of {kind}")
        for page in (f"/my-visits/{one}", f"/my-visits/{one}/sheet"):
            got = text(visitor.get(page).text)
            assert f"Task of {kind}" in got
            whole = kind in {"rc", "unct", "security"}
            assert ("Minister Zora" in got) is whole
            assert ("Programme with the State" in got) is (kind != "ngo")
            assert ("18:45" in got) is (kind == "security")
            assert ("Old mill" in got) is (kind == "security" and not page.endswith("sheet"))
            assert ("From" in got) is whole
            for secret in (*SECRET, "Tarn"):
                assert secret not in got
            for other in ours.keys() - {kind}:
                assert f"Task of {other}" not in got
        listed = visitor.get("/my-visits").text
        assert [each for each in ours if ours[each][0] in listed] == [kind]
        strange = ours["ngo" if kind == "rc" else "rc"][0]
        assert visitor.get(f"/my-visits/{strange}").status_code == 404
    one, visitor = ours["nhri"]
    shown = partners.missions.item("Envoy Pell").item_id
    partners.ask(ShowPartnerItems, one, seen=partners.states[one].steps, items=(shown,))
    got = text(visitor.get(f"/my-visits/{one}").text)
    assert "Envoy Pell" in got
    assert "Zora" not in got
    portal.vault.forget(f"mission-{shown}", at=portal.clock())
    assert "Envoy Pell" not in visitor.get(f"/my-visits/{one}").text


def test_what_one_is_not_admitted_to_is_not_there(portal: Pages, partners: Partners) -> None:
    """A proposal, an end, a last day, a scope: each answers as if there were nothing."""
    visitor = comes(portal, *NGO)
    nothing = visitor.get(f"/my-visits/{uuid4()}")
    one = partner_id(partners.missions.mission_id, *NGO)
    page = f"/my-visits/{one}"

    def hidden() -> None:
        for address in (page, f"{page}/sheet", f"{page}/undertaking"):
            answer = visitor.get(address)
            assert answer.status_code == 404
        assert text(visitor.get(page).text) == text(nothing.text)
        assert one not in visitor.get("/my-visits").text

    hidden()
    partners.proposed(*NGO)
    hidden()
    partners.ask(EndPartner, one)
    for also in (
        {"scope": ("during",)},
        {"first": day_of(portal.clock()) + timedelta(days=1)},
    ):
        partners.admitted(*NGO, undertakes=False, **also)
        hidden()
        partners.ask(EndPartner, one)
    partners.admitted(*NGO, undertakes=False, days=1)
    got = text(visitor.get(page).text)
    assert "Accept the undertaking first" in got
    assert "will appear here" not in got
    assert visitor.get(f"{page}/sheet").status_code == 404
    partners.ask(AcceptPartnerUndertaking, one, by=partners.member(*NGO))
    assert visitor.get(f"{page}/sheet").status_code == 200
    assert visitor.get(f"{page}/undertaking").status_code == 404
    colleague, strange = comes(portal, *NGO, "two"), comes(portal, "ngo", "org-2")
    assert "Accept the undertaking first" in text(colleague.get(page).text), "each for oneself"
    assert colleague.get(f"{page}/sheet").status_code == 404
    assert colleague.get(f"{page}/undertaking").status_code == 200
    assert strange.get(page).status_code == 404
    assert comes(portal, "ngo", register_id("org-1")).get(page).status_code == 200
    assert comes(portal, "nhri", "org-1", "four").get(page).status_code == 404
    today = day_of(portal.clock())
    with portal.engine.begin() as conn:
        over = {"signs_until": today - timedelta(days=1), "noted_at": portal.clock()}
        conn.execute(insert(offices._lives).values(mandate="sr-torture", **over))
    hidden()
    with portal.engine.begin() as conn:
        conn.execute(update(offices._lives).values(signs_until=today))
    partners.missions.hear("called_off", ahead=None)
    got = text(visitor.get(page).text)
    assert "called off" in got
    assert "My tasks" not in got
    assert visitor.get(f"{page}/sheet").status_code == 404
    portal.clock.forward(timedelta(days=2))
    assert comes(portal, *NGO, "three").get(page).status_code == 404


def test_entries_that_were_merged_are_one_partner(
    portal: Pages, partners: Partners, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever was admitted, and whichever its people are of (decision 0068)."""
    register = Register(portal.engine, portal.vault)
    old, real, strange = named("old"), named("real"), named("strange")
    one = partners.admitted("nhri", old, undertakes=False)
    member, page = comes(portal, "nhri", real), f"/my-visits/{one}"
    office, new = officer(portal), f"{page_of(partners)}/new"
    assert member.get(page).status_code == 404
    register.merged(old, real)
    assert "Accept the undertaking first" in text(member.get(page).text)
    assert comes(portal, "nhri", strange).get(page).status_code == 404
    by: list[Actor] = []

    def accepted(*_: Any, **also: Any) -> Any:
        by.append(also["by"])
        raise CommandRefused(409, "Asked.")

    monkeypatch.setattr(act, "ask", accepted)
    assert member.post(f"{page}/undertaking", form()).status_code == 409
    assert [each.organisation_id for each in by] == [old], "as the service knows it"
    typed = {"kind": "nhri", "organisation": real, "account": "", "scope": ["during"]}
    answer = office.post(new, form(**typed, first="2027-01-01", until="2027-02-01"))
    assert answer.status_code == 422
    assert "merged with this one" in text(answer.text)


def test_m1_who_has_the_office_in_the_state_is_suggested(portal: Pages, partners: Partners) -> None:
    """Nobody is proposed by it, and an agency, or who is of another State, is not named."""
    page, office = page_of(partners), officer(portal)
    here = {"state_codes": frozenset({"KEN"})}
    assert 'id="offered"' not in office.get(page).text
    portal.signed_in(R.UN_PARTNER, account_id="rc-1", name="Uma", office="coordinator", **here)
    portal.signed_in(R.UN_PARTNER, account_id="sec-1", name="Sven", office="security", **here)
    portal.signed_in(R.UN_PARTNER, name="Agatha", **here)
    abroad = frozenset({"FRA"})
    portal.signed_in(R.UN_PARTNER, name="Farah", office="coordinator", state_codes=abroad)
    shown = office.get(page).text
    for kind, account, name in (("rc", "rc-1", "Uma"), ("security", "sec-1", "Sven")):
        assert f"/new?kind={kind}&amp;account={account}" in shown
        assert name in shown
    assert not any(name in shown for name in ("Agatha", "Farah"))
    filled = office.get(f"{page}/new?kind=rc&account=rc-1").text
    assert "Uma (Resident Coordinator)" in filled
    assert re.search(r'<option value="rc-1" selected|<option selected value="rc-1"', filled)
    assert office.get(f"{page}/new?kind=nobody&account=nobody").status_code == 200
    holder = portal.signed_in(R.MANDATE_HOLDER, account_id="holder-1", **OWN)
    assert 'id="offered"' not in holder.get(page).text
    partners.proposed("rc", "rc-1")
    assert "account=rc-1" not in office.get(page).text
    assert "account=sec-1" in office.get(page).text


def test_e10_the_coordinator_sees_the_tasks_of_agencies_and_of_nobody_else(
    portal: Pages, partners: Partners
) -> None:
    rc, visitor = partners.admitted(*RC), comes(portal, *RC)
    page = f"/my-visits/{rc}"
    assert "Agencies that are admitted" in text(visitor.get(page).text)
    agency = partners.admitted("unct", "agency-1")
    assert "gave it no task yet" in text(visitor.get(page).text)
    partners.task(agency, "Lend a hall")
    for kind, who in (NHRI, NGO, ("security", "sec-1")):
        partners.task(partners.admitted(kind, who), f"Task of {kind}")
    partners.proposed("unct", "agency-2")
    shown = text(visitor.get(page).text)
    assert "Lend a hall" in shown
    assert "Task of" not in shown
    assert f"{agency}" not in visitor.get(page).text, "it is read, and not marked"
    other = partners.admitted("unct", "agency-3")
    assert "Lend a hall" not in comes(portal, "unct", "agency-3").get(f"/my-visits/{other}").text
    partners.ask(EndPartner, agency)
    assert "Lend a hall" not in visitor.get(page).text


def test_m7_security_says_itself_that_it_is_cleared(portal: Pages, partners: Partners) -> None:
    one, visitor = partners.admitted("security", "sec-1"), comes(portal, "security", "sec-1")
    page = f"/my-visits/{one}"
    assert "Not cleared by you for these dates" in text(visitor.get(page).text)
    assert f"{page}/clear" in visitor.get(page).text
    shown = visitor.get(f"{page}/clear").text
    dates = partners.missions.mission.dates
    assert dates
    day = str(day_of(portal.clock()))
    sent = form(on=day, note="Two cars", first=str(dates.first), last=str(dates.last))
    assert all(f'value="{each}"' in shown for each in (dates.first, dates.last))
    assert "Check the clearance" in visitor.post(f"{page}/clear", sent).text
    assert visitor.post(f"{page}/clear", {**sent, "checked": "send"}).status_code == 303
    asked = last(portal)
    assert isinstance(asked, ClearPartnerSecurity)
    assert asked.note
    assert (asked.dates, portal.vault.reveal(asked.note)) == (dates, "Two cars")
    assert asked.note.subject == f"mission-{asked.note_id}"
    assert visitor.post(f"{page}/clear", {**sent, "first": "soon"}).status_code == 404
    said = {"on": asked.on, "dates": dates, "note_id": asked.note_id, "note": asked.note}
    partners.ask(ClearPartnerSecurity, one, by=partners.member("security", "sec-1"), **said)
    assert "Not cleared by you" not in text(visitor.get(page).text)
    rc, coordinator = partners.admitted(*RC), comes(portal, *RC)
    assert coordinator.get(f"/my-visits/{rc}/clear").status_code == 404
    assert "/clear" not in coordinator.get(f"/my-visits/{rc}").text


def test_a_partner_undertakes_and_marks_its_tasks(portal: Pages, partners: Partners) -> None:
    one = partners.admitted(*RC, undertakes=False)
    task = partners.task(one, "Courtesy call")
    visitor, page = comes(portal, *RC), f"/my-visits/{one}"
    assert visitor.get(f"{page}/tasks/{task}").status_code == 404
    assert "condition for anybody" in text(visitor.get(f"{page}/undertaking").text)
    assert visitor.post(f"{page}/undertaking", form()).status_code == 303
    assert isinstance(last(portal), AcceptPartnerUndertaking)
    partners.ask(AcceptPartnerUndertaking, one, by=partners.member(*RC))
    assert "Courtesy call" in text(visitor.get(f"{page}/tasks/{task}").text)
    assert visitor.post(f"{page}/tasks/{task}", form(now="done")).status_code == 303
    assert last(portal).now == "done"
    assert visitor.post(f"{page}/tasks/{task}", form(now="unneeded")).status_code == 422
    assert visitor.get(f"{page}/tasks/{uuid4()}").status_code == 404
    partners.ask(MarkPartnerTask, one, task_id=task, now="unneeded")
    assert visitor.get(f"{page}/tasks/{task}").status_code == 404
    assert "Courtesy call" not in text(visitor.get(f"{page}/sheet").text)


def test_the_mandate_proposes_admits_and_ends(portal: Pages, partners: Partners) -> None:
    page, office = page_of(partners), officer(portal)
    holder = portal.signed_in(R.MANDATE_HOLDER, account_id="holder-1", **OWN)
    assert "will appear here" in text(office.get(page).text)
    assert page in office.get(page.removesuffix("/partners")).text
    assert holder.get(f"{page}/new").status_code == 403
    portal.signed_in(R.UN_PARTNER, account_id="rc-1", name="Uma")
    assert "Uma" in office.get(f"{page}/new").text
    day = day_of(portal.clock())
    typed = {
        "kind": "rc",
        "account": "rc-1",
        "scope": ["preparation", "during"],
        "first": day.isoformat(),
        "until": (day + timedelta(days=30)).isoformat(),
    }
    of = {"organisation_id": "org-1", "organisation": "Steppe Lawyers"}
    portal.signed_in(R.NGO_MEMBER, **of)
    ngo = form(**{**typed, "kind": "ngo", "account": "", "organisation": register_id("org-1")})
    check = text(office.post(f"{page}/new", ngo).text)
    assert "Check the partner" in check
    assert "Steppe Lawyers" in check, "a code alone tells nobody who it is"
    wrongs: list[dict[str, Any]] = [
        {"account": ""},
        {"organisation": "org-1"},
        {"kind": "ngo"},
        {"kind": "ngo", "account": "", "organisation": "a b"},
        {"kind": "ngo", "account": "", "organisation": "nobody-s"},
        {"kind": "nhri", "account": "", "organisation": "org-1"},
        {"scope": []},
    ]
    for wrong in wrongs:
        assert office.post(f"{page}/new", form(**{**typed, **wrong})).status_code == 422
    assert "Check the partner" in text(office.post(f"{page}/new", form(**typed)).text)
    assert office.post(f"{page}/new", form(**typed, checked="send")).status_code == 303
    asked = last(portal)
    assert (asked.kind, asked.who, asked.scope) == ("rc", "rc-1", ("preparation", "during"))
    one = partners.proposed(*NHRI)
    partners.proposed("rc", "rc-1")
    got = text(office.get(page).text)
    for said in ("Uma", "nhri-1", "Proposed", "None is on record"):
        assert said in got
    assert "/admit" not in office.get(page).text
    assert f"{one}/admit" in holder.get(page).text
    admit = f"{page}/{one}/admit"
    assert "Admit this partner?" in text(holder.get(admit).text)
    lawyers = partners.proposed(*NGO)
    for shown in (f"{page}/{lawyers}/admit", page):
        assert "Steppe Lawyers" in text(holder.get(shown).text)
    partners.ask(EndPartner, lawyers)
    assert holder.post(admit, form()).status_code == 303
    assert last(portal) == AdmitPartner(
        partner_id=one, mission_id=partners.missions.mission_id, mandate="sr-torture", seen=1
    )
    partners.admitted(*NGO)
    for address in (f"{page}/{one}/end", f"{page}/{one}/items", f"{page}/{one}/tasks/new"):
        assert office.get(address).status_code == 200
    office.post(f"{page}/{one}/end", form())
    assert isinstance(last(portal), EndPartner)
    partners.ask(EndPartner, one)
    for address in ("admit", "end", "items", "tasks/new"):
        assert office.get(f"{page}/{one}/{address}").status_code == 404
    other = portal.signed_in(R.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"wgad"}))
    desk = portal.signed_in(R.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    assert other.get(page).status_code == 404
    assert desk.get(page).status_code == 403


def test_tasks_and_items_are_given(portal: Pages, partners: Partners) -> None:
    page, office = page_of(partners), officer(portal)
    one, ngo = partners.admitted(*NHRI, scope=("preparation",)), partners.admitted(*NGO)
    day = (day_of(portal.clock()) + timedelta(days=2)).isoformat()
    typed = form(title="Rooms", part="preparation", due=day)
    assert office.post(f"{page}/{one}/tasks/new", typed).status_code == 303
    asked = last(portal)
    assert portal.vault.reveal(asked.title) == "Rooms"
    assert asked.title.subject == f"mission-{asked.task_id}"
    task = partners.task(one, "Rooms here")
    assert "Rooms here" in text(office.get(page).text)
    assert "Rooms here" in text(office.get(f"{page}/{one}/tasks/{task}").text)
    office.post(f"{page}/{one}/tasks/{task}", form(now="unneeded"))
    assert last(portal).now == "unneeded"
    items = f"{page}/{one}/items"
    got = text(office.get(items).text)
    assert "Minister Zora" in got
    assert "Quib" not in got
    shown = partners.missions.item("Envoy Pell").item_id
    office.post(items, form(items=[shown], seen="3"))
    assert last(portal).items == (shown,)
    assert office.get(f"{page}/{ngo}/items").status_code == 404
    assert office.get(f"{page}/{one}/tasks/{uuid4()}").status_code == 404


def test_the_words_cover_the_lists() -> None:
    assert words.KINDS.keys() == ROLES.keys()
    assert words.PARTS.keys() == PARTS.keys()
    by_role = {R.UN_PARTNER, R.CONTACT_POINT, R.NGO_MEMBER, R.DESK_OFFICER}
    assert by_role == queries.ADMITTED
    assert {R.HUMAN_RIGHTS_OFFICER, R.MANDATE_HOLDER} == queries.OFFICE
