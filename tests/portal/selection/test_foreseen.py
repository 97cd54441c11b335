"""Everybody reads which seats fall vacant in the work cycle, and what became of each."""

from dataclasses import replace
from datetime import date
from typing import Any

from shared.contracts.stakeholders_foreseen import VacancyForeseen
from tests.portal.selection.facts import told
from tests.portal.selection.world import World, text
from tests.stakeholders.test_foreseen import FORETOLD, gone

PAGE = "/vacancies/foreseen/"


def seat(w: World, **changed: Any) -> VacancyForeseen:
    year = w.portal.clock.at.year
    this = replace(FORETOLD, cycle=year, ends_on=date(year, 12, 31), session_on=date(year, 9, 1))
    return replace(this, **changed)


def test_the_list_of_the_cycle_says_which_seat_why_and_when(selection: World) -> None:
    w = selection
    anybody = w.portal.visitor()
    assert "No vacancy is foreseen in this cycle" in text(anybody.get(PAGE))
    assert PAGE in anybody.get("/vacancies/").text
    w.service.applier.apply(
        told(
            [
                seat(w, mandate="wgad", seat_region="AFR", conditional=True),
                seat(w, foreseen_id="t-3", kind="unforeseen"),
                seat(w, foreseen_id="t-4", mandate="sr-water", cycle=2020),
            ]
        )
    )
    shown = text(anybody.get(PAGE))
    assert "seat of the African States" in shown
    assert "Conditional" in shown
    assert "The seat falls vacant before its time" in shown
    assert "September" in shown
    assert "due by 17 May" in shown
    assert "water" not in shown


def test_what_is_no_longer_foreseen_leaves_the_list(selection: World) -> None:
    w = selection
    w.service.applier.apply(told([seat(w), gone("filled")]))
    assert "No vacancy is foreseen" in text(w.portal.visitor().get(PAGE))


def test_the_list_leads_to_the_call_and_the_officer_to_declaring_it(selection: World) -> None:
    w, anybody = selection, selection.portal.visitor()
    called = w.called()
    facts = [seat(w), seat(w, foreseen_id="t-5", mandate="sr-water")]
    w.service.applier.apply(told(facts, first=5_000))
    assert f"/vacancies/{called}" in anybody.get(PAGE).text
    declare = "/selection/declare?mandate=sr-water"
    assert declare in w.officer.get(PAGE).text.replace("&amp;", "&")
    assert "/selection/declare" not in anybody.get(PAGE).text
    form = w.officer.get(declare).text
    assert '<option value="sr-water" selected>' in form
