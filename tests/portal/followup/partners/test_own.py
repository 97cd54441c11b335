"""A partner's own meetings of the confidential programme, and how it is reached (E.2, E.10)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from shared.contracts.followup_partner_commands import (
    AcceptPartnerUndertaking,
    EndPartner,
    GivePartnerAdvice,
)
from shared.contracts.followup_partners import Kind
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.partners import partner_id
from tests.portal.followup.partners.test_pages import (
    DESK,
    NGO,
    NHRI,
    OTHERS,
    RC,
    comes,
    form,
    last,
    officer,
    page_of,
    partners,
)
from tests.portal.stakeholders.test_pages import text
from tests.support.partners import Partners, member_id
from tests.support.portal import Pages

__all__ = ["partners"]
RC_TWO: tuple[Kind, str] = ("rc", "rc-2")
SAID = {"kind": "civil_society", "begins": "19:15"}


def meeting(partners: Partners, said: str, **also: str) -> str:
    item = partners.missions.confidential(said, **{**SAID, **also})
    return item.item_id


def test_an_institution_and_an_organisation_read_their_own_meetings_alone(
    portal: Pages, partners: Partners
) -> None:
    theirs = meeting(partners, "With the lawyers")
    for who in (NGO, NHRI):
        one, visitor = partners.admitted(*who), comes(portal, *who)
        page = f"/my-visits/{one}"
        assert "yours to know will appear here" in text(visitor.get(page).text)
        partners.show(one, theirs)
        got = text(visitor.get(page).text)
        assert "With the lawyers" in got
        assert "19:15" in got
        assert "Quib" not in got
        assert "18:45" not in got
        assert "With the lawyers" not in visitor.get(f"{page}/sheet").text, "it is not on paper"
        colleague = comes(portal, *who, "two")
        assert "With the lawyers" not in colleague.get(page).text, "before the undertaking"
    for who in (RC, *OTHERS):
        one, visitor = partners.admitted(*who), comes(portal, *who)
        got = text(visitor.get(f"/my-visits/{one}").text)
        assert "My meetings" not in got
        assert "lawyers" not in got


def test_the_desk_officer_of_the_state_reads_the_whole_as_a_member_alone(
    portal: Pages, partners: Partners
) -> None:
    meeting(partners, "Out", state="withdrawn")
    visitor, abroad = comes(portal, *DESK), comes(portal, "desk", "FRA", "abroad")
    page = f"/my-visits/{partner_id(partners.missions.mission_id, *DESK)}"
    mission = f"/missions/{partners.missions.mission_id}"

    def hidden(status: int = 404) -> None:
        assert visitor.get(page).status_code == status
        assert "Quib" not in visitor.get(page).text

    hidden()
    partners.proposed(*DESK)
    hidden()
    partners.ask(EndPartner, partner_id(partners.missions.mission_id, *DESK))
    partners.admitted(*DESK, undertakes=False)
    hidden(200)
    assert "Desk officer of the State" in text(officer(portal).get(f"{mission}/partners").text)
    partners.ask(
        AcceptPartnerUndertaking, page.rsplit("/", maxsplit=1)[-1], by=partners.member(*DESK)
    )
    got = text(visitor.get(page).text)
    for said in ("Confidential programme", "Widow Quib", "18:45", "Old mill", "Minister Zora"):
        assert said in got
    assert "Out" not in got
    assert "Quib" not in visitor.get(f"{page}/sheet").text, "it is not on paper"
    assert "Quib" not in visitor.get(mission).text
    assert visitor.get(f"{mission}/confidential").status_code == 403, "that is where it is written"
    assert abroad.get(page).status_code == 404
    partners.ask(EndPartner, page.rsplit("/", maxsplit=1)[-1])
    hidden()


def test_a_meeting_that_changes_is_hidden_until_it_is_shown_anew(
    portal: Pages, partners: Partners
) -> None:
    one, visitor = partners.admitted(*NGO), comes(portal, *NGO)
    page, theirs = f"/my-visits/{one}", meeting(partners, "With the lawyers")
    partners.show(one, theirs)
    for moved in ({"begins": "21:00"}, {"ends": "21:00"}, {"kind": "site"}, {"state": "withdrawn"}):
        partners.missions.confidential("With the lawyers", **{**SAID, **moved})
        got = text(visitor.get(page).text)
        assert not [gone for gone in ("With the lawyers", "19:15", "21:00") if gone in got]
        partners.missions.confidential("With the lawyers", **SAID)
        assert "With the lawyers" in text(visitor.get(page).text)
    partners.missions.confidential("With the lawyers", **{**SAID, "state": "held"})
    assert "With the lawyers" in text(visitor.get(page).text), "that it was held is no other one"
    item = partners.missions.rest.items[theirs]
    words = portal.vault.seal(f"mission-{theirs}", "With the lawyers and Zora")
    for other in (replace(item, text=words), replace(item, lead=words)):
        partners.missions.change(other)
        assert "the lawyers" not in text(visitor.get(page).text)
    partners.missions.change(item)
    partners.show(one)
    assert "the lawyers" not in text(visitor.get(page).text)


def test_the_mandate_chooses_them_from_the_confidential_programme(
    portal: Pages, partners: Partners
) -> None:
    one, office = partners.admitted(*NGO), officer(portal)
    said = f"With the lawyers{' of the families' * 20} and of Zorb"
    theirs, out = meeting(partners, said), meeting(partners, "Out", state="withdrawn")
    page = f"{page_of(partners)}/{one}/meetings"
    assert page in office.get(page_of(partners)).text
    shown = office.get(page).text
    assert said in shown, "what it names last is read, too"
    assert out not in shown
    steps, read = str(partners.states[one].steps), partners.missions.rest.steps
    assert f'name="programme" type="hidden" value="{read}"' in shown
    sent = form(seen=steps, programme=str(read), items=[theirs])
    assert office.post(page, sent).status_code == 303
    assert (last(portal).items, last(portal).programme) == ((theirs,), read)
    assert office.post(page, form(seen=steps, items=["x"])).status_code == 422
    agency = partners.admitted(*OTHERS[0])
    assert office.get(f"{page_of(partners)}/{agency}/meetings").status_code == 404
    desk = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    assert desk.get(page).status_code == 403


def test_advice_is_asked_of_a_partner_and_read_by_it_and_the_mandate_alone(
    portal: Pages, partners: Partners
) -> None:
    one, other = partners.admitted(*NGO), partners.admitted(*RC)
    office, visitor, agency = officer(portal), comes(portal, *NGO), comes(portal, *RC)
    mine, index = f"/my-visits/{one}", page_of(partners)
    due = (day_of(portal.clock()) + timedelta(days=5)).isoformat()
    typed = form(title="May a visit be unannounced?", part="preparation", due=due, advice="legal")
    assert office.post(f"{index}/{one}/tasks/new", typed).status_code == 303
    assert last(portal).advice == "legal"
    plain = partners.task(one, "Send the laws")
    asked = partners.task(one, "May a visit be unannounced?", advice="legal")
    page = f"{mine}/tasks/{asked}/advice"
    assert "Legal advice" in text(visitor.get(mine).text)
    assert visitor.get(f"{mine}/tasks/{asked}").status_code == 404, "it is no task to mark"
    assert visitor.get(f"{mine}/tasks/{plain}/advice").status_code == 404
    assert agency.get(f"/my-visits/{other}/tasks/{asked}/advice").status_code == 404
    assert comes(portal, *NGO, "two").get(page).status_code == 404, "before the undertaking"
    assert "May a visit be unannounced?" in text(visitor.get(page).text)
    for wrong in ({"gives": "given"}, {"gives": "none", "text": "Yes, <b>by law</b>"}):
        answer = visitor.post(page, form(**wrong))
        assert answer.status_code == 422
        assert "or choose that you give none" in text(answer.text)
    assert visitor.post(page, form(gives="none")).status_code == 303
    assert last(portal).advice is None
    assert visitor.post(page, form(gives="given", text="Yes, <b>by law</b>")).status_code == 303
    given = last(portal)
    assert portal.vault.reveal(given.advice) == "Yes, <b>by law</b>"
    of: dict[str, Any] = {"task_id": asked, "by": partners.member(*NGO)}
    partners.ask(GivePartnerAdvice, one, **of, advice_id=given.advice_id, advice=given.advice)
    for got in (visitor.get(mine), visitor.get(page), office.get(index)):
        assert "Yes, &lt;b&gt;by law&lt;/b&gt;" in got.text
    desk = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    for stranger, address in (
        (desk, f"/missions/{partners.missions.mission_id}"),
        (agency, f"/my-visits/{other}"),
    ):
        assert "by law" not in stranger.get(address).text
    written = "/my-visits/written"
    partners.ask(EndPartner, one)
    assert visitor.get(page).status_code == 404
    left = [who.get(written).text for who in (visitor, agency)]
    assert ["by law" in got for got in left] == [True, False]
    again, second = partners.admitted(*RC_TWO), comes(portal, *RC_TWO)
    none = partners.task(again, "Whom else?", advice="technical")
    declined: dict[str, Any] = {
        "task_id": none,
        "by": partners.member(*RC_TWO),
        "advice_id": "x",
        "advice": None,
    }
    partners.ask(GivePartnerAdvice, again, **declined)
    for got in (second.get(f"/my-visits/{again}"), office.get(index)):
        assert "gives no advice" in text(got.text)
    assert second.get(f"/my-visits/{again}/tasks/{none}/advice").status_code == 404


def test_who_comes_to_a_later_admission_reads_no_advice_of_the_one_before(
    portal: Pages, partners: Partners
) -> None:
    one = partners.admitted(*NGO)
    asked = partners.task(one, "Is it lawful?", advice="legal")
    advice = portal.vault.seal("mission-advice", "Yes, by law")
    of: dict[str, Any] = {"task_id": asked, "advice_id": "advice", "advice": advice}
    partners.ask(GivePartnerAdvice, one, by=partners.member(*NGO), **of)
    partners.ask(EndPartner, one)
    partners.admitted(*NGO, undertakes=False)
    colleague = replace(partners.member(*NGO), actor_id=member_id(NGO[1], "two"))
    partners.ask(AcceptPartnerUndertaking, one, by=colleague)
    partners.ask(EndPartner, one)
    written = [comes(portal, *NGO, who).get("/my-visits/written").text for who in ("", "two")]
    assert ["by law" in got for got in written] == [True, False]


def test_how_a_partner_is_reached_is_for_it_and_its_mandate(
    portal: Pages, partners: Partners
) -> None:
    one, other = partners.admitted(*NGO), partners.admitted(*RC)
    visitor, office = comes(portal, *NGO), officer(portal)
    mine, theirs = f"/my-visits/{one}/contact", f"{page_of(partners)}/{one}/contact"
    for who, page, above in ((visitor, mine, mine[:-8]), (office, theirs, page_of(partners))):
        assert page in who.get(above).text
        seen = str(partners.states[one].steps)
        assert f'name="seen" type="hidden" value="{seen}"' in who.get(page).text
        assert who.post(page, form(contact="By radio at night", seen=seen)).status_code == 303
        assert last(portal).seen == int(seen)
        assert portal.vault.reveal(last(portal).contact) == "By radio at night"
        assert who.post(page, form(contact="")).status_code == 303
        assert last(portal).contact is None
    sealed = portal.vault.seal("mission-contact", "By radio at night")
    partners.reach(one, sealed)
    for who, page in ((visitor, mine), (visitor, mine[:-8]), (office, theirs)):
        assert "By radio at night" in who.get(page).text
    assert "mission-contact" in office.get(page_of(partners)).text, "for an erasure"
    strange = comes(portal, *RC)
    assert strange.get(mine).status_code == 404
    assert "By radio" not in strange.get(f"/my-visits/{other}").text
    assert comes(portal, *NGO, "two").get(mine).status_code == 404, "before the undertaking"
    portal.vault.forget("mission-contact", at=portal.clock())
    assert "By radio" not in visitor.get(mine[:-8]).text
