"""What a partner wrote stays readable to it for 30 days after its admission ended (VR2)."""

from datetime import date, timedelta

import pytest

from portal.followup.missions.read_model import MISSIONS
from portal.followup.partners.read_model import PARTNERS
from portal.followup.threads import leaving, queries, searching
from portal.followup.threads.found import Door
from portal.followup.threads.read_model import THREADS
from portal.letters.communications.read_model import COMMUNICATIONS
from portal.oversight.forgetting import erasing
from portal.stakeholders.organisations.read_model import ORGANISATIONS
from portal.stakeholders.read_model import TERMS
from portal.web.accounts.account import actor_of
from shared.contracts.followup_partner_commands import EndPartner
from shared.contracts.followup_partners import Kind
from shared.contracts.followup_visit_thread_commands import (
    CorrectVisitMessage,
    StrikeVisitMessage,
)
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.roles import Role
from tests.portal.followup.partners.test_pages import NGO, NHRI, RC, comes, officer
from tests.portal.followup.threads.test_pages import WORDS, threads
from tests.portal.stakeholders.test_pages import text
from tests.support.compiled import engine_of
from tests.support.portal import Pages, Visitor
from tests.support.ready import ready
from tests.support.threads import Threads

__all__ = ["threads"]
HERE = "/my-visits/written"
NOTHING = "There is nothing that you wrote"


def read(visitor: Visitor) -> str:
    got = visitor.get(HERE)
    assert got.status_code == 200
    return text(got.text)


def wrote(portal: Pages, threads: Threads, who: tuple[Kind, str]) -> tuple[Visitor, str, str]:
    """Return somebody who wrote in a thread of all partners, the admission and the message."""
    one = threads.partners.admitted(*who)
    thread = threads.opened("partners", WORDS["partners"], "Title of the mandate")
    visitor = comes(portal, *who)
    by = threads.partners.member(*who)
    return visitor, one, threads.written(thread, "Our list of laws", by=by, partner=one)


@pytest.mark.parametrize("who", [NGO, RC])
def test_its_own_words_stay_for_thirty_days_and_nobody_elses_do(
    portal: Pages, threads: Threads, who: tuple[Kind, str]
) -> None:
    visitor, one, _ = wrote(portal, threads, who)
    assert HERE in visitor.get("/my-visits").text
    assert NOTHING in read(visitor), "it is in its thread still"
    threads.partners.ask(EndPartner, one)
    assert visitor.get(f"/my-visits/{one}").status_code == 404
    page = read(visitor)
    assert "Our list of laws" in page
    assert "All partners of the visit" in page
    for other in (WORDS["partners"], "Title of the mandate", "Envoy Pell"):
        assert other not in page
    assert visitor.account is not None
    today = day_of(portal.clock())
    with portal.engine.connect() as conn:
        for days, stays in ((0, 1), (30, 1), (31, 0)):
            these = leaving.written(actor_of(visitor.account), today + timedelta(days=days))
            assert len(conn.execute(these).all()) == stays


def test_nobody_else_reads_it(portal: Pages, threads: Threads) -> None:
    _, one, _ = wrote(portal, threads, NGO)
    other = threads.partners.admitted(*NHRI)
    threads.partners.ask(EndPartner, one)
    threads.partners.ask(EndPartner, other)
    assert NOTHING in read(comes(portal, *NHRI))
    assert NOTHING in read(comes(portal, "ngo", "another"))
    for role in (Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER, Role.GOVERNMENT, Role.CHIEF):
        assert portal.signed_in(role).get(HERE).status_code == 403
    assert officer(portal).get(HERE).status_code == 403


def test_who_is_proposed_anew_keeps_what_it_wrote_and_learns_nothing_of_it(
    portal: Pages, threads: Threads
) -> None:
    visitor, one, _ = wrote(portal, threads, RC)
    threads.partners.ask(EndPartner, one)
    before = read(visitor)
    assert "Our list of laws" in before
    assert threads.partners.proposed(*RC, days=200) == one
    assert read(visitor) == before, "nor is the day another one"
    threads.partners.ask(EndPartner, one)
    assert read(visitor) == before
    threads.partners.admitted(*RC, days=200)
    assert NOTHING in read(visitor), "it is in its thread again"


def test_what_was_struck_or_erased_is_not_here(portal: Pages, threads: Threads) -> None:
    visitor, one, message = wrote(portal, threads, RC)
    thread = threads.id("thread", WORDS["partners"])
    by = threads.partners.member(*RC)
    better = threads.sealed(message, "Our better list")
    threads.ask(CorrectVisitMessage, thread, by=by, message_id=message, partner_id=one, text=better)
    threads.partners.ask(EndPartner, one)
    assert "Our better list" in read(visitor)
    assert "Our list of laws" not in read(visitor)
    portal.vault.forget(f"visitdialogue-{message}", at=portal.clock())
    assert "visitdialogue" in erasing.RECORDS
    assert "Our better list" not in read(visitor)
    threads.ask(StrikeVisitMessage, thread, message_id=message)
    assert NOTHING in read(visitor)


def test_the_last_day_of_an_admission_and_a_visit_called_off_leave_it_readable(
    portal: Pages, threads: Threads
) -> None:
    visitor, _, _ = wrote(portal, threads, RC)
    assert visitor.account is not None
    last = day_of(portal.clock()) + timedelta(days=90)
    with portal.engine.connect() as conn:
        for days, stays in ((0, 0), (1, 1), (30, 1), (31, 0)):
            these = leaving.written(actor_of(visitor.account), last + timedelta(days=days))
            assert len(conn.execute(these).all()) == stays
    threads.partners.missions.hear("called_off", ahead=None)
    assert "Our list of laws" in read(visitor)


def test_both_databases_are_asked(database_url: str) -> None:
    engine = engine_of(database_url)
    ready(engine, [MISSIONS, PARTNERS, THREADS, TERMS, COMMUNICATIONS, ORGANISATIONS])
    actor = Actor(actor_id="a", roles=frozenset({Role.NGO_MEMBER}), organisation_id="org-1")
    with engine.connect() as conn:
        assert not conn.execute(leaving.written(actor, date(2026, 11, 24))).all()
        door = Door(
            these=queries.of_mission(actor, "m"),
            by=actor,
            stands=[],
            audiences=[],
            name="threads",
            args={},
            back=("/", "Back"),
        )
        asked = searching.Asked(text="", side="ngo", first=date(2026, 11, 24), last=None)
        assert not conn.execute(searching.looked_through(door, asked).limit(5)).all()
    engine.dispose()
