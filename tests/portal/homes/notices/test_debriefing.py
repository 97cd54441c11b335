"""Notices of debriefs: each who is invited hears of it once, and no word of where or of what."""

from dataclasses import replace

from portal.followup.debriefs.read_model import DEBRIEFS
from portal.homes.notices.words import NEWS, words
from portal.web.accounts import account as accounts
from shared.core.roles import Role
from tests.followup.debriefs import HELD, INVITED_TO
from tests.followup.missions import OPENED
from tests.portal.homes.notices.conftest import Office
from tests.portal.homes.notices.test_partnering import tell


def heard(office: Office) -> list[tuple[str, str]]:
    """Work twice, as nothing is told twice; return who was told, and as what."""
    office.work()
    office.work()
    return sorted((one.account_id, one.reason) for one in office.told() if one.page == "debrief")


def test_m13_each_office_that_is_invited_hears_of_it_once(office: Office) -> None:
    with office.engine.begin() as conn:
        for number, un in enumerate(("coordinator", "field", None)):
            accounts.add(
                conn,
                accounts.Account(
                    account_id=un or "agency",
                    email=f"un{number}@example.org",
                    name="Una",
                    password_hash="",
                    roles=frozenset({Role.UN_PARTNER}),
                    state_codes=frozenset({INVITED_TO.state}),
                    office=un,
                ),
            )
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


def test_nobody_is_invited_to_what_was_held(office: Office) -> None:
    tell(office, OPENED)
    call = replace(INVITED_TO, done_at=office.clock())
    office.tell(call, HELD, models=(DEBRIEFS,))
    assert heard(office) == []
