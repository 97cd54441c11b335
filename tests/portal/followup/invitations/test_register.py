"""The register of standing invitations: who reads and records, and where it is shown."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from portal.followup.invitations import demo, queries, words
from services.followup.standing_invitation.decide import STANDING_INVITATION
from services.followup.standing_invitation.state import Register
from shared.contracts import followup_invitation_commands as commands
from shared.contracts import followup_invitations as facts
from shared.contracts.followup_invitation_commands import (
    TYPES,
    ExtendStandingInvitation,
    LimitStandingInvitation,
    RecordCouncilPledge,
    WithdrawStandingInvitation,
)
from shared.contracts.followup_visit_commands import LogVisitInvitation, LogVisitRequest
from shared.core.actor import Actor, Asked
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.core.testing import AT
from shared.reference.invitations import PLEDGES
from tests.portal.stakeholders.test_pages import text
from tests.support.coverage import States
from tests.support.invitations import SOURCE, Invitations
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor, pages, sqlite_urls
from tests.support.visits import Visits

R = Role
PUBLIC, REGISTER = "/en/standing-invitations", "/invitations"
KENYA = f"{REGISTER}/KEN"


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path)) as built:
        yield built


@pytest.fixture(autouse=True)
def invitations(portal: Pages) -> Invitations:
    """Kenya invited all, then some; Nepal withdrew, and pledged; one entry of Kenya is struck."""
    some = Invitations(portal.engine, portal.clock())
    some.enter(ExtendStandingInvitation, "KEN", date(2015, 5, 1))
    some.enter(LimitStandingInvitation, "KEN", date(2024, 2, 1), mandates=("wgad",))
    some.strike("KEN", some.enter(WithdrawStandingInvitation, "KEN", date(2025, 7, 7)))
    some.enter(ExtendStandingInvitation, "NPL", date(2009, 1, 1))
    some.enter(WithdrawStandingInvitation, "NPL", date(2021, 1, 1))
    some.enter(RecordCouncilPledge, "NPL", date(2023, 9, 9), pledge="extend")
    return some


def desk(portal: Pages, *states: str) -> Visitor:
    return portal.signed_in(R.DESK_OFFICER, state_codes=frozenset(states))


def section(page: str, start: str, end: str) -> str:
    at = page.index(start)
    told = re.sub(r"<[^>]+>", " ", page[at : page.index(end, at)])
    return " ".join(unescape(told).split())


def test_everybody_reads_tiles_and_their_table_and_no_map(
    portal: Pages, invitations: Invitations
) -> None:
    page = portal.visitor().get(PUBLIC).text
    said = text(page)
    assert "KEN Kenya Limited to some mandates" in said
    assert "NPL Nepal Withdrawn" in said
    assert "FRA France None on record" in said
    assert "Observer States" in said
    table = section(page, 'aria-labelledby="states"', "</table>")
    assert "Kenya Limited to some mandates WGAD 1 Feb 2024" in table
    assert SOURCE in table
    assert "France" not in table, "what nobody recorded is not in the table"
    assert "African States 0 1" in said
    assert "7 Jul 2025" not in page
    assert REGISTER + '"' not in page
    assert f'href="{REGISTER}"' in portal.signed_in(R.CHIEF).get(PUBLIC).text


def test_whoever_signed_in_reads_the_history_and_struck_entries_too(
    portal: Pages, invitations: Invitations
) -> None:
    reader = portal.signed_in(R.AUDITOR)
    page = reader.get(KENYA)
    said = text(page.text)
    history = said[said.index("History") :]
    assert history.index("7 Jul 2025") < history.index("1 Feb 2024") < history.index("1 May 2015")
    assert "Standing invitation withdrawn (struck)" in said
    assert "Limited to some mandates Since 1 Feb 2024 WGAD" in said
    assert "Strike it" not in said
    assert 'href="/invitations/KEN"' in reader.get(REGISTER).text
    assert reader.get(f"{REGISTER}/XXX").status_code == 404
    assert said.count(SOURCE) == 2, "that of a struck entry is for those who record"
    empty = text(desk(portal, "CHE").get(f"{REGISTER}/CHE").text)
    assert "None on record" in empty
    assert "Record that one was extended to some mandates" in empty


def test_the_desk_of_the_state_and_the_quick_response_desk_record(
    portal: Pages, invitations: Invitations
) -> None:
    for visitor in (desk(portal, "KEN"), portal.signed_in(R.QUICK_RESPONSE_DESK)):
        page = visitor.get(KENYA).text
        assert f"{KENYA}/withdraw" in page
        assert page.count("Strike it") == 2
        assert 'value="4"' in visitor.get(f"{KENYA}/extend").text, "the steps that it shows"
        assert page.count(SOURCE) == 3
    other = desk(portal, "FRA")
    assert "/extend" not in other.get(KENYA).text
    entry = invitations.enter(ExtendStandingInvitation, "BRA", date(2010, 1, 1))
    assert other.get(f"{KENYA}/extend").status_code == 404
    brazil = desk(portal, "BRA")
    assert brazil.get(f"{REGISTER}/BRA/entries/{entry}/strike").status_code == 200
    assert brazil.get(f"{REGISTER}/BRA/entries/{uuid4()}/strike").status_code == 404
    assert other.get(f"{REGISTER}/BRA/entries/{entry}/strike").status_code == 404


def test_who_recorded_or_struck_is_named_to_those_who_record_alone(
    portal: Pages, invitations: Invitations
) -> None:
    entry = invitations.enter(ExtendStandingInvitation, "ISL", date(2010, 1, 1))
    idle = invitations.enter(WithdrawStandingInvitation, "ISL", date(2012, 1, 1))
    invitations.strike("ISL", entry)
    page = text(desk(portal, "ISL").get(f"{REGISTER}/ISL").text)
    assert page.count("Recorded: Person 1 ,") == 2
    assert page.count("Struck: Person 1 ,") == 1
    assert "None on record" in page, "nothing is there that was withdrawn"
    assert page.count("It changes nothing of what stood by that day.") == 1, idle
    for role in (R.GOVERNMENT, R.NGO_MEMBER, R.CANDIDATE, R.DESK_OFFICER):
        assert "Person 1 ," not in text(portal.signed_in(role).get(f"{REGISTER}/ISL").text), role


def test_an_entry_is_of_its_state_and_its_answers(portal: Pages, invitations: Invitations) -> None:
    visitor = portal.signed_in(R.QUICK_RESPONSE_DESK)
    typed = {
        "command_id": str(uuid4()),
        "seen": "0",
        "dated_on": "2026-03-01",
        "source": SOURCE,
        "checked": "send",
    }
    sent = []
    for state, also in (
        ("ITA", {}),
        ("ITA", {}),
        ("ITA", {"dated_on": "2026-03-02"}),
        ("ESP", {}),
    ):
        visitor.post(f"{REGISTER}/{state}/extend", {**typed, **also})
        sent.append((asked_for(portal.asked[-1])[2], last(portal).entry_id))
    assert sent[0] == sent[1]
    assert sent[0][0] != sent[2][0], "another command, which the service refuses"
    assert sent[0][1] == sent[2][1]
    assert sent[0][1] != sent[3][1]
    one = invitations.enter(ExtendStandingInvitation, "ITA", date(2010, 1, 1), entry_id="one")
    assert one == invitations.enter(ExtendStandingInvitation, "ESP", date(2010, 1, 1), entry_id=one)
    with portal.engine.connect() as conn:
        assert {*queries.every(conn, ["ITA", "ESP"])} == {"ITA", "ESP"}


RECORDED: list[tuple[str, dict[str, Any], Any, Mapping[str, Any]]] = [
    ("extend", {}, ExtendStandingInvitation, {}),
    ("limit", {"mandates": ["wgad"]}, LimitStandingInvitation, {"mandates": ("wgad",)}),
    ("withdraw", {}, WithdrawStandingInvitation, {}),
    ("pledge", {"pledge": "honour"}, RecordCouncilPledge, {"pledge": "honour"}),
]


def test_an_entry_is_checked_and_then_recorded_and_can_be_struck(
    portal: Pages, invitations: Invitations
) -> None:
    visitor = desk(portal, "KEN")
    for name, typed, kind, expected in RECORDED:
        path = f"{KENYA}/{name}"
        entered = {
            "command_id": str(uuid4()),
            "seen": "4",
            "dated_on": "2026-03-01",
            "source": SOURCE,
            **typed,
        }
        asks = (
            "On which day was it pledged?" if name == "pledge" else "From which day does it hold?"
        )
        assert asks in visitor.get(path).text
        wrong = visitor.post(path, {**entered, "source": "", "mandates": [], "pledge": ""})
        assert wrong.status_code == 422
        assert "Enter the source" in wrong.text
        check = visitor.post(path, entered)
        assert "Check this entry" in text(check.text)
        assert SOURCE in check.text
        assert visitor.post(path, {**entered, "checked": "send"}).status_code == 303
        command = last(portal)
        assert command.__class__ is kind
        assert (command.state, command.seen, command.source) == ("KEN", 4, SOURCE)
        assert command.dated_on == date(2026, 3, 1)
        assert {field: getattr(command, field) for field in expected} == expected
    entry = invitations.enter(RecordCouncilPledge, "KEN", date(2020, 1, 1), pledge="cooperate")
    path = f"{KENYA}/entries/{entry}/strike"
    assert "To cooperate with special procedures" in text(visitor.get(path).text)
    visitor.post(path, {"command_id": str(uuid4()), "seen": "5"})
    assert last(portal) == commands.StrikeInvitationEntry(state="KEN", seen=5, entry_id=entry)


def last(portal: Pages) -> Any:
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def test_a_visit_file_says_what_stood_when_it_was_requested_and_a_line_only_today(
    portal: Pages, invitations: Invitations
) -> None:
    visits = Visits(portal.engine, portal.vault, portal.clock())
    visits.log(LogVisitRequest, "KEN", ago=1_500, kind="official")
    visits.log(LogVisitInvitation, "NPL", ago=3_000)
    officer = portal.signed_in(R.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"sr-torture"}))
    file = text(officer.get("/visits/sr-torture/KEN").text)
    assert "Extended When it was first requested Not for this mandate Today" in file
    file = text(officer.get("/visits/sr-torture/NPL").text)
    assert "Extended When it was invited Withdrawn Today" in file
    file = text(officer.get("/visits/sr-torture/FRA").text)
    assert file.count("None on record") == 1
    board = text(officer.get("/visits").text)
    assert "Extended When it was first requested" in board
    line = text(portal.signed_in(R.COORDINATION_COMMITTEE).get("/visits").text)
    assert "Not for this mandate Today" in line
    assert "When it was" not in line, "that would narrow down the day of the request (VR1)"


def test_the_profile_of_a_state_has_the_register_of_what_counts(
    portal: Pages, invitations: Invitations
) -> None:
    page = portal.visitor().get("/en/register/states/KEN").text
    said = section(page, 'id="invitation"', "<h2")
    assert "Limited to some mandates Since 1 Feb 2024 WGAD" in said
    assert said.index("1 Feb 2024 Standing") < said.index("1 May 2015 Standing")
    assert "7 Jul 2025" not in page
    nepal = text(portal.visitor().get("/en/register/states/NPL").text)
    assert "9 Sep 2023 Pledge for an election to the Council To extend a standing" in nepal
    france = text(portal.visitor().get("/en/register/states/FRA").text)
    assert "None on record" not in france, "the Committee may have recorded one"


def test_a_pledge_leaves_the_answer_of_the_committee_on_the_profile_and_an_invitation_does_not(
    portal: Pages, invitations: Invitations
) -> None:
    committee = States(portal.engine)
    committee.adopted("invitation")
    committee.recorded("invitation", PRT="yes")
    invitations.enter(RecordCouncilPledge, "PRT", date(2020, 1, 1), pledge="honour")
    path = "/en/register/states/PRT"
    page = text(portal.visitor().get(path).text)
    assert "Is there a standing invitation? yes" in page
    assert "To honour its standing invitation" in page
    assert "None on record" not in page
    invitations.enter(ExtendStandingInvitation, "PRT", date(2001, 1, 1))
    page = text(portal.visitor().get(path).text)
    assert "Is there a standing invitation?" not in page
    assert "At a glance" not in page, "no heading over a table without rows"
    assert "Extended Since 1 Jan 2001" in page


def test_what_has_no_day_has_no_answer_and_every_code_has_its_word(portal: Pages) -> None:
    assert list(words.PLEDGES) == list(PLEDGES)
    assert set(words.KINDS) | {"invitation-entry-struck"} == set(facts.TYPES)
    with portal.app.test_request_context("/en/"), portal.engine.connect() as conn:
        register = queries.of_state(conn, "KEN")
        assert words.then(register, ("wgad",), None) == "\N{EN DASH}"
        both = words.then(register, ("wgad", "sr-torture"), date(2025, 1, 1))
        assert both == "Limited to some mandates, Not for this mandate"


def test_the_service_takes_what_is_invented(monkeypatch: pytest.MonkeyPatch) -> None:
    states: dict[str, Register] = {}
    by = Actor(actor_id="desk", roles=frozenset({R.DESK_OFFICER}), states=frozenset({*demo.STATES}))

    def ask(command: Any, *_: str) -> None:
        state = states.get(command.state, Register())
        told = STANDING_INVITATION.decide(command, Asked(at=AT, by=by), state)
        states[command.state] = STANDING_INVITATION.fold(told, state)

    monkeypatch.setattr(demo, "ask", ask)
    monkeypatch.setattr(demo, "today", lambda: day_of(AT))
    demo.tell()
    stand = {state: one.on(day_of(AT)) for state, one in states.items()}
    assert {state: one.scope for state, one in stand.items() if one} == {
        "CHE": "extended",
        "FRA": "extended",
        "KEN": "limited",
        "NPL": "withdrawn",
    }
