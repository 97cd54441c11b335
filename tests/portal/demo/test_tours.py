"""The tours of a demonstration: by role, on every page, without JavaScript."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import url_for
from sqlalchemy import insert

from portal.casefile.submissions.read_model import communications, submissions
from portal.demo.touring import address_of
from portal.demo.tours import BY_NAME, TOURS, Step
from portal.letters.communications.tables import letters
from portal.web.accounts import demo as invented
from portal.web.accounts.access import access_of
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.support.followup import NOW
from tests.support.portal import Pages, Visitor, pages, sqlite_urls

OLD_CASE, CASE = str(derive_id("old case")), str(derive_id("case"))
OLD_LETTER, LETTER = str(derive_id("old letter")), str(derive_id("letter"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    directory: Path = tmp_path_factory.mktemp("tours")
    with pages(*sqlite_urls(directory), demo=True) as built:
        invented.provide(built.engine, directory / "demo.json", built.vault)
        yield built


def been(demo: Pages, name: str, number: int) -> Visitor:
    """Somebody who took this step."""
    visitor = demo.visitor()
    assert visitor.post(f"/demo/tour/{name}/{number}", {}).status_code == 303
    return visitor


def bar(page: str) -> str:
    return page.partition('<nav class="tour')[2].partition("</nav>")[0]


def test_the_hands_of_a_case_have_ten_steps_each_and_all_others_have_some() -> None:
    roles = [tour.role for tour in TOURS]
    assert roles[:8] == [
        Role.NGO_MEMBER,
        Role.QUICK_RESPONSE_DESK,
        Role.HUMAN_RIGHTS_OFFICER,
        Role.MANDATE_HOLDER,
        Role.CHIEF,
        Role.DESK_OFFICER,
        Role.GOVERNMENT,
        Role.PUBLICATION_OFFICER,
    ]
    assert {len(tour.steps) for tour in TOURS[:8]} == {10}
    assert all(tour.steps for tour in TOURS)
    people = {one.email: one.roles for one in invented.PEOPLE}
    assert all(tour.role in people[tour.email] for tour in TOURS)
    had = {role for tour in TOURS for role in people[tour.email]}
    assert had | {Role.PANEL_MEMBER, Role.CHAIR_RAPPORTEUR} >= {
        role for roles in people.values() for role in roles
    }


def test_each_step_leads_to_a_page_that_its_person_may_open(demo: Pages) -> None:
    people = {one.email: frozenset(one.roles) for one in invented.PEOPLE}
    wrong = []
    for tour in TOURS:
        for step in tour.steps:
            for endpoint in (step.endpoint, step.instead):
                mark = access_of(demo.app, endpoint)
                assert mark is not None, endpoint
                if mark.roles and mark.roles.isdisjoint(people[tour.email]):
                    wrong.append((tour.name, endpoint))
    assert wrong == []


def test_every_page_without_a_case_opens_for_its_person(demo: Pages) -> None:
    for tour in TOURS:
        visitor = been(demo, tour.name, 1)
        pages_ = {step.instead if step.about else step.endpoint for step in tour.steps}
        with demo.app.test_request_context():
            addresses = [url_for(page) for page in sorted(pages_)]
        for address in addresses:
            page = visitor.client.get(address, follow_redirects=True)
            assert page.status_code == 200, (tour.name, address)
            assert f"Step 1 of {len(tour.steps)}:" in bar(page.text)


def test_a_tour_is_a_page_and_its_first_step_makes_the_visitor_its_person(demo: Pages) -> None:
    visitor = demo.visitor()
    assert '"/demo/tour"' in visitor.get("/demo").text
    for tour in TOURS:
        assert f'"/demo/tour/{tour.name}"' in visitor.get("/demo/tour").text
    page = visitor.get("/demo/tour/qrd").text
    assert all(str(step.says) in page for step in BY_NAME["qrd"].steps)
    assert "who does this work here" in page
    answer = visitor.post("/demo/tour/qrd/1", {})
    assert answer.status_code == 303
    assert "Quinn Demo" in visitor.get(answer.location).text


def test_the_bar_goes_on_over_people_to_the_next_tour_and_can_be_left(demo: Pages) -> None:
    visitor = been(demo, "ngo", 10)
    last = bar(visitor.get("/demo").text)
    assert "Step 10 of 10" in last
    assert "/demo/tour/ngo/11" not in last
    assert '"/demo/tour/qrd"' in last
    visitor.post("/demo/tour/qrd/3", {})
    page = visitor.get("/demo").text
    assert "Step 3 of 10" in bar(page)
    assert "Quinn Demo" in page
    assert "/demo/tour/qrd/4" in bar(page)
    assert visitor.post("/demo/tour/leave", {}).status_code == 303
    assert bar(visitor.get("/demo").text) == ""


@pytest.mark.parametrize(
    "kept", ["", "ngo", "ngo.0", "ngo.11", "ngo.x", "x.1", ".", "ngo.²", "ngo." + "9" * 5_000]
)
def test_what_a_browser_sends_of_no_tour_shows_no_bar(demo: Pages, kept: str) -> None:
    page = demo.visitor().get("/demo", Cookie=f"tour={kept}")
    assert (page.status_code, bar(page.text)) == (200, "")


def test_there_is_no_tour_of_nobody_and_no_eleventh_step(demo: Pages) -> None:
    visitor = demo.visitor()
    assert visitor.get("/demo/tour/nobody").status_code == 404
    for step in ("ngo/11", "ngo/0", "nobody/1", "ngo/²", f"ngo/{'9' * 5_000}"):
        assert visitor.post(f"/demo/tour/{step}", {}).status_code == 404


def test_outside_a_demonstration_there_is_no_tour(portal: Pages) -> None:
    visitor = portal.visitor()
    visitor.client.set_cookie("tour", "ngo.1")
    assert visitor.get("/demo/tour").status_code == 404
    assert visitor.post("/demo/tour/ngo/1", {}).status_code == 404
    assert bar(visitor.get("/sign-in").text) == ""


def test_the_steps_follow_the_case_that_came_last_and_its_own_letter(portal: Pages) -> None:
    def written(letter: str, **also: object) -> dict[str, object]:
        return {"communication_id": letter, "recipient": "CHE", "drafted_at": NOW, **also}

    with portal.engine.begin() as conn:
        for n, case in enumerate((OLD_CASE, CASE)):
            row = {"submission_id": case, "received_at": NOW + timedelta(days=n)}
            conn.execute(insert(submissions).values(row))
        sent = written(OLD_LETTER, approved_at=NOW, transmitted_at=NOW)
        conn.execute(insert(letters).values(sent))
        own = {"submission_id": CASE, "communication_id": LETTER}

    def leads_to(step: Step) -> str:
        with portal.app.test_request_context(), portal.engine.connect() as conn:
            return address_of(conn, step)

    read, draft = BY_NAME["qrd"].steps[1], BY_NAME["officer"].steps[4]
    transmit, reply = BY_NAME["chief"].steps[4], BY_NAME["government"].steps[1]
    assert leads_to(read) == f"/triage/{CASE}"
    assert leads_to(draft) == f"/communications/{OLD_LETTER}", "it has none of its own yet"
    with portal.engine.begin() as conn:
        early = written(LETTER, drafted_at=NOW - timedelta(days=1))
        conn.execute(insert(letters).values(early))
        conn.execute(insert(communications).values(own))
    assert leads_to(draft) == f"/communications/{LETTER}"
    assert leads_to(transmit) == f"/communications/{OLD_LETTER}", "its own is not approved yet"
    assert leads_to(reply) == f"/replies/{OLD_LETTER}/case"
