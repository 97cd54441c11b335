"""The debrief of a mission on its pages: who writes and reads it, its draft and its check."""

from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from portal.followup.debriefs import views, words
from portal.web.commands import CommandRefused
from shared.contracts.followup_debrief_commands import TYPES, HoldDebrief, KeepDebriefDraft
from shared.contracts.followup_debriefs import DebriefDraftKept
from shared.core.roles import Role
from shared.reference.debriefs import ATTENDED, BREACHED, VALUES
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
    assert "/debrief" not in visitor.get(f"/my-visits/{agency}").text
    other = portal.signed_in(R.UN_PARTNER)
    assert other.get(own).status_code == 404


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
