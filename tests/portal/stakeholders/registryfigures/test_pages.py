"""The pages of the mandates in figures: what everybody reads, and what is for the Branch alone."""

from dataclasses import replace
from datetime import UTC, date, datetime

from portal.web.charts import Dot, Stroke, Words
from portal.web.stepped import Turn, stepped
from shared.contracts.stakeholders_onboarding import OnboardingCompleted, OnboardingStarted
from shared.core.roles import Role
from shared.reference import mandates
from tests.portal.stakeholders.test_pages import NAME, text
from tests.stakeholders import test_registry as told
from tests.support.portal import Pages
from tests.support.terms import TERM, TORTURE, Terms, ended, started

FIGURES, READY = "/en/mandates/figures", "/mandates/figures/ready"
BEGUN = OnboardingStarted(
    term_id=TERM,
    mandate=TORTURE,
    holder_id=None,
    starts_on=date(2024, 8, 1),
    kit=(),
    bars=("two-factor-key",),
    started_at=datetime(2024, 7, 1, tzinfo=UTC),
)


def test_everybody_reads_the_line_and_its_events_and_the_days_without_a_holder(
    portal: Pages,
) -> None:
    end = replace(told.TERMINATED, ended_on=date(2026, 6, 30))
    Terms(portal.engine).tell(told.CREATED, told.OTHER_CREATED, end, started(), ended())
    Terms(portal.engine, told=5).tell(ended(ended_on=date(2026, 6, 20)))
    visitor = portal.visitor()
    assert "/mandates/figures" in visitor.get("/en/mandates").text
    page = visitor.get(FIGURES).text
    said = text(page)
    assert 'aria-labelledby="course-title course-finding"' in page
    assert f"{mandates()[TORTURE].name} Ended 1 Jul 2026 A/HRC/RES/58/13 1" in said
    assert "The line begins" in said
    assert "30 Mar 2026: 2. 24 Nov 2026: 1." in said
    assert f"{mandates()[TORTURE].name}, 21 Jun 2026 to 30 Jun 2026 10" in said
    assert READY not in page
    for language in ("ar", "zh"):
        other = portal.visitor().get(f"/{language}/mandates/figures").text
        assert "Days without" not in other
        assert 'text-anchor="middle" class="small">' in other


def test_without_a_registry_the_page_says_so(portal: Pages) -> None:
    Terms(portal.engine)
    said = text(portal.visitor().get(FIGURES).text)
    assert "The line appears here once the registry has its mandates." in said
    assert "Days appear here once a term has ended." in said


def test_a_year_that_was_typed_wrong_takes_the_page_from_nobody(portal: Pages) -> None:
    end = replace(told.TERMINATED, ended_on=date.max)
    Terms(portal.engine).tell(told.CREATED, told.OTHER_CREATED, end, started(), ended())
    page = portal.visitor().get(FIGURES)
    assert page.status_code == 200
    assert "24 Nov 2026: 2." in text(page.text)
    Terms(portal.engine, told=5).tell(replace(told.REESTABLISHED, resolution=told.TEXT))
    assert portal.visitor().get(FIGURES).status_code == 200


def test_the_chief_and_the_committee_read_how_soon_holders_could_sign(portal: Pages) -> None:
    terms = Terms(portal.engine)
    for role in (Role.CHIEF, Role.COORDINATION_COMMITTEE):
        assert "Numbers appear here" in text(portal.signed_in(role).get(READY).text)
    done = datetime(2024, 8, 13, 12, tzinfo=UTC)
    terms.tell(
        started(), BEGUN, OnboardingCompleted(term_id=TERM, mandate=TORTURE, completed_at=done)
    )
    for role in (Role.CHIEF, Role.COORDINATION_COMMITTEE):
        person = portal.signed_in(role)
        assert READY in person.get(FIGURES).text
        page = text(person.get(READY).text)
        assert "Days: 8 to 14 1 Days: 15 to 30 0" in page
        assert "Median, in days: 12" in page
        assert NAME not in page
        assert mandates()[TORTURE].name not in page
    for role in (Role.SELECTION_OFFICER, Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER):
        assert portal.signed_in(role).get(READY).status_code == 403


def test_a_stepped_line_goes_up_and_down_on_its_day(portal: Pages) -> None:
    with portal.app.test_request_context("/"):
        drawing = stepped(
            date(2024, 1, 1),
            date(2026, 12, 31),
            10,
            [
                Turn(on=date(2025, 7, 1), number=9, kind=2),
                Turn(on=date(2025, 7, 1), number=9, kind=1),
                Turn(on=date(2025, 7, 3), number=10, kind=1),
            ],
            ["Created", "Ended", "Lapsed"],
        )
    line = next(one for one in drawing.shapes if isinstance(one, Stroke) and one.look == "l1")
    assert [y for _, y in line.points] == [34, 34, 50, 50, 34, 34]
    assert [x for x, _ in line.points] == sorted(x for x, _ in line.points)
    dots = [one for one in drawing.shapes if isinstance(one, Dot)]
    assert [one.said for one in dots] == ["1 Jul 2025, Created, Ended", "3 Jul 2025, Created"]
    texts = [one for one in drawing.shapes if isinstance(one, Words)]
    marks = [one for one in texts if one.look == "small"]
    assert [one.text for one in marks] == ["1, 2", "1"]
    assert marks[0].y != marks[1].y, "they would cover each other"
    assert {one.text for one in texts} >= {"1 Jan 2024", "2026", "31 Dec 2026", "1  Created"}
    assert "3  Lapsed" not in {one.text for one in texts}, "nothing of that happened"
