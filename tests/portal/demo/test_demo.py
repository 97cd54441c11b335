"""The demonstration's page and its clock."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from portal.app.feed import create_app
from portal.committee.activity.hub import Hub
from portal.committee.activity.lines import line
from portal.committee.activity.showing import rendered
from portal.demo import being
from portal.followup.replies.read_model import REPLIES
from portal.web.accounts import demo as invented
from portal.web.clock.moved import Moved
from portal.web.clock.read_model import DEMO, demo_clock, project
from portal.web.context import now, real_now
from services.followup.demo_clock import DEMO_CLOCK
from shared.contracts.followup import DemoClockAdvanced
from shared.contracts.followup_commands import AdvanceDemoClock
from shared.core.actor import Actor, ActorSigner
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.read_models.model import Applier, Put, digest
from tests.support.compiled import engine_of
from tests.support.followup import NOW, arriving, due, sent, tell
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.refused import answer
from tests.support.reprisals import known

MOVE = {"command_id": str(derive_id("move")), "days": "61"}


def moved(days: int) -> DemoClockAdvanced:
    return DemoClockAdvanced(days=days, advanced_by="account-1", advanced_at=NOW)


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path), demo=True) as built:
        tell(built.engine, DEMO, [])
        yield built


def test_the_clock_is_one_row() -> None:
    values = {"days": 61, "advanced_by": "account-1", "advanced_at": NOW}
    assert list(project(arriving([moved(61)])[0])) == [Put(demo_clock, ("main",), values)]
    assert list(project(arriving([due()])[0])) == []


def test_facts_delivered_twice_leave_the_same_clock(database_url: str) -> None:
    engine = engine_of(database_url)
    applier = Applier(engine, DEMO)
    applier.prepare()
    story = arriving([moved(1), moved(61)])
    for fact in story:
        applier.apply([fact])
        applier.apply([fact])
    with engine.connect() as conn:
        once_each = digest(conn, DEMO.tables)
    applier.drop()
    applier.prepare()
    applier.apply(story)
    with engine.connect() as conn:
        assert digest(conn, DEMO.tables) == once_each
    engine.dispose()


def test_all_is_seen_at_the_demonstrations_time_and_sessions_at_the_real_one(demo: Pages) -> None:
    visitor = demo.signed_in(Role.SYSTEM_ADMIN)
    with demo.app.app_context():
        assert now() == real_now() == NOW
    tell(demo.engine, DEMO, [moved(400)])
    with demo.app.app_context():
        assert (now(), real_now()) == (NOW + timedelta(days=400), NOW)
    assert visitor.get("/accounts").status_code == 200, "no session ends"
    own = visitor.get("/security").text
    assert own.count("just now") == own.count('class="when__relative"') > 1
    assert "29 Dec 2027" in own, "the day is that of all other pages"


def test_every_page_says_that_the_clock_was_moved(demo: Pages) -> None:
    """In the line that every page of the walks has (test_each_language.py)."""
    said = "The clock of this demonstration was moved 61 days ahead."
    pages = ("/en/", "/en/sign-in", "/en/help", "/demo", "/nothing-here")
    assert not any(said in demo.visitor().get(page).text for page in pages)
    tell(demo.engine, DEMO, [moved(61)])
    for page in pages:
        [*_, line] = demo.visitor().get(page).text.partition('<p class="demonstration__text">')
        assert said in line.partition("</p>")[0], page


def test_what_is_asked_for_is_dated_by_the_moved_clock_and_says_so(demo: Pages) -> None:
    tell(demo.engine, DEMO, [moved(61)])
    demo.signed_in(Role.SYSTEM_ADMIN).post("/demo/clock", MOVE)
    token = demo.asked[0].headers["authorization"].removeprefix("Actor ")
    asked = ActorSigner(demo.settings.actor_key_list).opened(token).asked
    assert (asked.at, asked.ahead) == (NOW + timedelta(days=61), 61)


def test_a_letter_sent_after_the_clock_was_moved_waits_its_sixty_days(demo: Pages) -> None:
    tell(demo.engine, DEMO, [moved(61)])
    letter = due(in_days=121)
    tell(demo.engine, REPLIES, [letter])
    known(demo.engine, letter.communication_id)
    page = demo.signed_in(Role.CHIEF).get(f"/replies/{letter.communication_id}/case").text
    assert "in 60 days" in page
    assert "just now" in page, "and it was sent today"


def test_pages_and_the_live_feed_date_what_happened_by_the_moved_clock(demo: Pages) -> None:
    tell(demo.engine, DEMO, [moved(61)])
    [fact] = arriving([replace(due(), transmitted_at=NOW + timedelta(days=61))])
    happened = line(replace(fact, ahead=61))
    assert happened is not None
    feed = create_app(demo.settings, engine=demo.engine, feed=Hub())
    for process in (demo.app, feed):
        told = rendered(process, happened, "en", None)
        assert "24 Jan 2027" in told


def test_without_a_demonstration_there_is_no_such_page_and_no_such_time(portal: Pages) -> None:
    visitor = portal.signed_in(Role.SYSTEM_ADMIN)
    assert visitor.get("/demo").status_code == 404
    assert visitor.post("/demo/clock", MOVE).status_code == 404
    assert "/demo" not in visitor.get("/").text
    tell(portal.engine, DEMO, [moved(61)])
    assert "was moved" not in visitor.get("/").text
    with portal.app.app_context():
        assert now() == real_now() == NOW
    assert Moved(portal.settings, portal.engine).ahead() == timedelta(), "in no other process"


def test_everybody_learns_who_can_sign_in_and_what_day_it_is(demo: Pages) -> None:
    demo.person(Role.CHIEF, demo=True, name="Chiara Demo", email="chief@demo.example")
    demo.person(Role.CHIEF, demo=True, disabled=True, email="gone@demo.example")
    demo.person(Role.CHIEF, email="real@example.org")
    tell(demo.engine, DEMO, [moved(61)])
    page = demo.visitor().get("/demo")
    assert page.status_code == 200
    assert "chief@demo.example" in page.text
    assert "Chief of the Special Procedures Branch" in page.text
    assert "demo.json" in page.text
    for hidden in ("real@example.org", "gone@demo.example", "Move the clock"):
        assert hidden not in page.text
    assert "61 days" in page.text
    assert "24 Jan 2027" in page.text


@pytest.mark.parametrize("role", [Role.QUICK_RESPONSE_DESK, Role.SYSTEM_ADMIN])
def test_desk_and_administrator_move_the_clock(demo: Pages, role: Role) -> None:
    visitor = demo.signed_in(role)
    assert "Move the clock forward" in visitor.get("/demo").text
    demo.answer = httpx.Response(
        200, json={"stream": "democlock-main", "position": 7, "events": []}
    )
    answer = visitor.post("/demo/clock", MOVE)
    assert answer.status_code == 303
    assert answer.location.startswith("/demo?after=")
    body = sent(demo.asked[0])
    assert (body["type"], body["data"]) == ("advance-demo-clock", {"days": 61})


def test_nobody_else_moves_it(demo: Pages) -> None:
    assert demo.signed_in(Role.CHIEF).post("/demo/clock", MOVE).status_code == 403
    assert demo.asked == []


@pytest.mark.parametrize("days", ["", "0", "-1", "401", "many", "1.5", "9" * 400])
def test_a_step_is_a_number_from_1_to_400(demo: Pages, days: str) -> None:
    visitor = demo.signed_in(Role.SYSTEM_ADMIN)
    answer = visitor.post("/demo/clock", {**MOVE, "days": days})
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert demo.asked == []


def test_a_refusal_of_the_service_is_shown(demo: Pages) -> None:
    visitor = demo.signed_in(Role.SYSTEM_ADMIN)
    demo.answer = httpx.Response(422, json={"title": "The clock goes no further."})
    answer = visitor.post("/demo/clock", MOVE)
    assert answer.status_code == 422
    assert "The clock goes no further." in answer.text


def test_a_refusal_of_followup_is_read_in_french_with_its_number(demo: Pages) -> None:
    visitor = demo.signed_in(Role.SYSTEM_ADMIN)
    visitor.get("/demo?lang=fr")
    by = Actor(actor_id="account-1", roles=frozenset({Role.SYSTEM_ADMIN}))
    further = AdvanceDemoClock(days=61)
    demo.answer = answer(DEMO_CLOCK, [moved(3_650)], further, by=by)
    page = visitor.post("/demo/clock", MOVE)
    assert page.status_code == 422
    assert (
        "<li>L’horloge ne peut pas avancer de plus de "  # noqa: RUF001  # French
        "3\u202f660 jours.</li>"
    ) in page.text


def test_a_visitor_is_an_invented_person_by_one_button(demo: Pages) -> None:
    demo.person(Role.MANDATE_HOLDER, demo=True, name="Marta Demo", email="holder@demo.example")
    visitor = demo.visitor()
    page = visitor.get("/demo")
    assert "Be Marta Demo" in page.text
    answer = visitor.post("/demo/be", {"who": "holder@demo.example"})
    assert (answer.status_code, visitor.get(answer.location).status_code) == (303, 200)
    assert "Marta Demo" in visitor.get(answer.location).text


def test_who_is_somebody_becomes_somebody_else(demo: Pages) -> None:
    demo.person(Role.CHIEF, demo=True, name="Chiara Demo", email="chief@demo.example")
    visitor = demo.signed_in(Role.MANDATE_HOLDER)
    answer = visitor.post("/demo/be", {"who": "chief@demo.example"})
    assert "Chiara Demo" in visitor.get(answer.location).text


@pytest.mark.parametrize(
    "who", [{"email": "real@example.org"}, {"email": "gone@demo.example", "disabled": True}]
)
def test_nobody_becomes_a_person_who_is_not_invented_or_may_not_enter(
    demo: Pages, who: dict[str, Any]
) -> None:
    demo.person(Role.CHIEF, **{"demo": "disabled" in who, **who})
    visitor = demo.visitor()
    for email in (who["email"], "", "nobody@demo.example"):
        answer = visitor.post("/demo/be", {"who": email})
        assert answer.status_code == 422
        assert "Choose one of the people who are listed here" in answer.text
    assert visitor.get("/work").status_code != 200


def test_outside_a_demonstration_nobody_is_somebody_by_a_button(portal: Pages) -> None:
    portal.person(Role.CHIEF, demo=True, email="chief@demo.example")
    visitor = portal.visitor()
    assert visitor.post("/demo/be", {"who": "chief@demo.example"}).status_code == 404
    assert "Be somebody" not in visitor.get("/sign-in").text


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1:8000", "http://officer-hrds.localhost:8000/demo?be=officer.hrds@demo.example"),
        ("localhost", "http://officer-hrds.localhost/demo?be=officer.hrds@demo.example"),
        (
            "ngo.localhost:8000",
            "http://officer-hrds.localhost:8000/demo?be=officer.hrds@demo.example",
        ),
        ("demo.example.org", None),
        ("localhost.example.org", None),
    ],
)
def test_two_people_side_by_side_have_a_name_of_this_machine_each(
    demo: Pages, host: str, own: str | None
) -> None:
    with demo.app.test_request_context(base_url=f"http://{host}/"):
        assert being.window("officer.hrds@demo.example") == own


def test_a_window_of_its_own_offers_its_person_first(demo: Pages) -> None:
    demo.person(Role.CHIEF, demo=True, name="Chiara Demo", email="chief@demo.example")
    demo.person(Role.MANDATE_HOLDER, demo=True, name="Marta Demo", email="holder@demo.example")
    page = demo.visitor().get("/demo?be=holder@demo.example").text
    assert page.index("Be Marta Demo") < page.index("Be Chiara Demo")
    assert page.count("Be Marta Demo") == 2
    assert demo.visitor().get("/demo?be=x").status_code == 200


def test_everybody_who_was_invented_can_be_somebody(demo: Pages, tmp_path: Path) -> None:
    invented.provide(demo.engine, tmp_path / "demo.json", demo.vault)
    page = demo.visitor().get("/demo").text
    for one in invented.PEOPLE:
        assert f'value="{one.email}"' in page
    visitor = demo.visitor()
    for one in invented.PEOPLE:
        answer = visitor.post("/demo/be", {"who": one.email})
        assert one.name in visitor.get(answer.location).text
