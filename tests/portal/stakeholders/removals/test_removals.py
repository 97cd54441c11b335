"""A Government's request to remove an entry: one answer for all, and who hears of it (SB9)."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.homes.notices import speaking
from portal.homes.notices.tables import inbox
from portal.stakeholders.organisations.tables import veil
from portal.stakeholders.removals.own import subject_of
from portal.stakeholders.removals.read_model import REMOVALS
from services.stakeholders.removal import REMOVAL
from shared.contracts.stakeholders_removal_commands import PlaceRemovalRequest, RequestRemoval
from shared.core.actor import Actor, Asked
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings
from shared.read_models.model import Applier
from tests.portal.stakeholders.consultations.test_public import main
from tests.support.organisations import LONG_AGO, Register, asked_for, named
from tests.support.portal import Pages, Visitor
from tests.support.sessions import NOW, OFFICER
from tests.support.twice import of_stakeholders, twice

ID = str(derive_id("removal request of a test"))
MISSION = Actor(actor_id="mission", roles=frozenset({Role.GOVERNMENT}), states=frozenset({"KEN"}))


@dataclass(slots=True)
class Requests:
    portal: Pages
    applier: Applier = field(init=False)
    facts: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.applier = Applier(self.portal.engine, REMOVALS)
        self.applier.prepare()

    def asked(self, text: str = "Remove the Quib group") -> None:
        sealed = self.portal.vault.seal(subject_of(ID), text)
        self.do(RequestRemoval(request_id=ID, state="KEN", text=sealed, by_letter=False), MISSION)

    def placed(self, organisation_id: str | None, *, told: bool) -> None:
        of = PlaceRemovalRequest(request_id=ID, organisation_id=organisation_id, told=told)
        self.do(of, OFFICER)

    def do(self, command: Any, by: Actor) -> None:
        for fact in REMOVAL.decide(command, Asked(at=NOW, by=by), REMOVAL.fold(self.facts)):
            self.facts.append(fact)
            arrived = of_stakeholders(fact, len(self.facts), f"removal-{ID}", NOW)
            twice([self.applier], [arrived])


@pytest.fixture
def register(portal: Pages) -> Register:
    return Register(portal.engine, portal.vault)


@pytest.fixture
def requests(portal: Pages, register: Register) -> Requests:
    return Requests(portal)


@pytest.fixture
def mission(portal: Pages, requests: Requests) -> Visitor:
    return portal.signed_in(Role.GOVERNMENT, account_id="mission", state_codes=frozenset({"KEN"}))


@pytest.fixture
def officer(portal: Pages, requests: Requests) -> Visitor:
    return portal.signed_in(Role.STAKEHOLDER_OFFICER, account_id="an-officer", name="Olga Desk")


ASKED = {"state": "KEN", "text": "Remove the Quib group"}
FRANCE = frozenset({"FRA"})


def form(**also: str) -> dict[str, str]:
    return {"command_id": str(uuid4()), **also}


def test_a_government_is_told_the_same_whatever_is_in_the_register(
    portal: Pages, register: Register, requests: Requests, mission: Visitor
) -> None:
    assert "/removal-requests" in mission.get("/organisations").text
    assert "/removal-requests" not in portal.visitor().get("/organisations").text
    requests.asked()
    before = main(mission.get("/removal-requests").text)
    assert "Remove the Quib group" in before
    assert "No entry is removed at the request of a Government" in before
    answered = mission.post("/removal-requests/ask", form(**ASKED))
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["state"], data["by_letter"]) == ("request-removal", "KEN", False)
    assert "Quib" not in portal.asked[-1].read().decode()
    mission.get("/removal-requests")  # that it is done is said once
    register.public(named(1), "Quib group")
    requests.placed(named(1), told=True)
    assert main(mission.get("/removal-requests").text) == before, "the entry is there, and told"
    with portal.engine.begin() as conn:
        veil(conn, named(1), at=LONG_AGO.replace(month=11))
    assert main(mission.get("/removal-requests").text) == before, "the entry is hidden"
    again = mission.post("/removal-requests/ask", form(**ASKED))
    assert (again.status_code, again.headers["Location"].partition("?")[0]) == (
        answered.status_code,
        answered.headers["Location"].partition("?")[0],
    )
    other = portal.signed_in(Role.GOVERNMENT, account_id="mission-2", state_codes=FRANCE)
    assert "Quib" not in main(other.get("/removal-requests").text)


def test_an_officer_says_which_entry_is_meant_and_whether_it_is_told(
    portal: Pages, register: Register, requests: Requests, officer: Visitor
) -> None:
    desk, of = "/register-desk/removal-requests", f"/register-desk/removal-requests/of/{named(1)}"
    register.confirmed(named(1), "Quib group")
    assert officer.get(of).status_code == 404, "nobody asked"
    requests.asked("Remove them <all>")
    assert "Waits for an officer" in main(officer.get(desk).text)
    assert "A Government asked" in main(officer.get(f"/register-desk/{named(1)}").text)
    assert "Remove them &lt;all&gt;" in officer.get(of).text
    assert officer.post(of, form(request_id=ID)).status_code == 422, "told or not is said"
    officer.post(of, form(request_id=ID, told="no"))
    kind, data, _ = asked_for(portal.asked[-1])
    assert kind == "place-removal-request"
    assert (data["organisation_id"], data["told"]) == (named(1), False)
    requests.placed(named(1), told=False)
    assert "The organisation is not told" in main(officer.get(desk).text)
    assert officer.get(f"{desk}/{ID}/none").status_code == 200
    officer.post(f"{desk}/{ID}/none", form())
    assert asked_for(portal.asked[-1])[1]["organisation_id"] is None
    requests.placed(named(1), told=True)
    for path in (of, f"{desk}/{ID}/none"):
        assert officer.get(path).status_code == 404, "it is not taken back"
    officer.post(f"{desk}/record", form(state="FRA", text="By note verbale"))
    assert asked_for(portal.asked[-1])[1]["by_letter"] is True


def test_what_was_taken_for_another_entry_or_for_none_is_put_right(
    portal: Pages, register: Register, requests: Requests, officer: Visitor
) -> None:
    desk, none = "/register-desk/removal-requests", f"/register-desk/removal-requests/{ID}/none"
    of = f"{desk}/of/{named(1)}"
    register.confirmed(named(1), "Quib group")
    register.confirmed(named(2), "Other group")
    requests.asked()
    requests.placed(named(2), told=False)
    assert none in officer.get(desk).text
    requests.placed(None, told=False)
    assert of in officer.get(f"/register-desk/{named(1)}").text
    officer.post(of, form(request_id=ID, told="yes"))
    assert asked_for(portal.asked[-1])[1]["organisation_id"] == named(1)
    requests.placed(named(1), told=True)
    for path in (desk, f"/register-desk/{named(1)}"):
        page = officer.get(path).text
        assert not [one for one in (of, none) if one in page], "it is not taken back"


def test_the_organisation_reads_who_asked_and_its_mail_nothing(
    portal: Pages, register: Register, requests: Requests
) -> None:
    register.confirmed(named(1), "Quib group")
    nora = portal.signed_in(
        Role.NGO_MEMBER, Role.FOCAL_POINT, account_id="nora", organisation_id=named(1)
    )
    requests.asked("They are spies")
    requests.placed(named(1), told=False)
    assert "asked that your entry" not in main(nora.get("/our-organisation").text)
    speaking.due(portal.engine, Settings(), at=NOW)
    requests.placed(named(1), told=True)
    page = main(nora.get("/our-organisation").text)
    assert "Kenya" in page
    assert "its Government asked that your entry be removed. This was refused" in page
    assert "spies" not in page
    for _ in range(2):
        speaking.due(portal.engine, Settings(), at=NOW)
    with portal.engine.connect() as conn:
        told = conn.execute(select(inbox.c.account_id, inbox.c.kind)).all()
    assert [tuple(one) for one in told] == [("nora", "removal-told")]
