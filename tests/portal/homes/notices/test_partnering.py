"""Notices of partners of missions: news without a word of what, and a holder's decision."""

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert, update

from portal.casefile.contactpoints.read_model import CONTACT_POINTS
from portal.followup.missions.read_model import MISSIONS
from portal.followup.partners import news
from portal.followup.partners.read_model import PARTNERS
from portal.followup.tellings.read_model import TELLINGS
from portal.followup.visit_reports.read_model import VISIT_REPORTS
from portal.homes.notices import partnering
from portal.homes.notices.words import NEWS, words
from portal.stakeholders.organisations.law_model import LAWS
from portal.stakeholders.organisations.read_model import ORGANISATIONS
from portal.web.accounts import account as accounts
from portal.web.accounts import offices
from portal.web.accounts.tables import accounts as table
from shared.contracts import followup_partners as facts
from shared.contracts.followup_missions import MissionPassedOn, MissionStepTaken
from shared.contracts.followup_visit_reports import VisitReportWithdrawn
from shared.contracts.stakeholders_contact_laws import ContactLawRecorded
from shared.contracts.stakeholders_organisations import OrganisationDissolved, RiskFlagRaised
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.reference.partners import partner_id
from tests.followup import reports as said
from tests.followup.missions import OPENED
from tests.followup.missions import fact as of_mission
from tests.followup.partners import ADMITTED, AGENCY, PROPOSED, TASK, UNDERTAKEN, fact, of_agency
from tests.followup.tellings import KEPT, TOLD, TOLD_AGAIN
from tests.portal.homes.notices.conftest import Office, _person
from tests.support.contact_points import suspended
from tests.support.letters import OTHER

ENDED = {"what": "ended", "phase": "ended", "on": OPENED.dates.last, "note_id": "n-1", "note": None}
WHOLE = tuple(map(of_agency, (PROPOSED, ADMITTED, UNDERTAKEN, TASK)))


def tell(office: Office, *some: Any) -> None:
    at, told = office.clock(), []
    for one in some:
        days = {"first": day_of(at), "until": day_of(at) + timedelta(days=9)}
        also = days if isinstance(one, facts.PartnerProposed) else {}
        told.append(replace(one, done_at=at, **also))
    office.tell(*told, models=(MISSIONS, PARTNERS))


def agency(office: Office) -> None:
    with office.engine.begin() as conn:
        accounts.add(conn, _person(AGENCY.actor_id, Role.UN_PARTNER, {}))


def heard(office: Office) -> list[tuple[str, str]]:
    """Work twice, as nothing is told twice; return to whom what was told."""
    office.work()
    office.work()
    return [
        (one.account_id, one.kind) for one in office.told() if one.page in {"myvisit", "partners"}
    ]


def test_a_holder_hears_of_a_proposal_and_the_partner_of_news(office: Office) -> None:
    agency(office)
    tell(office, OPENED, WHOLE[0])
    proposed = ("holder", "partner-proposed")
    assert heard(office) == [proposed]
    tell(office, WHOLE[1])
    partner = (AGENCY.actor_id, "partner-news")
    assert heard(office) == [proposed, partner]
    tell(office, *WHOLE[2:])
    assert heard(office) == [proposed, partner, partner]
    assert words("partner", "partner-news") == NEWS
    assert words("mission", "partner-proposed")
    tell(office, of_agency(fact(facts.PartnerEnded, 5)), replace(WHOLE[3], task_id="x", step=6))
    assert len(heard(office)) == 3


def test_the_office_hears_that_a_partner_answered_where_advice_was_asked(office: Office) -> None:
    agency(office)
    asked = replace(WHOLE[3], advice="legal")
    tell(office, OPENED, *WHOLE[:3], asked)
    before = heard(office)
    given = fact(facts.PartnerAdviceGiven, 5, task_id=asked.task_id, advice_id="a", advice=None)
    tell(office, of_agency(given))
    told = heard(office)[len(before) :]
    assert sorted(told) == [("holder", "visit-advice-given"), ("officer", "visit-advice-given")]
    assert words("dialogue", "visit-advice-given")


def reports_heard(office: Office) -> list[tuple[str, str]]:
    office.work()
    office.work()
    return [(one.account_id, one.item_id) for one in office.told() if one.kind == "partner-report"]


def published(office: Office, **also: Any) -> None:
    one = replace(said.PUBLISHED, done_at=office.clock(), **also)
    office.tell(one, models=(VISIT_REPORTS,))


@pytest.mark.parametrize(
    ("history", "told"),
    [
        (WHOLE[:3], True),
        (WHOLE[:2], False),  # it never accepted the undertaking
        (WHOLE[:1], False),  # nobody admitted it
        ((*WHOLE[:3], of_agency(fact(facts.PartnerEnded, 4))), False),
    ],
)
def test_a_partner_that_was_admitted_hears_of_the_published_report(
    office: Office,
    history: tuple[Any, ...],
    told: bool,  # noqa: FBT001  # a case of the test
) -> None:
    agency(office)
    tell(office, OPENED, *history)
    office.later(days=400)  # its last day is long over
    assert reports_heard(office) == []
    published(office)
    assert reports_heard(office) == ([(AGENCY.actor_id, OPENED.mission_id)] if told else [])
    assert words("partner", "partner-report") == NEWS


def test_a_report_that_is_public_no_more_is_told_to_no_partner(office: Office) -> None:
    agency(office)
    tell(office, OPENED, *WHOLE[:3])
    published(office)
    gone = said.fact(VisitReportWithdrawn, 11, "withdrawn", reason="mistake", note=None)
    office.tell(gone, models=(VISIT_REPORTS,))
    assert reports_heard(office) == []


def test_of_a_visit_that_went_to_another_mandate_its_holder_hears(office: Office) -> None:
    agency(office)
    tell(office, OPENED, of_mission(MissionPassedOn, 2, to=OTHER), WHOLE[0])
    assert heard(office) == [("other-holder", "partner-proposed")]


def test_while_nobody_holds_the_mandate_another_officer_hears_of_a_proposal(
    office: Office,
) -> None:
    with office.engine.begin() as conn:
        holders = table.c.account_id.in_(["holder", "demo-holder"])
        conn.execute(update(table).where(holders).values(disabled=True))
        mandate = {"mandates": frozenset({OPENED.mandate})}
        accounts.add(conn, _person(WHOLE[0].done_by, Role.HUMAN_RIGHTS_OFFICER, mandate))
    tell(office, OPENED, WHOLE[0])
    assert heard(office) == [("officer", "partner-proposed")]


def test_nobody_is_told_where_nobody_has_the_role(office: Office) -> None:
    tell(office, OPENED, *WHOLE)
    assert heard(office) == []


def test_who_is_admitted_to_a_later_part_hears_when_the_mission_stands_there(
    office: Office,
) -> None:
    agency(office)
    tell(office, OPENED, replace(WHOLE[0], scope=("during",)), *WHOLE[1:2])
    assert heard(office) == []
    office.later(days=3)
    on = day_of(office.clock())
    began = {"what": "began", "phase": "underway", "on": on, "note_id": "n-1", "note": None}
    tell(office, of_mission(MissionStepTaken, 2, **began))
    assert heard(office) == [(AGENCY.actor_id, "partner-news")]


def test_nobody_is_told_of_a_mandate_whose_last_day_is_over(office: Office) -> None:
    """Its page is no more; from the first day of a partner or a step of the mission no news."""
    agency(office)
    over = {"signs_until": day_of(office.clock()) - timedelta(days=1), "noted_at": office.clock()}
    with office.engine.begin() as conn:
        conn.execute(insert(offices._lives).values(mandate=OPENED.mandate, **over))
    tell(office, OPENED, *WHOLE)
    with office.engine.connect() as conn:
        since = office.clock() - timedelta(days=1)
        assert not list(news.told(conn, since, day_of(office.clock())))


def test_no_more_is_asked_where_more_people_have_the_role(office: Office) -> None:
    """People are looked for once, when a notice is made, and of this partner alone."""

    def asked() -> int:
        some: list[str] = []

        def count(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            some.append(statement)

        event.listen(office.engine, "before_cursor_execute", count)
        partnering.due(office.engine, office.settings, at=office.clock())
        event.remove(office.engine, "before_cursor_execute", count)
        return len(some)

    agency(office)
    tell(office, OPENED, *WHOLE)
    office.work()
    few = asked()
    with office.engine.begin() as conn:
        for at in range(9):
            accounts.add(conn, _person(f"agency {at}", Role.UN_PARTNER, {}))
    assert asked() == few


def test_who_is_admitted_to_days_to_come_hears_of_it_on_the_first(office: Office) -> None:
    agency(office)
    tell(office, OPENED)
    at = office.clock()
    first = {"first": day_of(at) + timedelta(days=2), "until": day_of(at) + timedelta(days=9)}
    later = [replace(one, done_at=at) for one in WHOLE[:2]]
    office.tell(replace(later[0], **first), later[1], models=(MISSIONS, PARTNERS))
    assert heard(office) == []
    office.later(days=2)
    assert heard(office) == [(AGENCY.actor_id, "partner-news")]
    office.later(days=1)
    assert len(heard(office)) == 1


def admitted(kind: facts.Kind, who: str) -> list[Any]:
    """A partner of a visit: its organisation was proposed and admitted."""
    one = partner_id(OPENED.mission_id, kind, who)
    proposed = replace(PROPOSED, partner_id=one, kind=kind, who=who)
    return [proposed, replace(ADMITTED, partner_id=one)]


def statuses(office: Office) -> list[tuple[str, str, str]]:
    office.work()
    office.work()
    return sorted(
        (one.account_id, one.page, one.item_id)
        for one in office.told()
        if one.kind == "visit-partner-status"
    )


STATUSES = [(who, "partners", OPENED.mission_id) for who in ("holder", "officer")]


def test_nhri_suspended_mid_visit_is_told_to_those_who_work_for_the_mandate(
    office: Office,
) -> None:
    tell(office, OPENED, *admitted("nhri", "nhri-1"))
    at = office.clock()
    office.later(hours=1)
    before = replace(suspended("nhri-1"), suspended_at=at - timedelta(hours=1))
    others = replace(suspended("nhri-2"), suspended_at=office.clock())
    office.tell(before, others, models=(CONTACT_POINTS,))
    assert statuses(office) == [], "before it was proposed, and one that is no partner"
    now = replace(suspended("nhri-1"), suspended_at=office.clock())
    office.tell(now, models=(CONTACT_POINTS,))
    assert statuses(office) == STATUSES
    assert "nhri" not in str(words("dialogue", "visit-partner-status")).lower()


@pytest.mark.parametrize("how", ["law", "flag", "dissolved"])
def test_ngo_outlawed_mid_visit_is_told_to_those_who_work_for_the_mandate(
    office: Office, how: str
) -> None:
    ngo = str(derive_id("organisation of a visit"))
    tell(office, OPENED, *admitted("ngo", ngo))
    office.later(hours=1)
    at, text = office.clock(), Sealed("organisation-x", "cipher")
    of: dict[str, Any] = {"organisation_id": ngo}
    fact_: Any = {
        "law": ContactLawRecorded(
            state="KEN", since=day_of(at), text=text, recorded_by="x", recorded_at=at
        ),
        "flag": RiskFlagRaised(**of, flag_id="f-1", reason=text, raised_by="x", raised_at=at),
        "dissolved": OrganisationDissolved(**of, dissolved_by="x", dissolved_at=at),
    }[how]
    office.tell(fact_, models=(ORGANISATIONS, LAWS))
    assert statuses(office) == STATUSES
    over = replace(
        fact(facts.PartnerEnded, 3), partner_id=partner_id(OPENED.mission_id, "ngo", ngo)
    )
    office.later(hours=1)
    tell(office, over)
    names = [each.name for each in fields(fact_) if each.name.endswith("_at")]
    again = replace(fact_, **dict.fromkeys(names, office.clock()))
    office.tell(again, models=(ORGANISATIONS, LAWS))
    assert statuses(office) == STATUSES, "the mandate has ended its access"


def test_m14_a_partner_that_was_told_hears_once_that_there_is_news(office: Office) -> None:
    agency(office)
    ended = of_mission(MissionStepTaken, 2, **ENDED)
    after = replace(WHOLE[0], scope=("follow_up",))
    tell(office, OPENED, ended, after, *WHOLE[1:3])
    before = heard(office)
    at, one = office.clock(), WHOLE[0].partner_id
    office.tell(replace(KEPT, done_at=at), models=(TELLINGS,))
    others = replace(TOLD, step=2, done_at=at)
    office.tell(others, models=(TELLINGS,))
    assert heard(office) == before
    office.tell(replace(TOLD_AGAIN, step=3, partners=(one,), done_at=at), models=(TELLINGS,))
    news_ = (AGENCY.actor_id, "partner-news")
    assert heard(office) == [*before, news_]
    assert words("partner", "partner-news") == NEWS
    tell(office, of_agency(fact(facts.PartnerEnded, 4)))
    again = replace(TOLD_AGAIN, step=4, number=3, partners=(one,), done_at=at)
    office.tell(again, models=(TELLINGS,))
    assert len(heard(office)) <= len([*before, news_])
