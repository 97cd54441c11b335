"""An entry that nobody confirms: told before, dormant then, and awake once it is confirmed (O7)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from portal.homes.notices import dormancy
from portal.homes.notices.tables import inbox
from portal.stakeholders.organisations import ageing, queries
from portal.stakeholders.subscriptions import audience
from portal.stakeholders.subscriptions import queries as subscriptions
from portal.web.delivery.outbox import outbox
from shared.contracts.stakeholders_dormancy import OrganisationDataConfirmed, OrganisationDormant
from shared.contracts.stakeholders_organisations import OrganisationRenamed
from shared.core.geneva import day_of
from shared.reference.organisations import longest
from tests.support.organisations import LONG_AGO, Register, asked_for, named
from tests.support.portal import Pages, Visitor
from tests.support.subscriptions import Notices

OURS, ID = "/our-organisation", named(1)
END = LONG_AGO + (longest(day_of(LONG_AGO)) - day_of(LONG_AGO))


def told(portal: Pages) -> list[str]:
    with portal.engine.connect() as conn:
        return sorted(conn.scalars(select(inbox.c.kind)))


def asleep(at: datetime = END) -> OrganisationDormant:
    return OrganisationDormant(organisation_id=ID, dormant_at=at)


def awake(at: datetime = END) -> OrganisationDataConfirmed:
    return OrganisationDataConfirmed(organisation_id=ID, confirmed_by="focal", confirmed_at=at)


def test_the_service_hears_of_each_day_once_and_only_when_something_may_be_due(
    portal: Pages, register: Register
) -> None:
    register.confirmed(ID, "Alpha Watch")
    for days, number in ((61, 0), (60, 1), (7, 1), (-40, 1)):
        at = END - timedelta(days=days)
        assert [ageing.due(portal.engine, at=at) for _ in range(2)] == [number, 0]
    with portal.engine.connect() as conn:
        assert set(conn.scalars(select(outbox.c.type))) == {"pass-organisation-day"}
    register.tell(asleep())
    assert ageing.due(portal.engine, at=END + timedelta(days=50)) == 0


def test_those_who_speak_for_it_are_told_60_30_and_7_days_before_and_when_it_is(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch")
    for days, number in ((61, 0), (60, 1), (31, 1), (30, 2), (7, 3), (0, 3)):
        for _ in range(2):
            dormancy.due(portal.engine, portal.settings, at=END - timedelta(days=days))
        assert told(portal) == ["dormancy-near"] * number
    register.tell(asleep())
    for _ in range(2):
        dormancy.due(portal.engine, portal.settings, at=END + timedelta(hours=1))
    assert told(portal) == ["dormancy-near"] * 3 + ["dormant"]


def test_it_sees_that_it_is_dormant_and_wakes_by_confirming(
    portal: Pages, register: Register, focal: Visitor, officer: Visitor
) -> None:
    assert focal.get(f"{OURS}/data").status_code == 404
    register.confirmed(ID, "Alpha Watch")
    assert "No organisation is dormant" in officer.get("/register-desk").text
    register.tell(asleep())
    assert "notices of reports stopped" in focal.get(OURS).text
    assert "No organisation is dormant" not in officer.get("/register-desk").text
    sent = focal.post(f"{OURS}/data", {"command_id": str(uuid4())})
    assert sent.status_code == 303
    assert asked_for(portal.asked[0])[:2] == ("confirm-organisation-data", {"organisation_id": ID})
    register.tell(awake())
    assert "notices of reports stopped" not in focal.get(OURS).text
    assert "No organisation is dormant" in officer.get("/register-desk").text


def test_a_change_of_its_own_wakes_it_and_one_of_an_officer_does_not(
    portal: Pages, register: Register
) -> None:
    register.confirmed(ID, "Alpha Watch")
    for by, wakes in (("officer", False), ("self", True)):
        register.tell(asleep())
        changed: dict[str, Any] = {"provenance": by, "renamed_by": by, "renamed_at": END}
        profile = portal.vault.seal(f"organisation-{ID}", '{"name": "Alpha"}')
        register.tell(OrganisationRenamed(organisation_id=ID, profile=profile, **changed))
        with portal.engine.connect() as conn:
            assert (queries.dormant(conn) == []) is wakes


def test_notices_of_reports_stop_while_it_is_dormant(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch")
    notices = Notices(portal.engine, portal.vault)
    notices.chooses("organisation", ID, at=LONG_AGO)
    report_id = notices.out(1, at=END)

    def reached() -> int:
        with portal.engine.connect() as conn:
            report = subscriptions.one(conn, report_id)
            assert report is not None
            some = subscriptions.audience(conn, report, at=END)
            return len(audience.hearers(conn, portal.vault, some))

    assert reached() == 1
    register.tell(asleep())
    assert reached() == 0
    register.tell(awake())
    assert reached() == 1
