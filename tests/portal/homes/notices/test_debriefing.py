"""Notices of debriefs: each who is invited hears of it once, and no word of where or of what."""

from dataclasses import replace

from portal.followup.debriefs.read_model import DEBRIEFS
from portal.homes.notices.words import NEWS, words
from portal.web.accounts import account as accounts
from shared.core.roles import Role
from tests.followup.debriefs import CALLED_AGAIN, CALLED_OFF, HELD, INVITED_TO
from tests.followup.missions import OPENED
from tests.portal.homes.notices.conftest import Office
from tests.portal.homes.notices.test_partnering import tell


def partner(office: Office, un: str | None) -> None:
    with office.engine.begin() as conn:
        accounts.add(
            conn,
            accounts.Account(
                account_id=un or "agency",
                email=f"{un}@example.org",
                name="Una",
                password_hash="",
                roles=frozenset({Role.UN_PARTNER}),
                state_codes=frozenset({INVITED_TO.state}),
                office=un,
            ),
        )


def heard(office: Office, page: str = "debrief") -> list[tuple[str, str]]:
    """Work twice, as nothing is told twice; return who was told, and as what."""
    office.work()
    office.work()
    return sorted((one.account_id, one.reason) for one in office.told() if one.page == page)


def test_m13_each_office_that_is_invited_hears_of_it_once(office: Office) -> None:
    for un in ("coordinator", "field", None):
        partner(office, un)
    tell(office, OPENED)
    first = replace(INVITED_TO, done_at=office.clock(), invited=("branch", "coordinator"))
    office.tell(first, models=(DEBRIEFS,))
    told = heard(office)
    assert ("coordinator", "partner") in told
    assert {account for account, _ in told}.isdisjoint({"field", "agency", "holder", "kenya"})
    everybody = replace(first, number=2, step=2, invited=("field",))
    office.tell(everybody, models=(DEBRIEFS,))
    assert set(heard(office)) - set(told) == {("field", "partner")}
    assert words("partner", "visit-debrief-called") == NEWS
    assert "Kenya" not in words("debrief", "visit-debrief-called")


def test_who_was_invited_hears_once_that_it_was_called_off_or_is_of_others(office: Office) -> None:
    """The invitation is gone from the inbox, and what is told names nothing of it."""
    partner(office, "coordinator")
    tell(office, OPENED)
    call = replace(INVITED_TO, done_at=office.clock(), done_by="chief-2", invited=("branch",))
    office.tell(replace(call, invited=("branch", "coordinator")), models=(DEBRIEFS,))
    invited = heard(office)
    assert ("coordinator", "partner") in invited
    assert heard(office, "debriefs") == []
    office.tell(replace(CALLED_OFF, done_at=office.clock()), models=(DEBRIEFS,))
    assert heard(office, "debriefs") == invited
    office.tell(replace(CALLED_AGAIN, done_at=office.clock()), models=(DEBRIEFS,))
    assert heard(office) == sorted(invited * 2)
    off = replace(CALLED_OFF, step=4, done_at=office.clock(), done_by="coordinator")
    office.tell(off, models=(DEBRIEFS,))
    others = [one for one in invited if one[0] != "coordinator"]
    assert heard(office, "debriefs") == sorted([*invited, *others])
    back = replace(CALLED_AGAIN, step=5, done_at=office.clock())
    office.tell(back, models=(DEBRIEFS,))
    before = heard(office, "debriefs")
    moved = replace(call, number=2, step=6, no_more=("coordinator",))
    office.tell(moved, models=(DEBRIEFS,))
    assert heard(office, "debriefs") == sorted([*before, ("coordinator", "partner")])
    assert words("partner", "visit-debrief-off") == NEWS


def test_nobody_is_invited_to_what_was_held(office: Office) -> None:
    tell(office, OPENED)
    call = replace(INVITED_TO, done_at=office.clock())
    office.tell(call, HELD, models=(DEBRIEFS,))
    assert heard(office) == []
