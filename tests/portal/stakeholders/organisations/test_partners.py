"""Who reads partners' entries (section B.5), what sealing takes away, and asking for both."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from portal.stakeholders.organisations import queries, readers
from portal.stakeholders.organisations.tables import veil
from portal.web.audit.chain import audit
from portal.web.delivery import outbox
from shared.contracts.stakeholders_organisations import PublicListingAsked, Visibility
from shared.core.roles import Role
from tests.portal.stakeholders.organisations.test_hidden import told, work
from tests.portal.stakeholders.organisations.test_own import form, main
from tests.support.contacts import Log
from tests.support.organisations import LONG_AGO, STEP, Register, asked_for, named
from tests.support.portal import Pages, Visitor

R = Role
HERE = "/partner-organisations"
OURS = "/our-organisation"
CHE, KEN, CLOSED, SEALED, OPEN, OWN = (
    named(one) for one in ("che", "ken", "closed", "sealed", "open", "own institution")
)
MANDATE = {"mandates": frozenset({"sr-torture"})}
READERS: dict[str, tuple[Role, dict[str, Any], set[str]]] = {
    "stakeholder officer": (R.STAKEHOLDER_OFFICER, {}, {"Swiss", "Nearby"}),
    "officer": (R.HUMAN_RIGHTS_OFFICER, MANDATE, {"Swiss", "Nearby"}),
    "holder": (R.MANDATE_HOLDER, MANDATE, {"Swiss", "Nearby"}),
    "committee": (R.COORDINATION_COMMITTEE, {}, {"Swiss", "Nearby"}),
    "selection officer": (R.SELECTION_OFFICER, {}, {"Swiss", "Nearby"}),
    "desk officer": (R.DESK_OFFICER, {"state_codes": frozenset({"KEN"})}, {"Nearby"}),
    "coordinator": (R.UN_PARTNER, {"state_codes": frozenset({"CHE"})}, {"Swiss"}),
    "partner without a State": (R.UN_PARTNER, {}, set()),
    "institution": (R.CONTACT_POINT, {"organisation_id": OWN}, {"Nearby"}),
    "institution elsewhere": (R.CONTACT_POINT, {"organisation_id": named("waits")}, set()),
}


@pytest.fixture
def register(portal: Pages, register: Register) -> Register:
    register.confirmed(CHE, "Swiss Partner", country="CHE", countries=("KEN",), address="Street 7")
    register.confirmed(KEN, "Nearby Partner", country="KEN", former=("Older Partner",))
    for one in (CHE, KEN):
        register.opened(one, LONG_AGO, "partners")
    register.confirmed(CLOSED, "Closed Partner", country="KEN")
    register.public(SEALED, "Sealed Partner", country="KEN")
    register.hidden(SEALED, to="sealed")
    register.public(OPEN, "Open Partner", country="KEN")
    register.confirmed(OWN, "Commission", country="KEN", type="nhri")
    register.claimed(named("waits"), "Commission that waits", country="KEN", type="nhri")
    return register


def listed(visitor: Visitor, also: str = "") -> set[str]:
    page = main(visitor.get(f"{HERE}{also}").text)
    names = {"Swiss", "Nearby", "Closed", "Sealed", "Open"}
    found = {one for one in names if f"{one} Partner" in page}
    assert f" {len(found)} organisation" in page
    return found


@pytest.mark.parametrize("who", READERS)
def test_each_role_reads_what_the_column_says_and_nothing_else(
    portal: Pages, register: Register, who: str
) -> None:
    role, also, expected = READERS[who]
    visitor = portal.signed_in(role, **also)
    assert listed(visitor) == expected
    assert ("matches." in main(visitor.get(HERE).text)) == (not expected)
    for one, name in ((CHE, "Swiss"), (KEN, "Nearby")):
        answer = visitor.get(f"{HERE}/{one}")
        assert answer.status_code == (200 if name in expected else 404)
        assert (f"{name} Partner" in answer.text) == (name in expected)
    for one in (CLOSED, SEALED, OPEN, named("nothing")):
        assert visitor.get(f"{HERE}/{one}").status_code == 404
    assert HERE in visitor.get("/en/organisations").text


@pytest.mark.parametrize("who", [name for name, (_, _, some) in READERS.items() if some])
def test_without_its_line_a_role_reads_nothing(
    portal: Pages, register: Register, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    role, also, _ = READERS[who]
    visitor = portal.signed_in(role, **also)
    left = {one: reach for one, reach in readers.READERS.items() if one is not role}
    monkeypatch.setattr(readers, "READERS", left)
    assert listed(visitor) == set()
    for one in (CHE, KEN):
        assert visitor.get(f"{HERE}/{one}").status_code == 404


def test_each_line_has_a_reader_in_these_tests() -> None:
    assert {role for role, _, some in READERS.values() if some} == readers.READERS.keys()


@pytest.mark.parametrize("role", sorted({*Role} - {*readers.READERS}))
def test_nobody_else_has_the_list(portal: Pages, register: Register, role: Role) -> None:
    also = {"state_codes": frozenset({"KEN"}), "organisation_id": OWN, **MANDATE}
    visitor = portal.signed_in(role, **also)
    assert visitor.get(HERE).status_code == 403
    assert visitor.get(f"{HERE}/{KEN}").status_code == 403
    assert HERE not in visitor.get("/en/organisations").text
    assert portal.visitor().get(HERE).status_code != 200


def test_a_search_and_its_choices_are_of_what_one_reads(portal: Pages, register: Register) -> None:
    committee = portal.signed_in(R.COORDINATION_COMMITTEE)
    assert listed(committee, "?q=nearby") == {"Nearby"}
    assert listed(committee, "?q=older") == set(), "a former name is inside"
    assert listed(committee, "?country=CHE") == {"Swiss"}
    assert listed(committee, "?q=closed") == listed(committee, "?q=sealed") == set()
    assert listed(committee, "?q=open") == set(), "that one is on the public list"
    assert 'value="CHE"' in committee.get(HERE).text
    desk = portal.signed_in(R.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    assert 'value="CHE"' not in desk.get(HERE).text
    page = committee.get(f"{HERE}/{CHE}")
    assert "Street 7" not in page.text, "what is inside stays so"
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("hidden", [CLOSED, SEALED, CHE])
def test_what_one_may_not_read_is_as_what_is_not_there_with_the_same_work(
    portal: Pages, register: Register, hidden: str
) -> None:
    desk = portal.signed_in(R.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    desk.get(HERE)
    unknown, of_unknown = work(portal, desk, f"{HERE}/{named('unknown')}")
    found, of_found = work(portal, desk, f"{HERE}/{hidden}")
    assert (found.status_code, of_found) == (404, of_unknown)
    assert told(found)[1] == told(unknown)[1].replace(named("unknown"), hidden)


def test_each_reading_is_on_record(portal: Pages, register: Register) -> None:
    committee = portal.signed_in(R.COORDINATION_COMMITTEE)
    committee.get(f"{HERE}?q=nearby")
    assert committee.account
    with portal.engine.connect() as conn:
        read = {
            row.subject
            for row in conn.execute(audit.select())
            if row.actor_id == committee.account.account_id
        }
    assert f"organisation-{KEN}" in read
    assert f"organisation-{CHE}" not in read, "it was not shown"


def test_partners_do_not_read_that_a_hidden_entry_was_merged_into_it(
    portal: Pages, register: Register
) -> None:
    register.tell(register.decided(CLOSED, "special", "ecosoc"))
    register.tell(register.decided(KEN, "general", "ecosoc"))
    register.merged(CLOSED, KEN, keeps="partners")
    committee, officer = (
        portal.signed_in(role, account_id=f"a-{role}")
        for role in (R.COORDINATION_COMMITTEE, R.STAKEHOLDER_OFFICER)
    )
    page = main(committee.get(f"{HERE}/{KEN}").text)
    assert "SCA report, page 9" in page
    assert "erger" not in page
    assert "Merger notified" in main(officer.get(f"/register-desk/{KEN}").text)


@pytest.mark.parametrize("path", ["/contact-log/log", f"/contact-log/log/{CHE}"])
def test_a_mandate_that_reads_it_to_log_a_contact_is_on_record(
    portal: Pages, register: Register, path: str
) -> None:
    holder = portal.signed_in(R.MANDATE_HOLDER, **MANDATE)
    assert "Swiss Partner" in holder.get(path).text
    assert holder.account
    with portal.engine.connect() as conn:
        read = {
            row.subject
            for row in conn.execute(audit.select())
            if row.actor_id == holder.account.account_id
        }
    assert f"organisation-{CHE}" in read


def test_it_is_for_partners_no_more_once_it_hides(portal: Pages, register: Register) -> None:
    committee = portal.signed_in(R.COORDINATION_COMMITTEE)
    with portal.engine.begin() as conn:
        veil(conn, KEN, LONG_AGO)
        veil(conn, CHE, LONG_AGO, "partners")
    assert listed(committee) == {"Swiss"}
    with portal.engine.begin() as conn:
        veil(conn, CHE, LONG_AGO, "sealed")
    assert listed(committee) == set()


# --- the contact log of a mandate ---------------------------------------------------------------


@pytest.mark.parametrize("role", [R.HUMAN_RIGHTS_OFFICER, R.MANDATE_HOLDER])
def test_a_mandate_logs_with_partners_and_whom_it_knows_but_not_with_who_is_sealed(
    portal: Pages, register: Register, role: Role
) -> None:
    log = Log(portal.engine, portal.vault)
    known, gone = log.contact(1, CLOSED, person="Kim Known"), log.contact(2, SEALED, person="Gus")
    visitor = portal.signed_in(role, **MANDATE)
    choice = main(visitor.get("/contact-log/log").text)
    for name in ("Swiss", "Nearby", "Closed", "Open"):
        assert f"{name} Partner" in choice
    assert "Sealed Partner" not in choice
    assert visitor.get(f"/contact-log/log/{SEALED}").status_code == 404
    page = visitor.get("/contact-log").text
    assert "Kim Known" in page
    assert "Gus" not in page
    assert gone not in page
    assert "Sealed" not in page
    assert visitor.get(f"/contact-log/{known}").status_code == 200
    for address in (gone, f"{gone}/done", f"{gone}/take-back"):
        assert visitor.get(f"/contact-log/{address}").status_code == 404
    officer = portal.signed_in(R.STAKEHOLDER_OFFICER)
    assert "Gus" in officer.get("/contact-log").text
    assert "Sealed Partner" in officer.get("/contact-log/log").text


def test_what_was_merged_into_a_sealed_one_is_sealed_in_the_log(
    portal: Pages, register: Register
) -> None:
    log = Log(portal.engine, portal.vault)
    log.contact(1, CLOSED, person="Kim Known")
    visitor = portal.signed_in(R.MANDATE_HOLDER, **MANDATE)
    assert "Kim Known" in visitor.get("/contact-log").text
    register.merged(CLOSED, SEALED, keeps="sealed")
    assert "Kim Known" not in visitor.get("/contact-log").text


def test_what_comes_out_of_a_sealed_one_by_an_undo_is_sealed_in_the_log(
    portal: Pages, register: Register
) -> None:
    log, at = Log(portal.engine, portal.vault), LONG_AGO + STEP
    log.contact(1, OPEN, person="Kim Known")
    visitor = portal.signed_in(R.MANDATE_HOLDER, **MANDATE)
    register.merged(OPEN, CLOSED, at=at)
    register.hidden(CLOSED, at + STEP, to="sealed")
    register.undone(OPEN, CLOSED, at + 2 * STEP, keeps="sealed")
    assert visibility(portal, OPEN) == "sealed"
    assert "Kim Known" not in visitor.get("/contact-log").text
    register.opened(OPEN, at + 3 * STEP, "closed")
    assert "Kim Known" in visitor.get("/contact-log").text


# --- how it is asked for ------------------------------------------------------------------------


@pytest.fixture
def ours(portal: Pages, register: Register) -> Visitor:
    return portal.signed_in(R.NGO_MEMBER, R.FOCAL_POINT, organisation_id=CLOSED)


def test_a_focal_point_asks_for_partners_in_two_steps(
    portal: Pages, register: Register, ours: Visitor
) -> None:
    page = ours.get(OURS).text
    for one in ("Who reads what", "seen by partners", "seen by everybody", "Seal us now"):
        assert one in page
    assert "Hide us now" not in page
    to = f"{OURS}/shown-to/partners"
    ask = main(ours.get(to).text)
    assert "Show our organisation to partners?" in ask
    assert "Governments and other organisations do not find it" in ask
    ours.post(to, form())
    type_, data, _ = asked_for(portal.asked[-1])
    assert (type_, data["visibility"]) == ("ask-public-listing", "partners")
    ready = portal.clock() - timedelta(hours=73)
    asked = PublicListingAsked(
        organisation_id=CLOSED, asked_by="x", asked_at=ready, visibility="partners"
    )
    register.tell(asked)
    ours.post(f"{OURS}/public", form())
    type_, data, _ = asked_for(portal.asked[-1])
    assert (type_, data["visibility"]) == ("ask-public-listing", "public"), "asked for anew"
    ours.post(to, form())
    type_, data, _ = asked_for(portal.asked[-1])
    assert (type_, data["visibility"]) == ("confirm-public-listing", "partners")
    register.opened(CLOSED, asked.asked_at, "partners")
    page = ours.get(OURS).text
    assert "Partners see it" in page
    assert "Hide us now" in page
    assert ours.get(to).status_code == 404
    assert ours.get(f"{OURS}/shown-to/closed").status_code == 404


@pytest.mark.parametrize(
    ("path", "seen"), [("", "closed"), ("/partners", "partners"), ("/sealed", "sealed")]
)
def test_down_is_done_before_the_page_answers_although_everything_is_away(
    portal: Pages, register: Register, path: str, seen: Visibility
) -> None:
    ours = portal.signed_in(R.NGO_MEMBER, R.FOCAL_POINT, organisation_id=OPEN)
    portal.answer = httpx.Response(503, json={"title": "Away."})
    assert ours.post(f"{OURS}/hide-now{path}", {}).status_code == 303
    assert visibility(portal, OPEN) == seen
    with portal.engine.connect() as conn:
        (waiting,) = conn.execute(outbox.outbox.select()).all()
    assert (waiting.type, waiting.data["visibility"]) == ("hide-organisation", seen)
    assert "Open Partner" not in portal.visitor().get("/en/organisations").text
    assert ours.post(f"{OURS}/hide-now/public", {}).status_code == 404


def test_a_sealed_one_asks_to_be_hidden_only(portal: Pages, register: Register) -> None:
    ours = portal.signed_in(R.NGO_MEMBER, R.FOCAL_POINT, organisation_id=SEALED)
    page = ours.get(OURS).text
    assert "no longer sealed" in page
    assert "Seal us now" not in page
    assert "read nothing of it any more" in main(page)
    ours.post(f"{OURS}/shown-to/closed", form())
    assert asked_for(portal.asked[-1])[1]["visibility"] == "closed"


def test_an_officer_seals_and_finds_by_who_sees_it(portal: Pages, register: Register) -> None:
    officer = portal.signed_in(R.STAKEHOLDER_OFFICER)
    found = {
        "public": {"Open"},
        "partners": {"Swiss", "Nearby"},
        "closed": {"Closed"},
        "sealed": {"Sealed"},
        "": {"Open", "Swiss", "Nearby", "Closed", "Sealed"},
    }
    for seen, names in found.items():
        for called in ("", "&q=partner"):
            page = officer.get(f"/register-desk?seen={seen}{called}").text
            known = page.partition('id="known"')[2]
            assert {one for one in found[""] if f"{one} Partner" in known} == names
    assert "Seal it now" in officer.get(f"/register-desk/{CLOSED}").text
    assert "Seal it now" not in officer.get(f"/register-desk/{SEALED}").text
    sent = officer.post(f"/register-desk/{CLOSED}/hide/sealed", {"command_id": str(uuid4())})
    assert sent.status_code == 303
    assert asked_for(portal.asked[-1])[1]["visibility"] == "sealed"
    assert visibility(portal, CLOSED) == "sealed"


def test_a_merger_says_what_the_stricter_of_both_is(portal: Pages, register: Register) -> None:
    officer = portal.signed_in(R.STAKEHOLDER_OFFICER)
    for one, says in ((KEN, "partners only"), (CLOSED, "is hidden"), (SEALED, "is sealed")):
        merger_id = register.merging(one, OPEN, by="another")
        assert says in main(officer.get(f"/register-desk/mergers/{merger_id}").text)


# --- the order of facts, on both databases ------------------------------------------------------


def visibility(portal: Pages, one: str) -> str:
    with portal.engine.connect() as conn:
        found = queries.one(conn, one)
    assert found
    return found.visibility


def test_a_part_of_a_sealed_one_is_sealed_until_it_asks(portal: Pages, register: Register) -> None:
    part = named("part")
    register.claimed(part, "Part")
    register.split(SEALED, part, keeps="sealed")
    assert visibility(portal, part) == "sealed"
    register.opened(part, LONG_AGO + STEP, "closed")
    assert visibility(portal, part) == "closed"
