"""The officers' board of a dialogue: each step, as the state allows it."""

from datetime import timedelta
from uuid import uuid4

from shared.core.roles import Role
from tests.portal.stakeholders.dialogues.test_public import begun, main
from tests.support.dialogues import DAY, Council, named
from tests.support.organisations import Register, asked_for
from tests.support.organisations import named as organisation
from tests.support.portal import Pages, Visitor
from tests.support.sessions import NOW

DETAILS = {
    "title": "Dialogue on torture",
    "sub_item": "3",
    "mandate": "sr-torture",
    "state_concerned": "KEN",
    "visits": "2",
    "starts": "2026-12-20T10:00",
    "minutes": "120",
}


def form(**also: str) -> dict[str, str]:
    return {"command_id": str(uuid4()), **also}


def test_a_dialogue_is_scheduled_and_changed(
    portal: Pages, council: Council, officer: Visitor
) -> None:
    assert officer.get("/dialogue-desk/schedule").status_code == 200
    for wrong in ({"minutes": "0"}, {"visits": "many"}, {"starts": "soon"}):
        answer = officer.post("/dialogue-desk/schedule", form(**{**DETAILS, **wrong}))
        assert answer.status_code == 422
    officer.post("/dialogue-desk/schedule", form(**DETAILS))
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["details"]["minutes"], data["details"]["visits"]) == (
        "schedule-dialogue",
        120,
        2,
    )
    one = council.scheduled()
    assert "Dialogue on torture" in officer.get(f"/dialogue-desk/{one}/change").text
    officer.post(f"/dialogue-desk/{one}/change", form(**DETAILS))
    assert asked_for(portal.asked[-1])[0] == "change-dialogue"
    assert "Dialogue on torture" in main(officer.get("/dialogue-desk").text)
    assert officer.get(f"/dialogue-desk/{named('none')}").status_code == 404


def test_only_states_are_offered_and_an_area_that_was_chosen_before_stays(
    portal: Pages, council: Council, officer: Visitor
) -> None:
    page = officer.get("/dialogue-desk/schedule").text
    for state in ("KEN", "PSE", "VAT"):
        assert f'value="{state}"' in page
    for area in ("GRL", "ESH", "other"):
        assert f'value="{area}"' not in page
    refused = officer.post("/dialogue-desk/schedule", form(**{**DETAILS, "state_concerned": "GRL"}))
    assert refused.status_code == 422
    before = council.scheduled(2, state_concerned="GRL")
    for address in (f"/dialogue-desk/{before}/change", f"/dialogue-desk/{before}/by-right"):
        assert 'value="ESH"' not in officer.get(address).text
    change = f"/dialogue-desk/{before}/change"
    assert '<option value="GRL" selected' in officer.get(change).text
    officer.post(change, form(**{**DETAILS, "state_concerned": "GRL"}))
    assert asked_for(portal.asked[-1])[1]["details"]["state_concerned"] == "GRL"


def test_a_state_and_the_holder_are_entered_by_an_officer(
    portal: Pages, council: Council, officer: Visitor
) -> None:
    address = f"/dialogue-desk/{council.scheduled()}/by-right"
    officer.post(address, form(speaker="Zora Quib", speaks="state_concerned", state=""))
    data = asked_for(portal.asked[-1])[1]
    assert (data["speaks"], data["state"], data["organisation"]) == ("state_concerned", "KEN", None)
    wrong = form(speaker="Zora Quib", speaks="state", state="")
    assert officer.post(address, wrong).status_code == 422
    officer.post(address, form(speaker="Zora Quib", speaks="state", state="FRA"))
    assert asked_for(portal.asked[-1])[1]["state"] == "FRA"
    officer.post(address, form(speaker="Zora Quib", speaks="holder", state=""))
    assert asked_for(portal.asked[-1])[1]["state"] is None


def test_the_board_names_speakers_and_says_whose_accreditation_ends(
    portal: Pages, council: Council, register: Register, officer: Visitor, member: Visitor
) -> None:
    register.confirmed(organisation(1), "Alpha Watch")
    one = council.scheduled()
    council.asks(one, "member", organisation_id=organisation(1), speaker="Zora Quib")
    page = main(officer.get(f"/dialogue-desk/{one}").text)
    for words in ("Alpha Watch", "Zora Quib", "No accreditation that gives a slot"):
        assert words in page
    register.tell(register.decided(organisation(1), "general", "ecosoc"))
    assert "No accreditation" not in main(officer.get(f"/dialogue-desk/{one}").text)


def test_speakers_are_listed_and_a_slot_is_taken_with_a_reason(
    portal: Pages, council: Council, register: Register, officer: Visitor, member: Visitor
) -> None:
    one = council.scheduled()
    slot = council.asks(one, "member", organisation_id=organisation(1))
    address = f"/dialogue-desk/{one}"
    listed = officer.get(f"{address}/list").text
    assert "<bdi>Alpha Watch</bdi> (Non-governmental organisation)" in listed
    officer.post(f"{address}/list", form(slots=slot))
    assert asked_for(portal.asked[-1])[1]["slot_ids"] == [slot]
    officer.post(f"{address}/slots/{slot}/release", form(code="no_grade"))
    assert asked_for(portal.asked[-1])[1]["code"] == "no_grade"
    assert officer.get(f"{address}/slots/{slot}/delivered").status_code == 404


def test_the_floor_goes_to_the_next_and_its_statement_is_published(
    portal: Pages, council: Council, register: Register, officer: Visitor, member: Visitor
) -> None:
    one, [holder, state, own, _] = begun(portal, council, register)
    address = f"/dialogue-desk/{one}"
    page = officer.get(address).text
    assert f"{address}/slots/{holder}/call" in page
    assert f"{address}/slots/{state}/call" not in page
    officer.post(f"{address}/slots/{own}/call", form())
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["grade"]) == ("call-speaker", None), "none is in force"
    for slot in (holder, state, own):
        council.calls(one, slot, at=NOW - timedelta(minutes=3))
        for step, asked in (("delivered", "record-delivery"), ("put-back", "put-speaker-back")):
            officer.post(f"{address}/slots/{slot}/{step}", form())
            assert asked_for(portal.asked[-1])[0] == asked
        council.delivers(one, slot, at=NOW - timedelta(minutes=2))
    publish = f"{address}/slots/{own}/oral/publish"
    assert officer.get(publish).status_code == 404
    council.uploads(one, own, "member", "Zanthor said")
    assert publish in officer.get(address).text
    assert "Zanthor said" in officer.get(publish).text
    officer.post(publish, form())
    assert asked_for(portal.asked[-1])[0] == "publish-statement"
    officer.post(f"{address}/close", form(called_off="no"))
    assert asked_for(portal.asked[-1])[1]["called_off"] is False


def test_nobody_else_sees_the_desk(portal: Pages, council: Council) -> None:
    council.scheduled(starts=NOW + DAY)
    for role in (Role.NGO_MEMBER, Role.GOVERNMENT, Role.CHIEF):
        assert portal.signed_in(role).get("/dialogue-desk").status_code == 403
