"""Whose a slot is, whoever asked: after a move, a merger, a dispute, and for a State."""

from datetime import date
from uuid import uuid4

from sqlalchemy import select

from portal.stakeholders.dialogues import releasing
from portal.stakeholders.dialogues.read_model import slots
from portal.web.accounts import account as accounts
from portal.web.accounts import focal
from shared.core.roles import Role
from tests.portal.stakeholders.dialogues.test_public import main
from tests.support.dialogues import Council
from tests.support.organisations import Register, asked_for, named
from tests.support.portal import Pages, Visitor
from tests.support.sessions import NOW

ONE, OTHER = named(1), named(2)
_SUSPENDED = {"effective": date(2026, 11, 20), "until": date(2027, 11, 20)}


def form(**also: str) -> dict[str, str]:
    return {"command_id": str(uuid4()), **also}


def moved(portal: Pages, visitor: Visitor, organisation_id: str, name: str) -> None:
    """Let an administrator say that this person is of another organisation now."""
    assert visitor.account
    rights = accounts.rights_of(visitor.account)
    after = type(rights)(roles=rights.roles, organisation_id=organisation_id)
    with portal.engine.begin() as conn:
        accounts.set_rights(conn, visitor.account.account_id, after, name)


def two(register: Register) -> None:
    register.public(ONE, "Alpha Watch")
    register.public(OTHER, "Beta League")
    register.tell(register.decided(ONE, "special", "ecosoc"))


def test_the_organisation_decides_whether_a_slot_is_released_and_not_who_asked(
    portal: Pages, council: Council, register: Register, member: Visitor
) -> None:
    two(register)
    one = council.scheduled()
    council.asks(one, "member", organisation_id=ONE)
    moved(portal, member, OTHER, "Beta League")
    assert releasing.due(portal.engine, portal.vault, at=NOW) == 0
    council.asks(one, "nobody", organisation_id=OTHER)
    register.tell(register.decided(OTHER, "general", "ecosoc"))
    assert releasing.due(portal.engine, portal.vault, at=NOW) == 0
    register.tell(register.decided(ONE, "suspended", "ecosoc", **_SUSPENDED))
    assert releasing.due(portal.engine, portal.vault, at=NOW) == 1


def test_who_moved_to_another_organisation_has_no_slot_of_the_one_before(
    portal: Pages, council: Council, register: Register, member: Visitor
) -> None:
    two(register)
    one = council.scheduled()
    slot = council.asks(one, "member", organisation_id=ONE)
    assert member.get(f"/my-slots/{slot}").status_code == 200
    moved(portal, member, OTHER, "Beta League")
    for path in ("", "/oral", "/withdraw"):
        assert member.get(f"/my-slots/{slot}{path}").status_code == 404
    assert "Dialogue on torture" not in main(member.get("/my-slots").text).partition("to come")[0]


def test_officers_and_everybody_read_the_organisation_of_the_slot_and_not_of_who_asked(
    portal: Pages, council: Council, register: Register, member: Visitor, officer: Visitor
) -> None:
    two(register)
    one = council.scheduled()
    council.lists(one, council.asks(one, "member", organisation_id=ONE))
    moved(portal, member, OTHER, "Beta League")
    for page in (officer.get(f"/dialogue-desk/{one}"), portal.visitor().get(f"/dialogues/{one}")):
        assert "Alpha Watch" in main(page.text)
        assert "Beta League" not in main(page.text)


def test_a_focal_point_finds_and_ends_what_a_colleague_asked_for_and_a_member_does_not(
    portal: Pages, council: Council, register: Register
) -> None:
    two(register)
    one = council.scheduled()
    slot = council.asks(one, "gone", organisation_id=ONE, speaker="Zora Quib")
    focal_ = portal.signed_in(Role.NGO_MEMBER, Role.FOCAL_POINT, organisation_id=ONE)
    colleague = portal.signed_in(Role.NGO_MEMBER, organisation_id=ONE)
    assert "Zora Quib" in focal_.get(f"/my-slots/{slot}").text
    assert slot in focal_.get("/my-slots").text
    assert colleague.get(f"/my-slots/{slot}").status_code == 404
    focal_.post(f"/my-slots/{slot}/withdraw", form())
    kind, data, _ = asked_for(portal.asked[-1])
    with portal.engine.connect() as conn:
        of = conn.scalar(select(slots.c.organisation).where(slots.c.slot_id == slot))
    assert (kind, data["organisation"]) == ("withdraw-slot", of)


def test_after_a_merger_the_real_entry_has_the_slot_and_its_grade_decides(
    portal: Pages, council: Council, register: Register, member: Visitor, officer: Visitor
) -> None:
    two(register)
    one = council.scheduled()
    slot = council.asks(one, "member", organisation_id=ONE)
    council.lists(one, slot)
    real = portal.signed_in(Role.NGO_MEMBER, Role.FOCAL_POINT, organisation_id=OTHER)
    assert real.get(f"/my-slots/{slot}").status_code == 404
    register.merged(ONE, OTHER, closes=False)
    assert real.get(f"/my-slots/{slot}/withdraw").status_code == 200
    asked = real.post(f"/my-slots/ask/{one}", form(speaker="Another"))
    assert "A slot was asked for already." in asked.text
    assert "Beta League" in main(portal.visitor().get(f"/dialogues/{one}").text)
    assert releasing.due(portal.engine, portal.vault, at=NOW) == 1  # none is inherited
    register.undone(ONE, OTHER)
    assert real.get(f"/my-slots/{slot}").status_code == 404
    assert member.get(f"/my-slots/{slot}").status_code == 200
    assert "Alpha Watch" in main(officer.get(f"/dialogue-desk/{one}").text)


def test_two_who_dispute_who_speaks_ask_for_no_slot_and_upload_nothing(
    portal: Pages, council: Council, register: Register, member: Visitor
) -> None:
    two(register)
    one = council.scheduled()
    slot = council.asks(one, "member", organisation_id=ONE)
    assert member.account
    with portal.engine.begin() as conn:
        focal.suspend(conn, member.account, "disputed", by="an-officer", at=NOW)
    again = portal.sign_in(member.account)
    assert again.get("/my-slots").status_code == 200
    assert again.get(f"/my-slots/ask/{one}").status_code == 404
    assert again.get(f"/my-slots/{slot}/oral").status_code == 404


def test_a_mission_enters_the_slot_of_its_state_and_reads_those_of_no_other(
    portal: Pages, council: Council, register: Register
) -> None:
    one = council.scheduled()
    kenya = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"KEN"}))
    france = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"FRA"}))
    page = kenya.get(f"/my-slots/ask/{one}")
    assert "Ask to speak for your State" in page.text
    assert kenya.post(f"/my-slots/ask/{one}", form(state="FRA", speaker="S")).status_code == 422
    done = kenya.post(f"/my-slots/ask/{one}", form(state="KEN", speaker="Zora Quib"))
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["speaks"], data["state"]) == ("request-slot", "state_concerned", "KEN")
    assert data["organisation"] is None
    assert b"Zora" not in portal.asked[-1].read()
    slot = council.asks(one, "KEN", speaks="state_concerned", state="KEN", speaker="Zora Quib")
    assert done.location.startswith(f"/my-slots/{slot}")
    assert "Zora Quib" in kenya.get(f"/my-slots/{slot}").text
    assert france.get(f"/my-slots/{slot}").status_code == 404
    france.post(f"/my-slots/ask/{one}", form(state="FRA", speaker="S"))
    assert asked_for(portal.asked[-1])[1]["speaks"] == "state"
