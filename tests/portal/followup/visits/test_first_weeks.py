"""Open visit files on the page of a new holder's first weeks (V13)."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from portal.followup.visits import first_weeks
from portal.web.accounts.account import Account
from shared.contracts.followup_visit_commands import (
    CarryVisitFileOver,
    LogVisitAcceptance,
    LogVisitDeclination,
    LogVisitInvitation,
    LogVisitRequest,
)
from shared.contracts.followup_visits import VisitFilePassedOn
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference import recipient_name
from shared.reference.onboarding import BARS, KIT, VISIT_FILES
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import test_onboarding as new
from tests.support.portal import Pages, Visitor
from tests.support.terms import TERM, TORTURE, Terms, started
from tests.support.visits import Visits

MINE = "/mandates/onboarding/mine"
PAGE = f"/mandates/onboarding/{TERM}"
KENYA, FRANCE, NEPAL = (recipient_name(one) for one in ("KEN", "FRA", "NPL"))
LEFT, NONE = "confirms, renews or drops each", "No visit file is left"
OF_MANDATE = {"mandates": frozenset({TORTURE})}


@pytest.fixture
def holder(portal: Pages) -> Account:
    return portal.person(Role.MANDATE_HOLDER, **OF_MANDATE)


def begins(portal: Pages, holder: Account, **also: Any) -> Terms:
    found, first = Terms(portal.engine), portal.clock().date()
    of: dict[str, Any] = {
        "term_id": TERM,
        "mandate": TORTURE,
        "holder_id": holder.account_id,
        "starts_on": first,
    }
    begun = replace(new.STARTED, **{**of, "kit": KIT, **also})
    term = started(holder_id=holder.account_id, starts_on=first, ends_on=date(2029, 11, 23))
    found.tell(term, begun)
    return found


def done() -> Any:
    return replace(new.done(VISIT_FILES, *BARS), term_id=TERM, mandate=TORTURE, evidence=None)


def section(visitor: Visitor, path: str) -> str:
    page = visitor.get(path).text
    return page[page.index('id="visit-files-1"') :] if 'id="visit-files-1"' in page else ""


def test_the_new_holder_and_the_officer_find_each_open_file_until_it_is_decided(
    portal: Pages, holder: Account, visits: Visits
) -> None:
    begins(portal, holder)
    visits.log(LogVisitRequest, "KEN", ago=1_500, kind="official")
    visits.log(LogVisitRequest, "FRA", ago=500, kind="official")
    visits.log(LogVisitAcceptance, "FRA", ago=90, dates=visits.window())
    visits.log(LogVisitRequest, "NPL", ago=400, kind="official")
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, **OF_MANDATE)
    me = portal.sign_in(holder)
    for visitor, path in ((me, MINE), (officer, PAGE)):
        found = section(visitor, path)
        assert LEFT in found
        assert all(name in found for name in (KENYA, FRANCE, NEPAL))
        assert f"/visits/{TORTURE}/KEN" in found
    of: dict[str, Any] = {"document_id": str(derive_id("carried")), "kept": True}
    visits.ask(CarryVisitFileOver, "KEN", **of)
    visits.ask(CarryVisitFileOver, "FRA", **{**of, "document_id": "dropped", "kept": False})
    visits.log(LogVisitRequest, "NPL", ago=0, kind="official")
    found = section(me, MINE)
    assert NONE in found
    assert not any(name in found for name in (KENYA, FRANCE, NEPAL))


def test_there_is_nothing_where_no_file_is_open(
    portal: Pages, holder: Account, visits: Visits
) -> None:
    begins(portal, holder)
    visits.log(LogVisitRequest, "KEN", ago=900, kind="official")
    visits.log(LogVisitDeclination, "KEN", ago=100, by="mandate", reason="priorities")
    visits.log(LogVisitRequest, "FRA", "wgad", ago=900, kind="official")
    visits.log(LogVisitRequest, "NPL", ago=900, kind="official")
    visits.filed(VisitFilePassedOn, "NPL", to=None)
    visits.log(LogVisitRequest, "UGA", ago=900, kind="official")
    visits.log(LogVisitDeclination, "UGA", ago=100, by="state", reason="scheduling")
    visits.log(LogVisitInvitation, "JOR", ago=0)
    me = portal.sign_in(holder)
    assert NONE in section(me, MINE)
    assert "Open visit files" in text(me.get(MINE).text)


def test_either_records_that_it_is_done_and_the_list_is_gone(
    portal: Pages, holder: Account, visits: Visits
) -> None:
    terms = begins(portal, holder)
    visits.log(LogVisitRequest, "KEN", ago=1_500, kind="official")
    path = f"{PAGE}/{VISIT_FILES}/done"
    me, officer = portal.sign_in(holder), portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, **OF_MANDATE)
    for visitor, back in ((me, MINE), (officer, PAGE)):
        assert path in visitor.get(back).text
        assert "an officer of the mandate" in visitor.get(back).text
        sent = visitor.post(path, {"command_id": str(uuid4()), "evidence": ""})
        assert (sent.status_code, sent.location) == (303, back)
    terms.tell(done())
    assert section(me, MINE) == section(officer, PAGE) == ""
    assert officer.get(path).status_code == 404


def test_the_chief_reads_no_visit_file_here_and_another_office_nothing(
    portal: Pages, holder: Account, visits: Visits
) -> None:
    begins(portal, holder)
    visits.log(LogVisitRequest, "KEN", ago=1_500, kind="official")
    chief = portal.signed_in(Role.CHIEF)
    assert section(chief, PAGE) == ""
    assert KENYA not in chief.get(PAGE).text
    other = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"wgad"}))
    assert other.get(PAGE).status_code == 404


def test_first_weeks_that_began_without_the_part_do_not_have_it(
    portal: Pages, holder: Account, visits: Visits
) -> None:
    begins(portal, holder, kit=tuple(one for one in KIT if one.key != VISIT_FILES))
    visits.log(LogVisitRequest, "KEN", ago=1_500, kind="official")
    me = portal.sign_in(holder)
    assert section(me, MINE) == ""
    assert me.get(f"{PAGE}/{VISIT_FILES}/done").status_code == 404


def test_more_than_fit_lead_to_the_board(
    portal: Pages, holder: Account, visits: Visits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_weeks, "AT_ONCE", 1)
    begins(portal, holder)
    visits.log(LogVisitRequest, "KEN", ago=1_500, kind="official")
    visits.log(LogVisitRequest, "FRA", ago=500, kind="official")
    found = section(portal.sign_in(holder), MINE)
    assert KENYA in found
    assert FRANCE not in found
    assert f"/visits?mandate={TORTURE}" in found
