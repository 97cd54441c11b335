"""My slots: asking with the grade of the day, the statement, giving it back, nobody else's."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from shared.contracts.stakeholders_dialogue_commands import CloseDialogue
from shared.core.roles import Role
from tests.portal.stakeholders.dialogues.test_public import main
from tests.support.dialogues import DAY, Council, named
from tests.support.organisations import Register, asked_for
from tests.support.organisations import named as organisation
from tests.support.portal import Pages, Visitor
from tests.support.sessions import NOW, OFFICER


def form(**also: str) -> dict[str, str]:
    return {"command_id": str(uuid4()), **also}


def test_a_slot_is_asked_for_with_the_grade_in_force_today_and_the_speaker_sealed(
    portal: Pages, council: Council, register: Register, member: Visitor
) -> None:
    register.confirmed(organisation(1), "Alpha Watch")
    one = council.scheduled()
    assert member.get(f"/my-slots/ask/{one}").status_code == 200
    member.post(f"/my-slots/ask/{one}", form(speaker="Zora Quib"))
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["speaks"], data["grade"]) == ("request-slot", "ngo", None)
    register.tell(register.decided(organisation(1), "special", "ecosoc"))
    done = member.post(f"/my-slots/ask/{one}", form(speaker="Zora Quib"))
    assert done.location.startswith(f"/my-slots/{data['slot_id']}")
    assert asked_for(portal.asked[-1])[1]["grade"] == "special"
    written = portal.asked[-1].read().decode()
    for secret in ("Zora", "Alpha", organisation(1)):
        assert secret not in written


@pytest.mark.parametrize(("country", "speaks"), [("KEN", "nhri_concerned"), ("FRA", "nhri")])
def test_the_institution_of_the_state_concerned_is_known_by_its_entry(
    portal: Pages, council: Council, register: Register, country: str, speaks: str
) -> None:
    institution = portal.signed_in(Role.CONTACT_POINT, organisation_id=organisation(3))
    register.confirmed(organisation(3), "An institution", country=country, type="nhri")
    register.tell(register.decided(organisation(3), "A"))
    one = council.scheduled()
    institution.post(f"/my-slots/ask/{one}", form(speaker="Zora Quib"))
    data = asked_for(portal.asked[-1])[1]
    assert (data["speaks"], data["grade"]) == (speaks, "A")


def test_a_downgrade_counts_from_its_effective_date(
    portal: Pages, council: Council, register: Register
) -> None:
    register.confirmed(organisation(3), "An institution", type="nhri")
    register.tell(register.decided(organisation(3), "A"))
    register.tell(register.decided(organisation(3), "B", effective=date(2026, 11, 26)))
    one = council.scheduled()

    def grade() -> Any:
        institution = portal.signed_in(Role.CONTACT_POINT, organisation_id=organisation(3))
        institution.post(f"/my-slots/ask/{one}", form(speaker="Zora Quib"))
        return asked_for(portal.asked[-1])[1]["grade"]

    assert grade() == "A"
    portal.clock.forward(3 * DAY)
    assert grade() == "B"


def test_a_slot_is_its_askers_alone(
    portal: Pages, council: Council, register: Register, member: Visitor
) -> None:
    one = council.scheduled()
    slot = council.asks(one, "member", organisation_id=organisation(1), speaker="Zora Quib")
    page = main(member.get(f"/my-slots/{slot}").text)
    for words in ("Zora Quib", "Asked for", "1 min 30 s"):
        assert words in page
    council.lists(one, slot)
    assert "Place 1 on the list of speakers." in main(member.get(f"/my-slots/{slot}").text)
    assert "Dialogue on torture" in main(member.get("/my-slots").text)
    colleague = portal.signed_in(Role.NGO_MEMBER, organisation_id=organisation(1))
    for path in ("", "/oral", "/withdraw", "/oral/take-back"):
        assert colleague.get(f"/my-slots/{slot}{path}").status_code == 404
    assert member.get(f"/my-slots/ask/{named('none')}").status_code == 404


def test_a_statement_is_sealed_counted_in_words_and_taken_back(
    portal: Pages, council: Council, register: Register, member: Visitor
) -> None:
    one = council.scheduled()
    slot = council.asks(one, "member", organisation_id=organisation(1))
    assert "2,000 words" in member.get(f"/my-slots/{slot}/written").text
    assert member.get(f"/my-slots/{slot}/oral/take-back").status_code == 404
    text = "Zanthor thanks\nthe Rapporteur"
    member.post(f"/my-slots/{slot}/oral", form(text=text, language="en", publishes="y"))
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["words"], data["publishes"], data["form"]) == (
        "upload-statement",
        4,
        True,
        "oral",
    )
    assert b"Zanthor" not in portal.asked[-1].read()
    council.uploads(one, slot, "member", "Zanthor text")
    assert "Zanthor text" in member.get(f"/my-slots/{slot}").text
    member.post(f"/my-slots/{slot}/oral/take-back", form())
    assert asked_for(portal.asked[-1])[0] == "take-back-statement"
    member.post(f"/my-slots/{slot}/withdraw", form())
    assert asked_for(portal.asked[-1])[0] == "withdraw-slot"


def test_after_the_dialogue_nothing_can_be_asked(
    portal: Pages, council: Council, register: Register, member: Visitor
) -> None:
    one = council.scheduled(starts=NOW - DAY)
    slot = council.asks(one, "member", organisation_id=organisation(1))
    council.do(CloseDialogue(dialogue_id=one, called_off=False), OFFICER)
    for path in (f"ask/{one}", f"{slot}/oral", f"{slot}/withdraw"):
        assert member.get(f"/my-slots/{path}").status_code == 404
    assert "Not reached" in main(member.get(f"/my-slots/{slot}").text)
