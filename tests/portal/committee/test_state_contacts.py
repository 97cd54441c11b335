"""Contacts with States: who reads which, what is written, and how one is corrected."""

from dataclasses import replace
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from portal.app.read_models import READ_MODELS
from portal.committee.statecontacts.read_model import STATE_CONTACTS
from shared.contracts.stakeholders_state_contacts import LogStateContact, StateContactLogged
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders.test_state_contact import LOGGED
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor
from tests.support.ready import ready
from tests.support.twice import of_stakeholders, twice

PAGE = "/contacts-with-states"
KENYA = frozenset({"KEN"})


class Log:
    def __init__(self, portal: Pages) -> None:
        self.portal, self.told = portal, 0
        self.appliers = ready(portal.engine, [STATE_CONTACTS])

    def entry(self, number: int, about: str, **also: object) -> StateContactLogged:
        """Tell of an entry on Kenya; return it."""
        entry_id = str(derive_id("contact of a test", number))
        seal = self.portal.vault.sealer(f"statecontact-{entry_id}")
        texts = {"people": seal("Ambassador Quib"), "about": seal(about)}
        told = replace(LOGGED, entry_id=entry_id, **texts, **also)  # type: ignore[arg-type]  # as given
        self.tell(told)
        return told

    def tell(self, fact: StateContactLogged) -> None:
        self.told += 1
        stream = f"statecontact-{fact.state}"
        twice(self.appliers, [of_stakeholders(fact, self.told, stream, fact.logged_at)])


@pytest.fixture
def log(portal: Pages) -> Log:
    ready(portal.engine, READ_MODELS)
    return Log(portal)


def reads(visitor: Visitor, entry: StateContactLogged, about: str) -> bool:
    listed = about in text(visitor.get(PAGE).text)
    assert (visitor.get(f"{PAGE}/{entry.entry_id}").status_code == 200) is listed
    return listed


def test_who_reads_which_entries(portal: Pages, log: Log) -> None:
    office = log.entry(1, "Zora of the office")
    own = log.entry(2, "Zora of the mandate", mandate="sr-torture")
    serves = {"mandates": frozenset({"sr-torture"})}
    for visitor, sees in (
        (portal.signed_in(Role.CHIEF), (True, True)),
        (portal.signed_in(Role.QUICK_RESPONSE_DESK), (True, True)),
        (portal.signed_in(Role.COORDINATION_COMMITTEE), (True, True)),
        (portal.signed_in(Role.DESK_OFFICER, state_codes=KENYA), (True, True)),
        (portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"UGA"})), (False, False)),
        (portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, **serves), (True, True)),
        (portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-food"})), (True, False)),
    ):
        found = (
            reads(visitor, office, "Zora of the office"),
            reads(visitor, own, "Zora of the mandate"),
        )
        assert found == sees, visitor.account
    assert "Zora" not in text(portal.signed_in(Role.CHIEF).get(f"{PAGE}?state=UGA").text)
    for stranger in (portal.signed_in(Role.GOVERNMENT, state_codes=KENYA), portal.visitor()):
        for address in (PAGE, f"{PAGE}/{office.entry_id}", f"{PAGE}/log"):
            answer = stranger.get(address)
            assert answer.status_code != 200
            assert "Zora" not in answer.text


def test_an_entry_is_written_and_corrected_by_a_further_one(portal: Pages, log: Log) -> None:
    desk = portal.signed_in(Role.DESK_OFFICER, state_codes=KENYA)
    assert f'href="{PAGE}?state=KEN"' in desk.get("/countries/KEN").text
    typed = {
        "state": "KEN",
        "mandate": "none",
        "on": "2026-11-20",
        "channel": "call",
        "people": "Ambassador Quib",
        "about": "Zora of the desk",
        "agreed": "",
        "command_id": str(uuid4()),
    }
    assert desk.post(f"{PAGE}/log", {**typed, "state": "UGA"}).status_code == 422
    for wrong in ({"about": ""}, {"mandate": ""}):
        assert desk.post(f"{PAGE}/log", {**typed, **wrong}).status_code == 422
    assert desk.post(f"{PAGE}/log", typed).status_code == 303
    kind, data, _ = asked_for(portal.asked[-1])
    command = TypeAdapter(LogStateContact).validate_python(data)
    assert (kind, command.state, command.agreed) == ("log-state-contact", "KEN", None)
    for words in ("Zora", "Quib"):
        assert words not in portal.asked[-1].read().decode()
    before = log.entry(1, "Zora before")
    path = f"{PAGE}/{before.entry_id}/correct"
    assert "Zora before" in desk.get(path).text
    member = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-food"}))
    assert member.get(path).status_code == 404
    assert desk.post(path, {**typed, "command_id": str(uuid4())}).status_code == 303
    _, data, _ = asked_for(portal.asked[-1])
    assert data["corrects"] == before.entry_id
    after = log.entry(2, "Zora after", corrects=before.entry_id)
    assert after.entry_id in desk.get(f"{PAGE}/{before.entry_id}").text
    assert before.entry_id in desk.get(f"{PAGE}/{after.entry_id}").text
    assert desk.get(path).status_code == 404
    assert "Corrected" in text(desk.get(PAGE).text)
    portal.vault.forget(f"statecontact-{after.entry_id}", at=portal.clock())
    assert "Zora after" not in text(desk.get(PAGE).text)
    assert "erased" in text(desk.get(f"{PAGE}/{after.entry_id}").text)
