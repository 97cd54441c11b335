"""Terms of reference for partners: E.10, second column. What was agreed, and not how it came."""

from dataclasses import replace
from typing import Any

import pytest

from portal.followup.visits import terms
from shared.contracts.followup_partner_commands import EndPartner
from shared.contracts.followup_partners import Kind
from shared.contracts.followup_visit_commands import (
    AgreeVisitDates,
    DecideVisitReservation,
    LogTermsAnswer,
    LogTermsOfReference,
    LogVisitDates,
    LogVisitRequest,
)
from shared.contracts.followup_visits import Reservation, VisitDocumentStruck
from shared.reference.partners import READS_TERMS
from tests.portal.followup.partners.test_pages import NGO, NHRI, OTHERS, RC, comes
from tests.portal.stakeholders.test_pages import text
from tests.support.missions import Missions
from tests.support.partners import Partners
from tests.support.portal import Pages
from tests.support.visits import Visits

KINDS = (NHRI, NGO, RC, *OTHERS)
REFUSED, TAKEN, LATER = "Blocks Refused", "Block Taken", "Block Later"


def reserved(visits: Visits, said: str, ago: int, *, taken: bool | None) -> str:
    """The Government reserves, and the holder decides on it, or has not yet."""
    paper = visits.document(ago)
    sealed = visits.vault.seal(f"visitfile-{paper.document_id}", said)
    reservation = Reservation(clause="detention", text=sealed)
    visits.ask(LogTermsAnswer, document=paper, value="reserved", reservations=(reservation,))
    if taken is not None:
        ids = {"document_id": f"decided-{ago}", "answer_id": paper.document_id}
        visits.ask(DecideVisitReservation, **ids, taken=taken)
    return paper.document_id


@pytest.fixture
def visits(portal: Pages) -> Visits:
    """Terms were refused, disputed, reserved without being taken, and at last agreed."""
    visits = Visits(portal.engine, portal.vault, portal.clock())
    days = visits.window(20)
    visits.log(LogVisitRequest, ago=60, kind="official")
    visits.log(LogVisitDates, ago=40, by="state", dates=days)
    visits.log(LogTermsOfReference, ago=30, version="1998")
    visits.log(LogTermsAnswer, ago=29, value="refused")
    visits.log(LogTermsAnswer, ago=28, value="disputed")
    visits.log(LogTermsOfReference, ago=20, version="2016")
    reserved(visits, REFUSED, 15, taken=False)
    return visits


@pytest.fixture
def partners(portal: Pages, visits: Visits) -> Partners:
    """The mission that these dates opened."""
    visits.log(LogTermsOfReference, ago=4, version="2016")
    reserved(visits, TAKEN, 3, taken=True)
    visits.ask(AgreeVisitDates, document_id="d-10", dates=visits.window(20))
    mission = visits.states[_file(visits)].now.mission_id
    assert mission
    missions = Missions(portal.engine, portal.vault, portal.clock(), mission_id=mission)
    missions.hear(ahead=20)
    return Partners(missions)


def _file(visits: Visits) -> str:
    (file_id,) = visits.states
    return file_id


def of(portal: Pages, partners: Partners) -> Any:
    with portal.engine.connect() as conn:
        return terms.of_mission(conn, partners.missions.mission_id)


def test_who_reads_them_reads_what_was_agreed_and_nothing_of_the_way_there(
    portal: Pages, visits: Visits, partners: Partners
) -> None:
    assert {kind for kind, _ in KINDS} - READS_TERMS == {"unct"}
    for kind, who in KINDS:
        one = partners.admitted(kind, who)
        visitor = comes(portal, kind, who)
        for page in (f"/my-visits/{one}", f"/my-visits/{one}/sheet"):
            whole, got = visitor.get(page), text(visitor.get(page).text)
            assert whole.status_code == 200
            reads = kind in READS_TERMS
            assert ("Terms of reference" in got) is reads
            assert ("Terms of reference of 2016. Agreed with the State on" in got) is reads
            assert ("Access to places of detention and interrogation" in got) is reads
            assert ("With this reservation" in got) is reads
            assert (TAKEN in got) is reads
            for secret in (REFUSED, "1998", "Disputed", "Refused", visits.note, visits.reference):
                assert secret not in whole.text
            assert _file(visits) not in whole.text
            assert "breach" not in got.lower()


def test_they_are_there_from_the_admission_to_its_end(portal: Pages, partners: Partners) -> None:
    kind, who = NGO
    visitor = comes(portal, kind, who)
    one = partners.proposed(kind, who)
    assert visitor.get(f"/my-visits/{one}").status_code == 404
    partners.ask(EndPartner, one)
    partners.admitted(kind, who, undertakes=False)
    assert TAKEN not in visitor.get(f"/my-visits/{one}").text, "the undertaking comes first"
    partners.ask(EndPartner, one)
    partners.admitted(kind, who)
    assert TAKEN in visitor.get(f"/my-visits/{one}").text
    partners.ask(EndPartner, one)
    assert visitor.get(f"/my-visits/{one}").status_code == 404


def test_what_is_negotiated_after_is_not_there_until_it_is_agreed(
    portal: Pages, visits: Visits, partners: Partners
) -> None:
    before = of(portal, partners)
    assert (before.version, [clause for clause, _ in before.reserved]) == ("2016", ["detention"])
    visits.log(LogTermsOfReference, ago=2, version="other")
    assert of(portal, partners) == before
    answer = reserved(visits, LATER, 1, taken=None)
    assert of(portal, partners) == before
    visits.ask(DecideVisitReservation, document_id="d-11", answer_id=answer, taken=True)
    after = of(portal, partners)
    assert (after.version, after.answer_id, after.on) == ("other", answer, visits.today)
    visits.log(LogTermsAnswer, ago=0, value="disputed")
    assert of(portal, partners) == after
    visits.log(LogTermsAnswer, ago=0, value="accepted")
    assert of(portal, partners).reserved == []


def test_what_was_struck_and_what_is_of_another_visit_counts_for_nothing(
    portal: Pages, visits: Visits, partners: Partners
) -> None:
    before = of(portal, partners)
    visits.log(LogTermsOfReference, ago=2, version="other")
    visits.log(LogTermsAnswer, ago=1, value="accepted")
    again = visits.log(LogTermsAnswer, ago=0, value="accepted")
    assert of(portal, partners).answer_id == again
    assert of(portal, partners).version == "other"
    for each in visits.states[_file(visits)].documents[-2:]:
        visits.filed(VisitDocumentStruck, document_id=each.document.document_id)
    assert of(portal, partners) == before
    another = replace(partners.missions, mission_id="another")
    assert of(portal, replace(partners, missions=another)) is None
    partners.missions.hear(ahead=-30)
    assert of(portal, partners) is None, "they were agreed after its last day"


def test_an_erased_reservation_is_said_to_be_erased(portal: Pages, partners: Partners) -> None:
    kind, who = RC
    one = partners.admitted(kind, who)
    visitor = comes(portal, kind, who)
    answer = of(portal, partners).answer_id
    portal.vault.forget(f"visitfile-{answer}", at=portal.clock())
    page = visitor.get(f"/my-visits/{one}")
    assert TAKEN not in page.text
    assert "sealed__erased" in page.text


@pytest.mark.parametrize("kind", sorted({"rc", "unct", "security", "nhri", "ngo"}))
def test_without_agreed_terms_the_page_says_so_to_who_reads_them(portal: Pages, kind: Kind) -> None:
    missions = Missions(portal.engine, portal.vault, portal.clock())
    missions.hear()
    partners = Partners(missions)
    who = dict(KINDS)[kind]
    one = partners.admitted(kind, who)
    got = text(comes(portal, kind, who).get(f"/my-visits/{one}").text)
    assert ("The terms of reference that were agreed will appear here." in got) is (
        kind in READS_TERMS
    )
