"""The page of a recommendation has its history in four columns (F.9), as its reader may know it."""

from dataclasses import replace

import pytest

from shared.contracts.followup_round_commands import CloseRound
from shared.core.roles import Role
from tests.portal.followup.rounds.test_pages import (
    HIDDEN,
    OWN,
    a_round,
    everything,
    government,
    ngo,
    office,
    others_answer,
)
from tests.portal.stakeholders.test_pages import text
from tests.support.followup import assessed
from tests.support.portal import Pages, Visitor
from tests.support.rounds import GOVERNMENT, HOLDER, NGO, ONE, TWO, Rounds

R = Role
PAGE = f"/recommendations/{ONE}"
TITLE = "History of follow-up"


def history(visitor: Visitor, path: str = PAGE) -> str:
    page = text(visitor.get(path).text)
    if TITLE not in page:
        return ""
    return page.split(TITLE)[1].split("What happened")[0]


def last_year(portal: Pages) -> Rounds:
    """A round of 2025 whose table is public, and that is closed."""
    some = Rounds(portal.engine, portal.vault, portal.clock(), name="last year", year=2025)
    some.recommend()
    some.opened("org-1")
    some.keep(NGO, "Planted Ngo answer")
    some.submit(NGO, "Org Zora")
    some.compile()
    some.send()
    some.publish("Done before")
    some.ask(CloseRound, HOLDER)
    return some


@pytest.mark.parametrize("role", [R.MANDATE_HOLDER, R.HUMAN_RIGHTS_OFFICER])
def test_the_mandate_reads_the_answers_that_count_now(portal: Pages, role: Role) -> None:
    visitor = office(portal, role)
    before = last_year(portal)
    some = a_round(portal, told=before.told)
    graded = replace(assessed("not"), scheme="implementation-2", assessed_at=some.at)
    some.recommend(None, graded)
    assert "Follow-up round 2026" in history(visitor), "nobody has answered yet"
    others_answer(some)
    some.describe("Dark cells.")
    shown = history(visitor)
    for said in ("Dark cells.", "Planted Ngo answer", "Planted Other answer", "Not implemented"):
        assert said in shown
    assert "Done before (ngo)" in shown, "a step of an earlier year"
    for never in ("Planted Nhri", "Planted Apart", "Planted Other second"):
        assert never not in shown, "a draft, or of another row"
    assert "Planted Apart" in history(visitor, f"/recommendations/{TWO}")
    assert "For the mandate alone" in history(visitor, f"/recommendations/{TWO}").replace(
        "for the mandate alone", "For the mandate alone"
    )


def test_an_erased_text_says_so(portal: Pages) -> None:
    some = a_round(portal)
    answer = some.keep(NGO, "Planted Ngo answer")
    some.submit(NGO, "Org Zora")
    some.describe("Dark cells.")
    for one in (answer, some.state.situations[ONE]):
        portal.vault.forget(f"followupround-{one}", at=some.at)
    assert history(office(portal)).count("[erased]") == 2


def test_others_read_what_public_tables_have(portal: Pages) -> None:
    some = last_year(portal)
    for visitor in (government(portal), ngo(portal), ngo(portal, "org-9")):
        shown = history(visitor)
        for said in ("Follow-up table 2025", "It was dark.", "Org one", "Done before (ngo)"):
            assert said in shown
        assert not [one for one in HIDDEN if one in shown]
    newer = Rounds(portal.engine, portal.vault, some.at, told=some.told)
    newer.opened("org-1")
    assert "Follow-up table 2025" in history(government(portal))
    assert "Follow-up round 2026" in history(office(portal))
    newer.keep(GOVERNMENT, "Our own steps")
    newer.submit(GOVERNMENT)
    newer.compile()
    newer.send()
    newer.publish("Done now")
    shown = history(government(portal))
    assert shown.index("Done before (ngo)") < shown.index("Done now (government)")


def test_a_government_gets_the_same_bytes_whatever_others_answered(portal: Pages) -> None:
    some = a_round(portal, told=last_year(portal).told)
    visitors = [government(portal), ngo(portal, "org-9")]
    before = [everything(one, some) for one in visitors]
    assert all(TITLE in one.get(PAGE).text for one in visitors)
    others_answer(some)
    some.describe("Planted situation")
    after = [everything(one, some) for one in visitors]
    pages = ("/recommendations", "/notices", "/follow-up", "/register")
    for was, now in zip(before, after, strict=True):
        assert [one for one in now if one[0].startswith(pages)] == [
            one for one in was if one[0].startswith(pages)
        ]


def test_without_a_round_or_a_table_there_is_none(portal: Pages) -> None:
    some = Rounds(portal.engine, portal.vault, portal.clock())
    some.recommend()
    assert history(office(portal)) == history(government(portal)) == ""
    some.opened("org-1")
    assert history(government(portal)) == ""


def test_it_reads_in_arabic(portal: Pages) -> None:
    last_year(portal)
    holder = portal.signed_in(R.MANDATE_HOLDER, language="ar", **OWN)
    page = holder.get(PAGE).text
    assert 'id="history"' in page
    assert TITLE not in page
    assert "Done before (ngo)" not in page, "it is the newest round, so its own answers stand there"
    assert "Planted Ngo answer" in page
