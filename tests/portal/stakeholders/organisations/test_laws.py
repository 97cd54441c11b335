"""A law that punishes contact with the UN hides all entries that name its State, at once (SB6)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select

from portal.homes.notices import contact_laws
from portal.homes.notices.tables import inbox
from portal.stakeholders.organisations import laws, profile
from portal.stakeholders.organisations.law_model import LAWS
from portal.stakeholders.organisations.tables import veils
from portal.web.delivery.outbox import outbox
from services.stakeholders.contact_law import CONTACT_LAW
from shared.contracts.stakeholders_contact_law_commands import LiftContactLaw, RecordContactLaw
from shared.contracts.stakeholders_naming import OrganisationNameProposed
from shared.contracts.stakeholders_organisations import PublicListingAsked
from shared.core.actor import Actor, Asked
from shared.core.roles import Role
from shared.platform.settings import Settings
from tests.portal.stakeholders.consultations.test_public import main
from tests.support.organisations import LONG_AGO, STEP, Register, asked_for, named
from tests.support.portal import Pages, Visitor
from tests.support.ready import ready
from tests.support.sessions import NOW, OFFICER, SECOND
from tests.support.twice import of_stakeholders, twice

DESK = "/register-desk/contact-laws"
LAW = {"state": "TUV", "since": "2026-11-01", "source": "Act 7 <Quib>", "note": "Seen by us"}
CHECKED = {**LAW, "checked": "send"}
PROFILE = {"type": "ngo", "country": "TUV", "name": "Alpha Watch"}


@dataclass(slots=True)
class Laws:
    """Decides commands as the service does, and applies each fact twice."""

    portal: Pages
    applier: Any = field(init=False)
    facts: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.portal.engine, [LAWS])

    def recorded(self, state: str = "TUV") -> None:
        text = self.portal.vault.seal("contactlaw-1", laws.written("Act 7 <Quib>", "Seen by us"))
        since = LONG_AGO.date()
        self.do(RecordContactLaw(state=state, since=since, text=text), OFFICER)

    def lifted(self, *by: Actor) -> None:
        for one in by or (OFFICER, SECOND):
            self.do(LiftContactLaw(state="TUV"), one)

    def do(self, command: Any, by: Actor) -> None:
        for fact in CONTACT_LAW.decide(command, Asked(at=NOW, by=by), CONTACT_LAW.fold(self.facts)):
            self.facts.append(fact)
            stream = f"contactlaw-{fact.state}"
            arrived = of_stakeholders(fact, 5_000 + len(self.facts), stream, NOW)
            twice([self.applier], [arrived])


@pytest.fixture
def register(portal: Pages) -> Register:
    return Register(portal.engine, portal.vault)


@pytest.fixture
def law(portal: Pages, register: Register) -> Laws:
    return Laws(portal)


@pytest.fixture
def officer(portal: Pages, law: Laws) -> Visitor:
    return portal.signed_in(Role.STAKEHOLDER_OFFICER, account_id="an-officer", name="Olga Desk")


def form(**also: Any) -> dict[str, Any]:
    return {"command_id": str(uuid4()), **also}


def focal(portal: Pages, organisation_id: str, account_id: str = "nora") -> Visitor:
    return portal.signed_in(
        Role.NGO_MEMBER, Role.FOCAL_POINT, account_id=account_id, organisation_id=organisation_id
    )


def kept(portal: Pages) -> Sequence[tuple[str, str]]:
    """What the outbox has to hand over: the kind of command, and about which entry."""
    with portal.engine.connect() as conn:
        rows = conn.execute(select(outbox.c.type, outbox.c.data)).all()
    return sorted((row.type, row.data.get("organisation_id", "")) for row in rows)


def seen(portal: Pages) -> str:
    return main(portal.visitor().get("/organisations").text)


def test_all_entries_that_name_the_state_are_hidden_in_one_commit_and_no_other(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    register.public(named(1), "Seated Watch", country="TUV")
    register.public(named(2), "Working Watch", country="CHE", countries=("FRA", "TUV"))
    register.public(named(3), "Other Watch", country="CHE", countries=("FRA",))
    register.confirmed(named(4), "Hidden Watch", country="TUV")
    register.confirmed(named(5), "Asking Watch", country="TUV")
    register.tell(PublicListingAsked(organisation_id=named(5), asked_by="f", asked_at=LONG_AGO))
    page = officer.post(f"{DESK}/record", form(**LAW))
    checked = main(page.text)
    for name in ("Seated Watch", "Working Watch", "Asking Watch", "Act 7 &lt;Quib&gt;"):
        assert name in checked
    assert "Other Watch" not in checked
    assert "Hidden Watch" not in checked, "nobody finds it anyway"
    assert "Seated Watch" in seen(portal), "nothing was sent yet"
    assert not kept(portal)
    officer.post(f"{DESK}/record", form(**CHECKED))
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["state"], data["since"]) == ("record-contact-law", "TUV", "2026-11-01")
    assert "Quib" not in str(data)
    hidden = [("hide-organisation", named(number)) for number in (1, 2, 5)]
    assert kept(portal) == sorted([*hidden, ("record-contact-law", "")])
    found = seen(portal)
    assert "Other Watch" in found
    for name in ("Seated Watch", "Working Watch"):
        assert name not in found
    for number in (1, 2):
        assert portal.visitor().get(f"/organisations/{named(number)}").status_code == 404
    with portal.engine.connect() as conn:
        assert set(conn.scalars(select(veils.c.organisation_id))) == {
            named(number) for number in (1, 2, 5)
        }


def test_a_form_is_shown_again_with_what_was_typed(portal: Pages, officer: Visitor) -> None:
    assert officer.get(f"{DESK}/record").status_code == 200
    for wrong in ({"state": ""}, {"since": "1945-10-23"}, {"since": "2099-01-01"}, {"source": ""}):
        page = officer.post(f"{DESK}/record", form(**{**CHECKED, **wrong}))
        assert page.status_code == 422
        assert "Seen by us" in page.text
    back = officer.post(f"{DESK}/record", form(**{**LAW, "checked": "change"}))
    assert "Seen by us" in back.text
    assert not portal.asked
    none = officer.post(f"{DESK}/record", form(**LAW))
    assert "No entry" in main(none.text)


def test_while_a_service_is_away_the_entries_are_hidden_all_the_same(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    register.public(named(1), "Seated Watch", country="TUV")
    portal.answer = httpx.Response(503, json={"title": "Away."})
    officer.post(f"{DESK}/record", form(**CHECKED))
    assert "Seated Watch" not in seen(portal)


def test_the_page_of_officers_says_what_is_recorded_and_what_is_still_public(
    portal: Pages, register: Register, law: Laws, officer: Visitor
) -> None:
    assert "will appear here" in main(officer.get(DESK).text)
    assert DESK in officer.get("/register-desk").text
    for path in (f"{DESK}/TUV/hide", f"{DESK}/TUV/lift"):
        assert officer.get(path).status_code == 404
    law.recorded()
    page = officer.get(DESK).text
    for text in ("Tuvalu", "Act 7 &lt;Quib&gt;", "Seen by us", "In force"):
        assert text in page
    assert f"{DESK}/TUV/hide" not in page
    assert officer.get(f"{DESK}/TUV/hide").status_code == 404, "nothing is public"
    register.public(named(1), "Late Watch", country="TUV")
    assert f"{DESK}/TUV/hide" in officer.get(DESK).text
    assert "Late Watch" in main(officer.get(f"{DESK}/TUV/hide").text)
    officer.post(f"{DESK}/TUV/hide", form())
    assert "Late Watch" not in seen(portal)
    assert kept(portal) == [("hide-organisation", named(1))]
    assert f"{DESK}/TUV/hide" not in officer.get(DESK).text


def test_two_officers_lift_it_and_that_shows_nobody(
    portal: Pages, register: Register, law: Laws, officer: Visitor
) -> None:
    register.public(named(1), "Seated Watch", country="TUV")
    officer.post(f"{DESK}/record", form(**CHECKED))
    law.recorded()
    officer.post(f"{DESK}/TUV/lift", form())
    assert asked_for(portal.asked[-1])[0] == "lift-contact-law"
    law.lifted(OFFICER)
    assert f"{DESK}/TUV/lift" not in officer.get(DESK).text, "another officer says so too"
    second = portal.signed_in(Role.STAKEHOLDER_OFFICER, account_id="another-officer")
    assert "Waits for another officer" in main(second.get(DESK).text)
    law.lifted(SECOND)
    assert "No longer in force" in main(officer.get(DESK).text)
    assert officer.get(f"{DESK}/TUV/lift").status_code == 404
    assert "Seated Watch" not in seen(portal)
    nora = focal(portal, named(1))
    page = main(nora.get("/our-organisation").text)
    assert "stays hidden until its organisation asks" in page
    nora.post("/our-organisation/public", form())
    assert asked_for(portal.asked[-1])[0] == "ask-public-listing"
    register.opened(named(1), NOW + timedelta(days=1))
    assert "Seated Watch" in seen(portal)
    assert "stays hidden until" not in main(nora.get("/our-organisation").text)


def test_no_entry_that_names_the_state_becomes_public(
    portal: Pages, register: Register, law: Laws
) -> None:
    register.confirmed(named(1), "Seated Watch", country="TUV")
    register.confirmed(named(2), "Free Watch", country="CHE")
    law.recorded()
    nora, fred = focal(portal, named(1)), focal(portal, named(2), "fred")
    page = nora.get("/our-organisation").text
    assert "punishes contact with the United Nations" in page
    assert "/our-organisation/public" not in page
    assert "/our-organisation/public" in fred.get("/our-organisation").text
    answer = nora.post("/our-organisation/public", form())
    assert answer.status_code == 409
    assert "It cannot be shown to others while" in answer.text
    register.tell(PublicListingAsked(organisation_id=named(1), asked_by="f", asked_at=NOW - STEP))
    assert nora.post("/our-organisation/public", form()).status_code == 409, "nor by a second step"
    assert not portal.asked
    fred.post("/our-organisation/public", form())
    assert asked_for(portal.asked[-1])[0] == "ask-public-listing"


def test_a_law_closes_what_is_for_partners_and_lets_a_sealed_one_be_hidden_instead(
    portal: Pages, register: Register, law: Laws, officer: Visitor
) -> None:
    for number, asked in ((1, "closed"), (2, "partners")):
        register.confirmed(named(number), f"Sealed Watch {number}", country="TUV")
        register.hidden(named(number), to="sealed")
        register.tell(
            PublicListingAsked(
                organisation_id=named(number),
                asked_by="f",
                asked_at=LONG_AGO + STEP,
                visibility=asked,  # type: ignore[arg-type]
            )
        )
    register.confirmed(named(3), "Partner Watch", country="TUV")
    register.opened(named(3), LONG_AGO, "partners")
    page = main(officer.post(f"{DESK}/record", form(**LAW)).text)
    assert "Sealed Watch 1" not in page, "nobody else would read it"
    assert "Sealed Watch 2" in page
    assert "Partner Watch" in page
    officer.post(f"{DESK}/record", form(**CHECKED))
    hidden = [("hide-organisation", named(number)) for number in (2, 3)]
    assert kept(portal) == sorted([*hidden, ("record-contact-law", "")])
    law.recorded()
    nora = focal(portal, named(1))
    assert nora.post("/our-organisation/shown-to/partners", form()).status_code == 409
    committee = portal.signed_in(Role.COORDINATION_COMMITTEE, account_id="a-member")
    assert "Partner Watch" not in main(committee.get("/partner-organisations").text)


def test_what_partners_see_after_a_law_is_not_said_to_be_hidden(
    portal: Pages, register: Register, law: Laws, officer: Visitor
) -> None:
    register.confirmed(named(1), "Partner Watch", country="TUV")
    register.opened(named(1), LONG_AGO, "partners")
    law.recorded()
    law.lifted()
    for visitor, path in (
        (focal(portal, named(1)), "/our-organisation"),
        (officer, f"/register-desk/{named(1)}"),
    ):
        assert "stays hidden until its organisation" not in visitor.get(path).text
    register.hidden(named(1))
    page = officer.get(f"/register-desk/{named(1)}").text
    assert "stays hidden until its organisation" in page


def test_a_public_entry_names_the_state_only_once_it_is_hidden(
    portal: Pages, register: Register, law: Laws, officer: Visitor
) -> None:
    register.public(named(1), "Alpha Watch", country="CHE")
    law.recorded()
    nora = focal(portal, named(1))
    told = {**PROFILE, "country": "CHE", "countries": ["TUV"]}
    for visitor, path in (
        (nora, "/our-organisation/change"),
        (officer, f"/register-desk/{named(1)}/change"),
    ):
        answer = visitor.post(path, form(**told))
        assert answer.status_code == 409
        assert "Hide the entry first" in answer.text
        visitor.post(path, form(**{**told, "countries": ["FRA"]}))
        assert asked_for(portal.asked[-1])[0] == "rename-organisation"
    before = len(portal.asked)
    name = portal.vault.seal(
        f"organisation-{named(1)}",
        profile.name_of({**profile.BLANK, **PROFILE, "country": "TUV"}),
    )
    register.tell(
        OrganisationNameProposed(
            organisation_id=named(1),
            proposal_id=named("name"),
            name=name,
            proposed_by="nora",
            proposed_at=LONG_AGO,
        )
    )
    confirm = f"/register-desk/{named(1)}/name/{named('name')}/confirm"
    assert officer.post(confirm, form()).status_code == 409
    assert len(portal.asked) == before
    nora.post("/our-organisation/hide-now", form())
    nora.post("/our-organisation/change", form(**told))
    assert asked_for(portal.asked[-1])[0] == "rename-organisation"
    page = main(officer.get(f"/register-desk/{named(1)}").text)
    assert "punishes contact" not in page, "the change did not come round"


def test_each_organisation_of_the_state_hears_that_there_is_news_and_no_more(
    portal: Pages, register: Register, law: Laws
) -> None:
    register.public(named(1), "Seated Watch", country="TUV")
    register.confirmed(named(2), "Working Watch", country="CHE", countries=("TUV",))
    register.confirmed(named(3), "Other Watch", country="CHE")
    for number in (1, 2, 3):
        focal(portal, named(number), f"focal-{number}")
    for who in ("an-officer", "another-officer"):
        portal.person(Role.STAKEHOLDER_OFFICER, account_id=who)
    contact_laws.due(portal.engine, portal.vault, Settings(), at=NOW)
    assert _told(portal) == []
    law.recorded()
    for _ in range(2):
        contact_laws.due(portal.engine, portal.vault, Settings(), at=NOW)
    both = [("focal-1", "contact-law"), ("focal-2", "contact-law")]
    assert _told(portal) == both
    law.lifted(OFFICER)
    contact_laws.due(portal.engine, portal.vault, Settings(), at=NOW)
    asked = ("another-officer", "contact-law-lifting")
    assert _told(portal) == sorted([*both, asked])
    law.lifted(SECOND)
    contact_laws.due(portal.engine, portal.vault, Settings(), at=NOW)
    assert _told(portal) == sorted([*both, *both, asked])


def test_nobody_but_officers_of_the_register_reads_of_laws(portal: Pages, law: Laws) -> None:
    law.recorded()
    for role in (Role.GOVERNMENT, Role.NGO_MEMBER, Role.DESK_OFFICER, Role.CHIEF):
        who = portal.signed_in(role, account_id=f"a-{role}", state_codes=frozenset({"TUV"}))
        unknown = who.get("/register-desk/contact-lawz").status_code
        for path in (DESK, f"{DESK}/record", f"{DESK}/TUV/hide", f"{DESK}/KEN/lift"):
            assert who.get(path).status_code in {403, 404, unknown}


def _told(portal: Pages) -> list[tuple[str, str]]:
    with portal.engine.connect() as conn:
        rows = conn.execute(select(inbox.c.account_id, inbox.c.kind)).all()
    return sorted((row.account_id, row.kind) for row in rows)
