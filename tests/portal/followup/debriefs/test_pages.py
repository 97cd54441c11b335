"""The debrief of a mission on its pages: who writes and reads it, its draft and its check."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from portal.followup.debriefs import views, words
from portal.web.accounts.account import actor_of
from portal.web.commands import CommandRefused
from shared.contracts.followup_debrief_commands import (
    TYPES,
    AnswerDebriefInvitation,
    CallDebriefAgain,
    CallOffDebrief,
    HoldDebrief,
    InviteToDebrief,
    KeepDebriefDraft,
)
from shared.contracts.followup_debriefs import DebriefDraftKept
from shared.contracts.followup_partner_commands import EndPartner
from shared.core.roles import Role
from shared.reference.debriefs import ATTENDED, BREACHED, INVITED, VALUES
from shared.reference.visit_terms import CLAUSES
from tests.followup.debriefs import fact
from tests.portal.stakeholders.test_pages import text
from tests.support.debriefs import Debriefs
from tests.support.incidents import Incidents
from tests.support.missions import Missions
from tests.support.organisations import asked_for
from tests.support.partners import Partners
from tests.support.portal import Pages, Visitor
from tests.support.visit_reports import ended

R = Role
MINE = {"mandates": frozenset({"sr-torture"})}
HERE = {"state_codes": frozenset({"KEN"})}


@pytest.fixture
def missions(portal: Pages) -> Missions:
    return ended(Missions(portal.engine, portal.vault, portal.clock()))


def page(missions: Missions, end: str = "") -> str:
    return f"/missions/{missions.mission_id}/debrief{end}"


def form(missions: Missions, **also: Any) -> dict[str, Any]:
    return {
        "command_id": str(uuid4()),
        "seen": "0",
        "on": str(missions.at.date()),
        "attended": ["officer", "desk"],
        "worked": "Quib worked",
        **{f"value_{code}": "respected" for code in CLAUSES},
        "reviewed": "y",
        "lessons": "Zora next time",
        **also,
    }


def last(portal: Pages) -> Any:
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def officer(portal: Pages) -> Visitor:
    return portal.signed_in(R.HUMAN_RIGHTS_OFFICER, **MINE)


def test_m13_it_is_written_clause_by_clause_checked_and_kept(
    portal: Pages, missions: Missions
) -> None:
    visitor, write = officer(portal), page(missions, "/write")
    assert page(missions) in visitor.get(f"/missions/{missions.mission_id}").text
    assert "/steps/debriefed" not in visitor.get(f"/missions/{missions.mission_id}").text
    by_hand = visitor.get(f"/missions/{missions.mission_id}/steps/debriefed")
    assert by_hand.status_code == 404
    assert "will appear here once it was held" in text(visitor.get(page(missions)).text)
    sent = form(missions, value_detention="breached", note_detention="Cells were shown to us")
    wrong = visitor.post(write, {**sent, "worked": "", "reviewed": "", "value_staff": ""})
    assert wrong.status_code == 422
    for said in ("Enter what worked", "Choose how this clause held", "who is at risk first"):
        assert said in text(wrong.text)
    assert "Cells were shown to us" in wrong.text
    check = visitor.post(write, sent)
    assert check.status_code == 200
    assert "Check the debrief" in text(check.text)
    assert text(check.text).count("Note on:") == 1
    assert visitor.post(write, {**sent, "checked": "send"}).status_code == 303
    command = last(portal)
    assert isinstance(command, HoldDebrief)
    values = {one.clause: one.value for one in command.values}
    assert (values.pop("detention"), {*values.values()}) == ("breached", {"respected"})
    assert len(command.values) == len(CLAUSES)
    subjects = {command.worked.subject, command.lessons.subject}
    assert len(subjects) == 1
    assert portal.vault.reveal(command.worked) == "Quib worked"
    assert (command.reason, command.attendees, command.promises) == (None, None, None)


def test_breached_clause_by_clause_is_suggested_by_incidents(
    portal: Pages, missions: Missions
) -> None:
    incidents = Incidents(portal.engine, portal.vault, portal.clock(), missions.mission_id)
    incidents.logged(clause="detention")
    incidents.struck(incidents.logged(clause="movement"))
    shown = officer(portal).get(page(missions, "/write")).text
    radio = [line for line in shown.splitlines() if "checked" in line and 'type="radio"' in line]
    assert [f'name="value_detention" type="radio" value="{BREACHED}"' in one for one in radio] == [
        True
    ]
    assert "1 incident was logged under this clause" in text(shown)
    Debriefs(missions).held()
    assert "Incidents logged under it: 1" in text(officer(portal).get(page(missions)).text)


def test_a_draft_is_kept_for_all_who_write_it_and_goes_with_the_version(
    portal: Pages, missions: Missions, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, write = officer(portal), page(missions, "/write")
    typed = form(missions, worked="", lessons="Zora so far", draft="keep", on="", reviewed="")
    assert visitor.post(write, typed).status_code == 303
    command = last(portal)
    assert isinstance(command, KeepDebriefDraft)
    debriefs = Debriefs(missions)
    of = {"mission_id": missions.mission_id, "done_by": "somebody", "done_at": missions.at}
    debriefs.tell(fact(DebriefDraftKept, 1, draft=command.draft, **of))
    desk = portal.signed_in(R.DESK_OFFICER, **HERE)
    shown = desk.get(page(missions)).text
    assert "A draft is kept since" in text(shown)
    assert command.draft.subject in shown  # an erasure finds it
    again = desk.get(write).text
    assert "Zora so far" in again
    assert 'name="seen"' in again

    def refuse(*_: Any) -> None:
        raise CommandRefused(422, "The debrief has changed. Look at it again.")

    monkeypatch.setattr(views, "ask", refuse)
    no = desk.post(write, typed)
    assert no.status_code == 422
    assert "Zora so far" in no.text
    portal.vault.forget(command.draft.subject, at=portal.clock())
    assert "Zora so far" not in desk.get(write).text
    erased = desk.post(write, typed)
    assert erased.status_code == 409
    assert "was erased on request" in text(erased.text)


def test_a_draft_is_kept_whole_or_not_at_all(portal: Pages, missions: Missions) -> None:
    visitor, write = officer(portal), page(missions, "/write")
    typed = form(missions, draft="keep")
    for _ in range(2):
        assert visitor.post(write, typed).status_code == 303
    assert visitor.post(write, {**typed, "worked": "Quib and more"}).status_code == 303
    first, again, other = (asked_for(one)[2] for one in portal.asked[-3:])
    assert first == again != other
    asked = len(portal.asked)
    no = visitor.post(write, {**typed, "lessons": "Zora " * 4_001})
    assert no.status_code == 422
    assert "Use at most 20,000 characters" in text(no.text)
    assert "Zora Zora" in no.text
    assert len(portal.asked) == asked


def test_a_correction_is_a_new_version_with_its_reason(portal: Pages, missions: Missions) -> None:
    debriefs, visitor = Debriefs(missions), officer(portal)
    debriefs.held("Quib words")
    write = page(missions, "/write")
    shown = visitor.get(write).text
    assert "Why is it corrected?" in text(shown)
    assert shown.count("Quib words") >= len(CLAUSES)
    sent = form(missions, seen="1", checked="send")
    assert "Say why it is corrected" in text(visitor.post(write, sent).text)
    assert visitor.post(write, {**sent, "reason": "A day was wrong"}).status_code == 303
    assert portal.vault.reveal(last(portal).reason) == "A day was wrong"
    debriefs.held("Zora words")
    both = text(visitor.get(page(missions)).text)
    assert both.index("Zora words") < both.index("Earlier versions") < both.index("Quib words")


def test_each_reads_and_writes_what_the_matrix_says(portal: Pages, missions: Missions) -> None:
    debriefs, partners = Debriefs(missions), Partners(missions)
    debriefs.held("Quib words")
    rc = partners.admitted("rc", "rc-1")
    coordinator = partners.member("rc", "rc-1")
    debriefs.of(partners, rc).part("Vip words", coordinator, rc)
    holder = portal.signed_in(R.MANDATE_HOLDER, **MINE)
    desk = portal.signed_in(R.DESK_OFFICER, **HERE)
    for reader in (officer(portal), holder, desk):
        shown = reader.get(page(missions)).text
        assert "Quib words" in shown
        assert "Vip words" in shown
        for end in ("/write", "/country-team"):
            assert page(missions, end) in shown
            assert reader.get(page(missions, end)).status_code == 200
    written = {"command_id": str(uuid4()), "seen": "1", "text": "As it was told us"}
    assert desk.post(page(missions, "/country-team"), written).status_code == 303
    assert last(portal).partner_id is None
    away = portal.signed_in(R.MANDATE_HOLDER, mandates=frozenset({"wgad"}))
    abroad = portal.signed_in(R.DESK_OFFICER, state_codes=frozenset({"FRA"}))
    for other in (away, abroad):
        assert other.get(page(missions)).status_code == 404
    for role in (R.GOVERNMENT, R.COORDINATION_COMMITTEE, R.CHIEF, R.UN_PARTNER):
        assert portal.signed_in(role, **HERE).get(page(missions)).status_code == 403


def test_the_coordinator_reads_and_writes_the_part_of_the_country_team_alone(
    portal: Pages, missions: Missions
) -> None:
    debriefs, partners = Debriefs(missions), Partners(missions)
    debriefs.held("Quib words")
    visitor = portal.signed_in(R.UN_PARTNER, account_id="rc-1")
    rc, agency = partners.admitted("rc", "rc-1"), partners.admitted("unct", "rc-1")
    own = f"/my-visits/{rc}/debrief"
    assert own in visitor.get(f"/my-visits/{rc}").text
    assert "will appear here" in text(visitor.get(own).text)
    sent = {"command_id": str(uuid4()), "seen": "0", "text": "Vip words"}
    assert visitor.post(f"{own}/write", sent).status_code == 303
    assert (last(portal).partner_id, last(portal).seen) == (rc, 0)
    debriefs.of(partners, rc).part("Vip words", partners.member("rc", "rc-1"), rc)
    assert "Vip words" in visitor.get(own).text
    assert "Vip words" in visitor.get(f"{own}/write").text
    assert "Quib words" not in visitor.get(own).text
    assert visitor.get(f"/my-visits/{agency}/debrief").status_code == 404
    assert f"{agency}/debrief" not in visitor.get(f"/my-visits/{agency}").text
    other = portal.signed_in(R.UN_PARTNER)
    assert other.get(own).status_code == 404
    assert "Vip words" not in visitor.get("/my-visits/written").text, "it is on its page"


@pytest.mark.parametrize("days", [30, 31])
@pytest.mark.parametrize("by_hand", [True, False])
def test_vr2_what_the_coordinator_wrote_stays_for_thirty_days_and_nothing_else(
    portal: Pages, missions: Missions, *, by_hand: bool, days: int
) -> None:
    """Its own words as it wrote them last: neither those of others afterwards, nor the debrief."""
    debriefs, partners = Debriefs(missions), Partners(missions)
    debriefs.held("Quib words")
    rc = partners.admitted("rc", "rc-1", days=10)
    other = partners.admitted("rc", "rc-2", days=10)
    for words_ in ("Vip words", "Vip words, better"):
        debriefs.of(partners, rc).part(words_, partners.member("rc", "rc-1"), rc)
    debriefs.part("Zora words of the office")
    if by_hand:
        partners.ask(EndPartner, rc)
        partners.ask(EndPartner, other)
    portal.clock.forward(timedelta(days=days if by_hand else days + 10))
    visitor = portal.signed_in(R.UN_PARTNER, account_id="rc-1")
    kept = text(visitor.get("/my-visits/written").text)
    assert ("Vip words, better" in kept, "There is nothing" in kept) == (days == 30, days == 31)
    assert "Quib" not in kept
    assert "Zora" not in kept
    own = f"/my-visits/{rc}/debrief"
    sent = {"command_id": str(uuid4()), "seen": "3", "text": "More"}
    assert visitor.get(own).status_code == visitor.get(f"{own}/write").status_code == 404
    assert visitor.post(f"{own}/write", sent).status_code == 404
    second = portal.signed_in(R.UN_PARTNER, account_id="rc-2")
    assert "Vip" not in second.get("/my-visits/written").text
    for reader in (visitor, second):
        assert reader.get(page(missions)).status_code == 403


def test_rc_post_vacant_nobody_is_suggested_and_the_staff_writes_the_part_of_the_country_team(
    portal: Pages, missions: Missions
) -> None:
    """E.13: who coordinates in another State, and who is another office here, are not it."""
    portal.person(R.UN_PARTNER, state_codes=frozenset({"FRA"}), office="coordinator")
    portal.person(R.UN_PARTNER, **HERE, office="field")
    Partners(missions)
    of_partners = f"/missions/{missions.mission_id}/partners"
    debriefs = Debriefs(missions)
    debriefs.held("Quib words")
    writer = officer(portal)
    assert 'id="offered"' not in writer.get(of_partners).text
    sent = {"command_id": str(uuid4()), "seen": "0", "text": "As it was told us"}
    assert writer.post(page(missions, "/country-team"), sent).status_code == 303
    assert (last(portal).partner_id, last(portal).seen) == (None, 0)
    debriefs.part("As it was told us")
    assert "As it was told us" in writer.get(page(missions)).text
    portal.person(R.UN_PARTNER, **HERE, office="coordinator")
    assert 'id="offered"' in writer.get(of_partners).text, "once the post is filled"


def test_m13_offices_are_invited_and_say_whether_they_come(
    portal: Pages, missions: Missions
) -> None:
    """The place is theirs to read; of the debrief, and to anybody else, there is nothing."""
    debriefs, visitor, invite = Debriefs(missions), officer(portal), page(missions, "/invite")
    assert invite in visitor.get(page(missions)).text
    day = str(missions.at.date())
    sent = {"seen": "0", "on": day, "begins": "9.30", "place": "Room Quib", "invited": ["desk"]}
    refused = visitor.post(invite, {"command_id": str(uuid4()), **sent})
    assert (refused.status_code, "a time such as 09:30" in refused.text) == (422, True)
    right = {"command_id": str(uuid4()), **sent, "begins": "09:30"}
    assert "Check the invitation" in visitor.post(invite, right).text
    assert visitor.post(invite, {**right, "checked": "send"}).status_code == 303
    assert (last(portal).invited, last(portal).seen) == (("desk",), 0)
    assert isinstance(last(portal), InviteToDebrief)
    un = {"desk": (R.DESK_OFFICER, HERE), "branch": (R.CHIEF, {})} | {
        one: (R.UN_PARTNER, {**HERE, "office": one}) for one in ("field", "coordinator")
    }
    assert {*un} == {*INVITED}
    people = {one: portal.signed_in(role, **also) for one, (role, also) in un.items()}
    elsewhere = [
        portal.signed_in(R.UN_PARTNER, **HERE),
        portal.signed_in(R.UN_PARTNER, state_codes=frozenset({"FRA"}), office="coordinator"),
        portal.signed_in(R.DESK_OFFICER, state_codes=frozenset({"FRA"})),
    ]
    call = f"/debriefs/{missions.mission_id}"
    for office, person in people.items():
        debriefs.invited("Room Quib", *(one for one in INVITED if one != office))
        assert person.get(call).status_code == 404
        assert "once you are invited" in person.get("/debriefs").text
    debriefs.invited("Room Quib", *INVITED)
    for office, person in people.items():
        assert call in person.get("/debriefs").text
        shown = text(person.get(call).text)
        for said in ("Room Quib", "09:30", "Kenya", "You have not answered yet"):
            assert said in shown, (office, said)
        form = {"command_id": str(uuid4()), "seen": "5"}
        assert person.post(f"{call}/answer", form).status_code == 422
        assert person.post(f"{call}/answer", {**form, "comes": "no"}).status_code == 303
        given = last(portal)
        assert isinstance(given, AnswerDebriefInvitation)
        assert (given.office, given.comes, given.seen) == (office, False, 5)
        assert person.account
        debriefs.answered(actor_of(person.account), office, comes=office == "field")
        said = "You come" if office == "field" else "You do not come"
        assert said in text(person.get(call).text)
    for other in elsewhere:
        assert other.get(call).status_code == other.get(f"{call}/answer").status_code == 404
        assert call not in other.get("/debriefs").text
    seen = text(visitor.get(page(missions)).text)
    assert (seen.count("Does not come"), seen.count("Comes")) == (3, 1)
    assert portal.signed_in(R.GOVERNMENT, **HERE).get(call).status_code == 403
    debriefs.held("Quib words")
    assert visitor.get(invite).status_code == 404
    assert "The debrief is over" in people["branch"].get(call).text
    assert people["branch"].get(f"{call}/answer").status_code == 404
    assert "Quib words" not in people["branch"].get(call).text


def test_a_debrief_is_called_off_and_that_is_taken_back(portal: Pages, missions: Missions) -> None:
    """Meanwhile it is on no page of those who were invited."""
    debriefs, visitor = Debriefs(missions), officer(portal)
    chief, call = portal.signed_in(R.CHIEF), f"/debriefs/{missions.mission_id}"
    off, again = page(missions, "/invite/off"), page(missions, "/invite/again")
    for address in (off, again):
        assert visitor.get(address).status_code == 404
    debriefs.invited("Room Quib", *INVITED)
    assert chief.account
    debriefs.answered(actor_of(chief.account), "branch", comes=True)
    assert off in visitor.get(page(missions)).text
    assert visitor.get(again).status_code == 404
    for said in ("Room Quib", "09:30 in Geneva", "gets a notice"):
        assert said in text(visitor.get(off).text)
    arabic = portal.signed_in(R.HUMAN_RIGHTS_OFFICER, **MINE, language="ar").get(off)
    assert (arabic.status_code, 'dir="rtl"' in arabic.text) == (200, True)
    sent = {"command_id": str(uuid4()), "seen": "1"}
    assert visitor.post(off, sent).status_code == 303
    assert (type(last(portal)), last(portal).seen) == (CallOffDebrief, 1)
    debriefs.called_off()
    assert chief.get(call).status_code == chief.get(f"{call}/answer").status_code == 404
    assert call not in chief.get("/debriefs").text
    shown = visitor.get(page(missions)).text
    assert "Called off" in shown
    assert again in shown
    assert off not in shown
    assert "No answer yet" not in shown
    assert visitor.get(off).status_code == 404
    assert "as it was" in text(visitor.get(again).text)
    assert visitor.post(again, {**sent, "command_id": str(uuid4())}).status_code == 303
    assert isinstance(last(portal), CallDebriefAgain)
    debriefs.called_off(off=False)
    assert "You come" in text(chief.get(call).text)
    assert off in visitor.get(page(missions)).text
    debriefs.called_off()
    for other in (chief, portal.signed_in(R.UN_PARTNER, **HERE, office="coordinator")):
        assert other.get(off).status_code == other.get(again).status_code == 403
    abroad = portal.signed_in(R.DESK_OFFICER, state_codes=frozenset({"FRA"}))
    assert abroad.get(off).status_code == abroad.get(again).status_code == 404
    portal.clock.forward(timedelta(days=1))
    later = officer(portal)
    assert again not in later.get(page(missions)).text
    assert later.get(again).status_code == 404
    debriefs.invited("Room Zora", "branch")
    assert "Room Zora" in portal.signed_in(R.CHIEF).get(call).text
    debriefs.held("Quib words")
    assert off not in later.get(page(missions)).text
    assert later.get(off).status_code == 404


def test_before_the_end_nothing_is_written(portal: Pages) -> None:
    missions = Missions(portal.engine, portal.vault, portal.clock())
    missions.hear()
    visitor = officer(portal)
    assert page(missions) not in visitor.get(f"/missions/{missions.mission_id}").text
    assert visitor.get(page(missions)).status_code == 200
    assert visitor.get(page(missions, "/write")).status_code == 404
    assert visitor.get(page(missions, "/country-team")).status_code == 404
    partners = Partners(missions)
    rc = partners.admitted("rc", "rc-1")
    coordinator = portal.signed_in(R.UN_PARTNER, account_id="rc-1")
    assert coordinator.get(f"/my-visits/{rc}/debrief/write").status_code == 404


def test_every_value_and_office_has_its_word() -> None:
    assert [*words.VALUES] == [*VALUES]
    assert [*words.ATTENDED] == [*ATTENDED]
