"""Whose seats somebody sees, and what others read of who takes part."""

from datetime import timedelta
from uuid import UUID

import pytest

from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations.profile import Profile
from portal.web.accounts import account as accounts
from portal.web.accounts.rights import Rights
from shared.contracts.stakeholders_organisations import OrganisationRenamed
from shared.contracts.stakeholders_session_commands import (
    AppealRefusal,
    CancelRegistration,
    DecideAppeal,
    RefuseSessionRegistration,
)
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.stakeholders.sessions.test_own import ASK, form, main
from tests.portal.stakeholders.sessions.test_public import attendees
from tests.support.organisations import LONG_AGO, Register, asked_for
from tests.support.organisations import named as organisation
from tests.support.portal import Pages, Visitor
from tests.support.sessions import NOW, OFFICER, SECOND, Hall, holder

MEMBER = frozenset({Role.NGO_MEMBER})
FORMER = [
    Rights(roles=MEMBER, organisation_id=organisation(1)),
    Rights(roles=MEMBER | {Role.FOCAL_POINT}, organisation_id=organisation(2)),
]
"""Of somebody who is no focal point of the organisation any more, or one of another."""


@pytest.mark.parametrize("rights", FORMER)
def test_who_is_no_focal_point_any_more_has_no_part_in_the_seats_of_others(
    portal: Pages, hall: Hall, focal: Visitor, member: Visitor, rights: Rights
) -> None:
    seat = hall.asks(hall.opened(), "member", by="focal", needs="A ramp")
    assert "A ramp" in focal.get(f"/my-seats/{seat}").text
    with portal.engine.begin() as conn:
        accounts.set_rights(conn, "focal", rights, "Alpha Watch")
    assert "Name of member" not in focal.get("/my-seats").text
    for act in ("", "/accept", "/decline", "/cancel", "/appeal"):
        assert focal.get(f"/my-seats/{seat}{act}").status_code == 404
    assert focal.post(f"/my-seats/{seat}/cancel", form()).status_code == 404
    assert not portal.asked
    assert "A ramp" in member.get(f"/my-seats/{seat}").text


def test_nobody_chooses_for_somebody_else_that_their_name_is_shown(
    portal: Pages, hall: Hall, focal: Visitor, member: Visitor
) -> None:
    page = f"/my-seats/ask/{hall.opened()}"
    for holder_id, shown in (("member", False), ("focal", True)):
        sent = form(**{**ASK, "holder": holder_id, "shows_name": "y"})
        assert focal.post(page, sent).status_code == 303
        assert asked_for(portal.asked[-1])[1]["shows_name"] is shown


def test_no_choice_says_whether_an_invitation_made_an_account(
    portal: Pages, hall: Hall, register: Register, focal: Visitor, member: Visitor
) -> None:
    """Whoever can invite an address would find out by it who else uses this."""
    register.confirmed(organisation(1), "Alpha Watch")
    portal.person(Role.NGO_MEMBER, email="known@example.org")
    page = f"/my-seats/ask/{hall.opened()}"
    answers = []
    for email in ("known@example.org", "new@example.org"):
        sent = form(name="Nora New", email=email)
        assert focal.post("/our-organisation/invite", sent).status_code == 303
        account_id = str(derive_id("member", "focal", UUID(sent["command_id"])))
        asked = focal.post(page, form(**{**ASK, "holder": account_id}))
        answers.append((asked.status_code, "Nora New" in focal.get(page).text))
    assert answers == [(422, False)] * 2


def test_a_line_has_what_the_organisation_is_called_now_and_never_a_former_name(
    portal: Pages, hall: Hall, register: Register, focal: Visitor
) -> None:
    register.public(organisation(2), "Zanthor Watch")
    session_id = hall.opened(room=10)
    mine = hall.asks(session_id, "focal")
    portal.person(
        Role.NGO_MEMBER,
        account_id="shows",
        organisation_id=organisation(2),
        organisation="Zanthor Watch",
    )
    hall.asks(session_id, "shows", shows_name=True)
    assert "Name of shows , Zanthor Watch" in attendees(focal, mine)
    safer = portal.vault.seal(
        f"organisation-{organisation(2)}",
        profiles.written(Profile(name="Beta Watch", type="ngo", country="KEN")),
    )
    register.tell(
        OrganisationRenamed(
            organisation_id=organisation(2),
            profile=safer,
            provenance="self",
            renamed_by="focal",
            renamed_at=LONG_AGO,
        )
    )
    shown = attendees(focal, mine)
    assert "Name of shows , Beta Watch" in shown
    assert "Zanthor" not in shown


def test_who_was_erased_has_no_line(
    portal: Pages, hall: Hall, register: Register, focal: Visitor
) -> None:
    register.public(organisation(2), "Beta Watch")
    session_id = hall.opened(room=10)
    mine = hall.asks(session_id, "focal")
    portal.person(Role.NGO_MEMBER, account_id="shows", organisation_id=organisation(2))
    seat = hall.asks(session_id, "shows", shows_name=True)
    portal.vault.forget(f"seat-{seat}", at=portal.clock())
    assert "Beta Watch" not in attendees(focal, mine)


def test_who_has_a_place_is_not_asked_to_ask_again(
    hall: Hall, focal: Visitor, member: Visitor
) -> None:
    first, other = hall.opened(1, title="First"), hall.opened(2, title="Other")
    seat = hall.asks(first, "member")
    hall.asks(first, "focal")

    def asks(visitor: Visitor) -> list[bool]:
        text = visitor.get("/my-seats").text
        return [f"/my-seats/ask/{one}" in text for one in (first, other)]

    assert asks(member) == [False, True]
    assert asks(focal) == [True, True], "for a member"
    hall.do(CancelRegistration(session_id=first, registration_id=seat), holder("member"))
    assert asks(member) == [True, True]


def test_the_list_of_coming_sessions_is_cut_and_has_those_of_ones_own_category(
    hall: Hall, member: Visitor
) -> None:
    for number in range(23):
        begins = NOW + timedelta(days=number + 1)
        hall.opened(number, title=f"Meeting {number:02}", audience=("ngo",), begins=begins)
    hall.opened(30, title="Zanthor", audience=("nhri",))
    hall.opened(31, title="Yesterday", begins=NOW - timedelta(days=1))
    hall.opened(32, title="Both", audience=("nhri", "ngo"))
    one, two = (member.get(f"/my-seats?sessions={number}").text for number in (1, 2))
    assert "Meeting 00" in one
    assert "Both" in one + two
    assert "Meeting 22" not in one
    assert "Meeting 22" in two
    assert "Meeting 00" not in two
    assert "Zanthor" not in one + two
    assert "Yesterday" not in one + two


def test_a_second_refusal_can_be_appealed_on_the_page(
    portal: Pages, hall: Hall, focal: Visitor
) -> None:
    session_id = hall.opened(room=1)
    hall.asks(session_id, "first")
    seat = hall.asks(session_id, "focal")
    this = {"session_id": session_id, "registration_id": seat}
    reason = portal.vault.seal(f"seat-{seat}", "Why?")
    hall.do(RefuseSessionRegistration(**this, code="safety"), OFFICER)
    hall.do(AppealRefusal(**this, reason=reason), holder("focal"))
    hall.do(DecideAppeal(**this, granted=True), SECOND)
    hall.do(RefuseSessionRegistration(**this, code="duplicate"), SECOND)
    page = main(focal.get(f"/my-seats/{seat}").text)
    assert "Appeal against it" in page
    assert "Your appeal was not granted" not in page
    assert focal.post(f"/my-seats/{seat}/appeal", form(reason="Again")).status_code == 303
