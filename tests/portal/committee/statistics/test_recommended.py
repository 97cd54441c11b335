"""Grades of recommendations as the Committee counts them: in bands, of years that are over."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from portal.app.read_models import READ_MODELS
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from shared.core.roles import Role
from tests.portal.committee.statistics.test_pages import PAGE, read, section
from tests.support.followup import NOW, assessed, issued, tell
from tests.support.portal import Pages
from tests.support.ready import ready

SCHEME = "Implementation (treaty-body practice)"
NAME = "recommended"


def told(portal: Pages, **many: int) -> None:
    """Let so many of each grade be given a year ago, and five more of each since then."""
    ready(portal.engine, READ_MODELS)
    tell(portal.engine, RECOMMENDATIONS, [issued(), *_given(many, days=366)])
    tell(portal.engine, RECOMMENDATIONS, [*_given(dict.fromkeys(many, 5), days=0)])


def _given(many: dict[str, int], *, days: int) -> Iterator[Any]:
    for grade, number in many.items():
        of = replace(assessed(grade), assessed_at=NOW - timedelta(days=days))
        yield from [of] * number
        yield from [replace(of, addressee_id="a-1")] * number  # of another than the Government


def test_the_committee_reads_the_least_of_each_band_of_years_that_are_over(portal: Pages) -> None:
    told(portal, **{"fully": 12, "partially": 5, "not": 4})
    committee = portal.signed_in(Role.COORDINATION_COMMITTEE)
    shown = {"Fully implemented": [10], "Partially implemented": [5], "Not implemented": [None]}
    assert read(committee, NAME) == {f"{SCHEME}: {of}": n for of, n in shown.items()}
    assert read(committee, NAME, "state=KEN") == read(committee, NAME), "no filter narrows it"
    part = section(committee.get(PAGE).text, NAME)
    assert "at least so many" in part
    assert "A scheme has numbers once two of its grades were given" in part


def test_one_grade_alone_is_not_shown_as_it_would_say_what_each_is(portal: Pages) -> None:
    told(portal, **{"fully": 60, "not": 4})
    committee = portal.signed_in(Role.COORDINATION_COMMITTEE)
    assert read(committee, NAME) == {}
    assert not section(committee.get(PAGE).text, NAME)


def test_a_member_who_holds_the_mandate_has_the_own_grades_in_no_band(portal: Pages) -> None:
    told(portal, fully=9, partially=9)
    own = frozenset({"sr-torture"})
    both = {Role.COORDINATION_COMMITTEE, Role.MANDATE_HOLDER}
    assert read(portal.signed_in(*both, mandates=own), NAME) == {}
    assert read(portal.signed_in(*both, mandates=frozenset({"sr-food"})), NAME)


def test_nobody_else_has_these_numbers(portal: Pages) -> None:
    told(portal, fully=9, partially=9)
    for role in (Role.CHIEF, Role.QUICK_RESPONSE_DESK, Role.HUMAN_RIGHTS_OFFICER):
        assert read(portal.signed_in(role), NAME) == {}
