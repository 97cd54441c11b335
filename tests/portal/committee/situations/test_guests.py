"""A partner of the United Nations reads a situation by invitation, and nothing beside (D.5)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.web.audit.chain import audit
from portal.web.i18n import names
from portal.web.i18n.formats import short_day
from shared.contracts.stakeholders_situation_commands import (
    InviteSituationGuest,
    WithdrawSituationGuest,
)
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.core.testing import AT
from tests.portal.committee.situations.conftest import KENYA, PAGE, asked, form, on_record
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import situations as said
from tests.support.portal import Pages, Visitor
from tests.support.watched import Watched

HERE = f"{PAGE}/shown"
GUEST = "partner-1"


@pytest.fixture
def partner(portal: Pages, list_: Watched) -> Visitor:
    states = frozenset({"KEN"})
    return portal.signed_in(Role.UN_PARTNER, account_id=GUEST, name="Una Zim", state_codes=states)


def test_who_reviews_it_invites_a_partner_of_the_state_and_ends_the_invitation(
    portal: Pages, list_: Watched, chair: Visitor, desk: Visitor, partner: Visitor
) -> None:
    portal.person(Role.UN_PARTNER, account_id="other", name="Nep", state_codes=frozenset({"NPL"}))
    one = list_.opened("KEN", mandates=("sr-housing",))
    path = f"{PAGE}/{one}/guests/invite"
    for visitor in (chair, desk):
        assert "Invite a guest" in text(visitor.get(f"{PAGE}/{one}").text)
        page = visitor.get(path).text
        assert "Una Zim" in page
        assert "Nep<" not in page
    chosen = form(guest_id=GUEST)
    assert "no reasons, no notes" in text(chair.post(path, chosen).text)
    assert chair.post(path, {**chosen, "checked": "send"}).status_code == 303
    assert asked(portal) == InviteSituationGuest(situation_id=one, guest_id=GUEST)
    before = len(portal.asked)
    assert chair.post(path, form(guest_id="other")).status_code == 422
    list_.step(said.INVITED, one)
    assert "nobody else has an account" in text(chair.get(path).text).lower()
    out = f"{PAGE}/{one}/guests/{GUEST}/withdraw"
    assert "Una Zim" in text(desk.get(f"{PAGE}/{one}").text)
    assert "may be remembered" in text(desk.get(out).text)
    assert len(portal.asked) == before
    assert desk.post(out, form()).status_code == 303
    assert asked(portal) == WithdrawSituationGuest(situation_id=one, guest_id=GUEST)
    list_.step(said.WITHDRAWN, one)
    assert desk.get(out).status_code == 404
    hidden, proposed = list_.opened("KEN", reprisals=True), list_.proposed("KEN")
    for other in (hidden, proposed):
        assert chair.get(f"{PAGE}/{other}/guests/invite").status_code == 404


def test_nobody_invites_whom_it_concerns_or_who_reads_alone(
    portal: Pages, list_: Watched, chair: Visitor, partner: Visitor
) -> None:
    """SD5."""
    one = list_.opened("KEN")
    list_.step(said.INVITED, one)
    on_record(portal, chair, "KEN")
    paths = (f"{PAGE}/{one}/guests/invite", f"{PAGE}/{one}/guests/{GUEST}/withdraw")
    assert "Invite a guest" not in text(chair.get(f"{PAGE}/{one}").text)
    for path in paths:
        assert chair.get(path).status_code == chair.post(path, form()).status_code == 404
    for role in (Role.CHIEF, Role.QUICK_RESPONSE_DESK, Role.UN_PARTNER):
        for path in paths:
            assert portal.signed_in(role).get(path).status_code == 403


def test_a_guest_reads_what_is_open_and_no_text_name_number_or_alert(
    portal: Pages, list_: Watched, partner: Visitor
) -> None:
    one, other = list_.opened("KEN"), list_.opened("KEN", mandates=("sr-water",))
    list_.step(said.NOTED, one)
    assert "You are invited to no situation now." in text(partner.get(HERE).text)
    assert KENYA not in partner.get(HERE).text
    list_.step(said.INVITED, one)
    of_state = text(partner.get("/country-team/KEN").text)
    assert f"Watch : {names.mandate('sr-housing')}" in of_state, "no link says Watch alone"
    assert read_by_guest(portal) == ["countryteam.show"]
    assert one in partner.get(HERE).text
    assert read_by_guest(portal) == ["countryteam.show", "guestsituations.index"]
    assert other not in partner.get(HERE).text
    page = text(partner.get(f"{HERE}/{one}").text)
    for words in (
        KENYA,
        "Escalating hatred and violence",
        "An inquiry or prosecution",
        said.SOURCE,
    ):
        assert words in page
    for words in ("Zora reasons", "Quib review", "alert", "History"):
        assert words not in page
    nothing = text(partner.get(f"{HERE}/{uuid4()}").text)
    assert text(partner.get(f"{HERE}/{other}").text) == nothing
    with portal.engine.connect() as conn:
        by_guest = select(audit.c.subject).where(audit.c.actor_id == GUEST)
        assert set(conn.scalars(by_guest)) == {f"situation-{one}"}


def read_by_guest(portal: Pages) -> list[str]:
    """Return on which pages the guest read of a situation."""
    with portal.engine.connect() as conn:
        by_guest = select(audit.c.purpose).where(audit.c.actor_id == GUEST).distinct()
        return sorted(conn.scalars(by_guest))


@pytest.mark.parametrize(
    "end", [(said.WITHDRAWN,), (said.CLOSED, said.WITHDRAWN), (said.KEPT, said.WITHDRAWN)]
)
def test_a_guest_finds_nothing_any_more_once_it_ended(
    list_: Watched, partner: Visitor, end: tuple[object, ...]
) -> None:
    one = list_.opened("KEN")
    list_.step(said.INVITED, one)
    assert partner.get(f"{HERE}/{one}").status_code == 200
    for fact in end:
        list_.step(fact, one)
    assert partner.get(f"{HERE}/{one}").status_code == 404
    assert one not in partner.get(HERE).text
    list_.step(said.INVITED, one)
    assert (partner.get(f"{HERE}/{one}").status_code == 200) is (len(end) == 1)


def test_a_guest_whose_state_or_role_is_another_now_finds_nothing(
    portal: Pages, list_: Watched
) -> None:
    one = list_.opened("KEN")
    list_.step(said.INVITED, one)
    moved = portal.signed_in(
        Role.UN_PARTNER, account_id=GUEST, name="Una", state_codes=frozenset({"NPL"})
    )
    assert moved.get(f"{HERE}/{one}").status_code == 404
    government = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"KEN"}))
    assert government.get(HERE).status_code == 403


def test_a_guest_reads_since_when_it_is_open_now_and_not_that_it_was_before(
    list_: Watched, partner: Visitor
) -> None:
    one = list_.opened("KEN")
    list_.step(said.CLOSED, one)
    list_.step(said.REOPENED, one, reopened_at=AT + timedelta(days=9))
    list_.step(said.INVITED, one)
    page = text(partner.get(f"{HERE}/{one}").text)
    assert short_day(day_of(AT + timedelta(days=9))) in page
    assert short_day(day_of(AT)) not in page
    for days, late in ((90, True), (900, False)):
        one = list_.opened("KEN", days=days)
        list_.step(said.INVITED, one)
        assert ("Overdue" in text(partner.get(f"{HERE}/{one}").text)) is late


def test_who_reads_a_situation_alone_does_not_read_its_guests(
    portal: Pages, list_: Watched, chair: Visitor, partner: Visitor
) -> None:
    """D.5: a holder has the own theme, and no column of who is invited."""
    one = list_.opened("KEN", mandates=("sr-housing",))
    list_.step(said.INVITED, one)
    own = frozenset({"sr-housing"})
    for role in (Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER):
        page = portal.signed_in(role, mandates=own).get(f"{PAGE}/{one}")
        assert page.status_code == 200
        assert "Una Zim" not in text(page.text)
    for reader in (chair, portal.signed_in(Role.CHIEF)):
        assert "Una Zim" in text(reader.get(f"{PAGE}/{one}").text)
