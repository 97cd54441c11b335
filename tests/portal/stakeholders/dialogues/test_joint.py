"""Joint statements: who joins by which pages, what others see, and who keeps the slot."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from portal.homes.notices import slots as notices
from portal.homes.notices.words import words
from portal.stakeholders.dialogues import queries, releasing
from portal.web.delivery.outbox import outbox
from shared.contracts.stakeholders_dialogue_commands import ReleaseSlot, WithdrawSlot
from shared.contracts.stakeholders_organisations import OrganisationDissolved
from shared.core.actor import Actor
from shared.core.roles import Role
from tests.portal.stakeholders.dialogues.test_public import main
from tests.support.dialogues import Council
from tests.support.organisations import Register, asked_for, named
from tests.support.portal import Pages, Visitor
from tests.support.sessions import NOW, OFFICER

ONE, OTHER, THIRD = named(1), named(2), named(3)
_SUSPENDED = {"effective": date(2026, 11, 20), "until": date(2027, 11, 20)}


def form(**also: str) -> dict[str, str]:
    return {"command_id": str(uuid4()), **also}


@pytest.fixture
def slot(council: Council, register: Register, member: Visitor) -> str:
    """A listed slot of the first organisation; the second one has a grade too."""
    register.public(ONE, "Alpha Watch")
    register.public(OTHER, "Beta League")
    register.tell(register.decided(ONE, "special", "ecosoc"))
    register.tell(register.decided(OTHER, "general", "ecosoc"))
    one = council.scheduled()
    found = council.asks(one, "member", organisation_id=ONE)
    council.lists(one, found)
    return found


@pytest.fixture
def beta(portal: Pages) -> Visitor:
    return portal.signed_in(
        Role.NGO_MEMBER, account_id="beta", organisation_id=OTHER, organisation="Beta League"
    )


def dialogue_of(council: Council) -> str:
    (found,) = council.states
    return found


def test_an_organisation_asks_to_join_by_the_address_that_it_was_given(
    portal: Pages, member: Visitor, beta: Visitor, slot: str
) -> None:
    path = f"/joint-statements/{slot}/join"
    assert path in member.get(f"/my-slots/{slot}").text
    assert "Join this statement?" in beta.get(path).text
    assert beta.post(path, form()).status_code == 422
    beta.post(path, form(speaker="Zora Quib"))
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["slot_id"], data["speaks"]) == ("ask-to-co-sponsor", slot, "ngo")
    assert data["grade"] == "general"
    assert data["merged"] == []
    assert b"Zora" not in portal.asked[-1].read()


def test_who_is_of_the_organisation_or_of_another_kind_finds_nothing_to_join(
    portal: Pages, council: Council, register: Register, member: Visitor, slot: str
) -> None:
    nhri = portal.signed_in(Role.CONTACT_POINT, organisation_id=THIRD)
    state = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"KEN"}))
    for visitor, refused in ((member, 404), (nhri, 404), (state, 403)):
        for path in (slot, str(uuid4())):
            assert visitor.get(f"/joint-statements/{path}/join").status_code == refused
    assert portal.visitor().get(f"/joint-statements/{slot}/join").status_code != 200


def test_whose_statement_it_is_accepts_and_takes_off_and_nobody_else(
    portal: Pages, council: Council, member: Visitor, beta: Visitor, slot: str
) -> None:
    name = council.joins(dialogue_of(council), slot, "beta", OTHER, accepted=False)
    page = member.get(f"/my-slots/{slot}").text
    assert "Beta League" in page
    assert "Asked to join" in page
    path = f"/joint-statements/{slot}/{name}"
    assert "Beta League" in member.get(f"{path}/accept").text
    member.post(f"{path}/accept", form())
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["co_sponsor"]) == ("accept-co-sponsor", name)
    member.post(f"{path}/part", form())
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["co_sponsor"], data["code"]) == ("part-with-co-sponsor", name, "lead")
    for step in ("accept", "part"):
        assert beta.get(f"{path}/{step}").status_code == 404
        assert member.get(f"/joint-statements/{slot}/nobody/{step}").status_code == 404


def test_who_joined_sees_it_and_leaves(
    portal: Pages, council: Council, member: Visitor, beta: Visitor, slot: str
) -> None:
    assert "Joint statements" not in main(beta.get("/my-slots").text)
    assert beta.get(f"/joint-statements/{slot}/leave").status_code == 404
    name = council.joins(dialogue_of(council), slot, "beta", OTHER)
    page = beta.get("/my-slots").text
    assert f"/joint-statements/{slot}/leave" in page
    assert beta.get(f"/my-slots/{slot}").status_code == 404
    beta.post(f"/joint-statements/{slot}/leave", form())
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["organisation"]) == ("leave-statement", name)
    colleague = portal.signed_in(Role.NGO_MEMBER, organisation_id=OTHER)
    assert colleague.get(f"/joint-statements/{slot}/leave").status_code == 404
    assert member.get(f"/joint-statements/{slot}/{name}/accept").status_code == 404


def test_everybody_reads_who_joined_while_they_may_be_found_and_officers_all(
    portal: Pages, council: Council, register: Register, officer: Visitor, slot: str
) -> None:
    one = dialogue_of(council)
    council.joins(one, slot, "beta", OTHER, accepted=False)
    public = portal.visitor()
    assert "Beta League" not in public.get(f"/dialogues/{one}").text
    council.joins(one, slot, "third", THIRD)
    register.confirmed(THIRD, "Quiet House")
    page = public.get(f"/dialogues/{one}").text
    assert "Joint statement with" not in page
    assert "Quiet House" not in page
    assert "Quiet House" in officer.get(f"/dialogue-desk/{one}").text
    register.public(named(4), "Gamma Union")
    council.joins(one, slot, "gamma", named(4))
    page = public.get(f"/dialogues/{one}").text
    assert "Joint statement with" in page
    assert "Gamma Union" in page


def test_who_gives_a_slot_back_passes_it_on_and_asks_for_another(
    portal: Pages, council: Council, member: Visitor, beta: Visitor, slot: str
) -> None:
    one = dialogue_of(council)
    council.joins(one, slot, "beta", OTHER)
    command = WithdrawSlot(
        dialogue_id=one, slot_id=slot, organisation=council.states[one].slots[slot].organisation
    )
    council.do(command, Actor(actor_id="member"))
    assert member.get(f"/my-slots/{slot}").status_code == 404
    assert "Cora Co-Speaker" in beta.get(f"/my-slots/{slot}").text
    assert "Beta League" in main(portal.visitor().get(f"/dialogues/{one}").text)
    member.post(f"/my-slots/ask/{one}", form(speaker="Again"))
    kind, data, _ = asked_for(portal.asked[-1])
    assert kind == "request-slot"
    assert data["slot_id"] != slot


def test_who_gets_a_slot_says_anew_whether_its_statement_is_public(
    portal: Pages, council: Council, slot: str
) -> None:
    one = dialogue_of(council)
    council.joins(one, slot, "beta", OTHER)
    council.uploads(one, slot, "member")

    def shown() -> list[tuple[str, bool]]:
        with portal.engine.connect() as conn:
            return [(each.form, each.publishes) for each in queries.statements_in(conn, slot)]

    assert shown() == [("oral", True)]
    organisation = council.states[one].slots[slot].organisation
    command = WithdrawSlot(dialogue_id=one, slot_id=slot, organisation=organisation)
    council.do(command, Actor(actor_id="member"))
    assert shown() == [("oral", False)], "of the form that was not handed in there is none"


def asked(portal: Pages) -> list[tuple[str, dict[str, Any]]]:
    with portal.engine.connect() as conn:
        return [(row.type, row.data) for row in conn.execute(select(outbox))]


def test_suspended_ngo_holds_a_slot_and_who_joins_without_a_grade_goes_first(
    portal: Pages, council: Council, register: Register, slot: str
) -> None:
    one = dialogue_of(council)
    name = council.joins(one, slot, "beta", OTHER)
    assert releasing.due(portal.engine, portal.vault, at=NOW) == 0
    register.tell(
        register.decided(ONE, "suspended", "ecosoc", **_SUSPENDED),
        register.decided(OTHER, "suspended", "ecosoc", **_SUSPENDED),
    )
    assert releasing.due(portal.engine, portal.vault, at=NOW) == 2
    assert releasing.due(portal.engine, portal.vault, at=NOW) == 0
    (first, parts), (second, releases) = asked(portal)
    assert (first, parts["co_sponsor"], parts["code"]) == (
        "part-with-co-sponsor",
        name,
        "no_grade",
    )
    assert (second, releases["slot_id"]) == ("release-slot", slot)


def test_a_slot_that_passed_on_is_released_again_if_its_next_organisation_is_no_more(
    portal: Pages, council: Council, register: Register, beta: Visitor, slot: str
) -> None:
    one = dialogue_of(council)
    council.joins(one, slot, "beta", OTHER)
    register.tell(register.decided(ONE, "suspended", "ecosoc", **_SUSPENDED))
    assert releasing.due(portal.engine, portal.vault, at=NOW) == 1
    council.do(ReleaseSlot(dialogue_id=one, slot_id=slot, code="no_grade"), OFFICER)
    assert releasing.due(portal.engine, portal.vault, at=NOW) == 0
    register.tell(
        OrganisationDissolved(organisation_id=OTHER, dissolved_by="officer-1", dissolved_at=NOW)
    )
    assert releasing.due(portal.engine, portal.vault, at=NOW) == 1
    assert asked(portal)[-1][1]["code"] == "dissolved"


def test_what_the_service_refused_is_asked_again_in_another_hour_and_no_sooner(
    portal: Pages, council: Council, register: Register, slot: str
) -> None:
    """A speaker who was called back to the list meanwhile, for one."""
    register.tell(register.decided(ONE, "suspended", "ecosoc", **_SUSPENDED))
    assert releasing.due(portal.engine, portal.vault, at=NOW) == 1
    later = NOW + timedelta(hours=1)
    assert releasing.due(portal.engine, portal.vault, at=later) == 0, "it waits to be delivered"
    with portal.engine.begin() as conn:
        conn.execute(update(outbox).values(delivered_at=NOW, refused="A sentence."))
    assert releasing.due(portal.engine, portal.vault, at=later) == 1
    assert releasing.due(portal.engine, portal.vault, at=later) == 0
    assert [kind for kind, _ in asked(portal)] == ["release-slot"] * 2


@pytest.mark.parametrize("into", [OTHER, named(9)])
def test_commands_that_end_a_slot_say_who_is_one_by_mergers_and_nobody_else(
    portal: Pages,
    council: Council,
    register: Register,
    member: Visitor,
    officer: Visitor,
    slot: str,
    into: str,
) -> None:
    one = dialogue_of(council)
    name = council.joins(one, slot, "beta", OTHER)
    third = council.joins(one, slot, "third", THIRD)
    for entry in (THIRD, named(7), named(8), named(9)):
        register.confirmed(entry, f"House {entry}")
    register.merged(named(7), named(8))
    register.merged(THIRD, into)
    expected = [sorted([name, third])] if into == OTHER else []
    member.post(f"/my-slots/{slot}/withdraw", form())
    assert asked_for(portal.asked[-1])[1]["same"] == expected
    officer.post(f"/dialogue-desk/{one}/slots/{slot}/release", form(code="safety"))
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["same"]) == ("release-slot", expected)
    register.tell(register.decided(ONE, "suspended", "ecosoc", **_SUSPENDED))
    releasing.due(portal.engine, portal.vault, at=NOW)
    assert asked(portal)[-1][1]["same"] == expected


def test_who_joined_waits_anew_when_the_slot_is_asked_for_again(
    portal: Pages, council: Council, member: Visitor, slot: str
) -> None:
    one = dialogue_of(council)
    council.joins(one, slot, "beta", OTHER)
    assert "Beta League" in main(portal.visitor().get(f"/dialogues/{one}").text)
    council.do(ReleaseSlot(dialogue_id=one, slot_id=slot, code="duplicate"), OFFICER)
    council.asks(one, "member", organisation_id=ONE, at=NOW)
    assert "Beta League" not in main(portal.visitor().get(f"/dialogues/{one}").text)
    assert "Asked to join" in member.get(f"/my-slots/{slot}").text


class Row:
    """A row of news about a slot."""

    def __init__(self, dialogue_id: str, slot_id: str, kind: str) -> None:
        self.dialogue_id, self.slot_id, self.kind = dialogue_id, slot_id, kind


def test_who_joins_is_told_and_who_was_taken_off_just_now(
    portal: Pages, council: Council, member: Visitor, beta: Visitor, slot: str
) -> None:
    one = dialogue_of(council)
    council.joins(one, slot, "beta", OTHER)

    def told(kind: str, slot_id: str = slot) -> list[str] | None:
        with portal.engine.connect() as conn:
            found = notices.of_co_sponsors(conn, portal.vault, Row(one, slot_id, kind))
        return None if found is None else [each.account.account_id for each in found]

    assert told("co-sponsor-accepted") == ["beta"]
    assert told("co-sponsor-accepted", str(uuid4())) is None
    beta.post(f"/joint-statements/{slot}/leave", form())
    state = council.states[one].slots[slot]
    (name,) = state.co_sponsors
    council.part(one, slot, name)
    assert told("slot-withdrawn") == []
    assert told("co-sponsor-left") == ["beta"]
    assert "taken off" in words("cosponsor", "co-sponsor-left")
