"""Country visits as everybody reads them: VR1 of the specification of visits."""

import re
from collections.abc import Iterator
from typing import get_args

import pytest

from portal.followup.visits import lines as words
from portal.web.presentation import day
from shared.contracts.followup_visit_commands import (
    AgreeVisitDates,
    LogTermsAnswer,
    LogTermsOfReference,
    LogVisitDates,
    LogVisitInvitation,
    LogVisitPostponement,
    LogVisitRequest,
    NameVisitTerritories,
    PublishVisitDates,
    StrikeVisitDocument,
)
from shared.contracts.followup_visits import Status
from tests.portal.stakeholders.test_pages import text
from tests.support.portal import Pages, Visitor, pages, sqlite_urls
from tests.support.visits import NOTE, REFERENCE, Visits

PAGE = "/en/country-visits"
PROFILE = "/en/register/states/{}"


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """Kenya was asked, Nepal put a visit off; in France nothing was sent, in Togo it was struck."""
    with pages(*sqlite_urls(tmp_path_factory.mktemp("visits"))) as built:
        visits = Visits(built.engine, built.vault, built.clock())
        visits.log(LogVisitRequest, "KEN", ago=1_500, kind="official")
        visits.log(LogVisitInvitation, "NPL", "wgad", ago=700)
        visits.log(LogVisitDates, "NPL", "wgad", ago=90, by="state", dates=visits.window())
        visits.log(
            LogVisitPostponement, "NPL", "wgad", ago=20, by="state", reason="late", hours_before=48
        )
        visits.decided("request", "FRA")
        wrong = visits.log(LogVisitInvitation, "TGO", ago=30)
        visits.ask(StrikeVisitDocument, "TGO", document_id=wrong)
        visits.log(LogVisitInvitation, "CHE", ago=10)
        visits.log(LogVisitInvitation, "SRB", ago=10)
        visits.ask(NameVisitTerritories, "SRB", territories=("XKX",), hosts=("CUB",))
        yield built


def lines(visitor: Visitor, path: str) -> str:
    page = visitor.get(path).text
    found = re.search(r"Visits of each mandate.*?</table>", page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


def test_the_days_of_a_visit_are_public_once_the_holder_publishes_these_very_days(
    portal: Pages,
) -> None:
    visits = Visits(portal.engine, portal.vault, portal.clock(), told=1_000)
    days = visits.window(50)
    visits.log(LogVisitInvitation, "PER", ago=40, dates=days)
    visits.log(LogTermsOfReference, "PER", ago=30, version="2016")
    visits.log(LogTermsAnswer, "PER", ago=20, value="accepted")
    visits.ask(AgreeVisitDates, "PER", document_id="d-1", dates=days)
    visitor, first = portal.visitor(), f"From {day(days.first)}"
    assert "Dates agreed" in lines(visitor, PROFILE.format("PER"))
    assert first not in lines(visitor, PAGE)
    assert "/register/visits/" not in visitor.get(PAGE).text
    visits.ask(NameVisitTerritories, "PER", territories=(), hosts=("CUB",))
    visits.ask(PublishVisitDates, "PER", dates=days)
    for path in (PAGE, PROFILE.format("PER")):
        assert f"{first} to {day(days.last)}" in lines(visitor, path)
        [address] = re.findall(r'"(/\S*/register/visits/\S+)"', visitor.get(path).text)
    page = visitor.get(address).text
    assert f'"startDate": "{days.first.isoformat()}"' in page
    shown = text(page)
    assert f"{first} to {day(days.last)} Announced" in shown
    assert "Also a place abroad: Cuba" in shown
    assert "The statement will appear here once it is issued." in shown
    assert f"{address}<" in visitor.get("/register/sitemap.xml").text
    moved = {"by": "state", "reason": "late", "dates": visits.window(51)}
    visits.log(LogVisitPostponement, "PER", ago=0, **moved)
    assert first not in lines(visitor, PAGE)
    assert visitor.client.get(address).status_code == 404
    assert "/register/visits/" not in visitor.get("/register/sitemap.xml").text


def test_a_line_has_mandate_state_and_status_and_no_day(portal: Pages) -> None:
    visitor = portal.visitor()
    page = visitor.get(PAGE).text
    told = lines(visitor, PAGE)
    assert "Kenya Special Rapporteur on torture" in told
    assert "Requested" in told
    assert "Postponed" in told
    assert "resolution 1244 (1999)" in told, "with the note that is prescribed"
    assert "Also a place abroad: Cuba" in told
    assert lines(visitor, PROFILE.format("CUB")) == ""
    for never in ("France", "Togo", REFERENCE, NOTE, "Unanswered", "2022", "2027", "hour"):
        assert never not in told
    assert not re.search(r"\b(19|20)\d\d\b", told.replace("(1999)", ""))
    assert 'datetime="' not in page[page.index("<main") : page.index("</main>")]
    assert told.index("Kenya") < told.index("Nepal") < told.index("Serbia")


def test_the_standard_terms_are_public_and_no_answer_of_a_state(portal: Pages) -> None:
    visitor = portal.visitor()
    assert "/country-visits/terms" in visitor.get(PAGE).text
    page = visitor.get(f"{PAGE}/terms").text
    assert page.count("No reprisals, also by private actors") == 1, "since 2016"
    assert page.count("Access to documents") == 2
    for word in ("Kenya", "reservation", "Disputed"):
        assert word not in page


def test_every_status_has_its_word() -> None:
    assert set(words.STATUSES) == set(get_args(Status))


def test_the_lines_stand_in_the_order_of_the_readers_names(portal: Pages) -> None:
    page = portal.visitor().get("/fr/country-visits").text
    at = [page.index(f'/register/states/{code}"') for code in ("KEN", "NPL", "SRB", "CHE")]
    assert at == sorted(at), "Suisse stands last"


def test_the_list_is_narrowed_by_what_is_public_alone(portal: Pages) -> None:
    visitor = portal.visitor()
    assert "Nepal" not in lines(visitor, f"{PAGE}?mandate=sr-torture")
    assert "Kenya" not in lines(visitor, f"{PAGE}?state=NPL")
    assert "Nepal" not in lines(visitor, f"{PAGE}?region=AFR")
    every = lines(visitor, PAGE)
    assert lines(visitor, f"{PAGE}?years=5") == every, "an age would tell a day"
    assert "No visit fits" in text(visitor.get(f"{PAGE}?state=FRA").text)


def test_the_profile_of_a_state_has_its_lines(portal: Pages) -> None:
    visitor = portal.visitor()
    kenya = lines(visitor, PROFILE.format("KEN"))
    assert "Special Rapporteur on torture" in kenya
    assert "Requested" in kenya
    assert not re.search(r"\b20\d\d\b", kenya)
    for nothing in ("FRA", "TGO"):
        page = visitor.get(PROFILE.format(nothing)).text
        assert "Requests and invitations to visit" not in page
