"""Form letters of a campaign: one group in the queue, each a submission of its own."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import Engine

from portal.casefile.submissions.matching import tokens
from portal.desk.triage import alike
from portal.desk.triage.alike import Folded
from portal.desk.triage.filters import Filters
from shared.core.actor import Actor
from shared.core.roles import Role
from tests.bench import plans
from tests.support.portal import Pages, Visitor
from tests.support.submissions import AT, Told, received, triaged
from tests.support.triage import DESK, assigned, case

KEY = b"matching"
LETTER = (
    "I write to you about {name}, who was taken from the house in the old town before dawn by men "
    "who showed no warrant. Since that day nobody has seen {name}. The family went to the police "
    "station, to the prosecutor and to the ministry, and was told at each of them to go to the "
    "next one. The lawyer was not let in. We ask the Special Procedures to write to the Government "
    "without delay, to ask where {name} is held, on what charge, and whether a doctor has come."
)
OWN = (
    "My brother drove a lorry for the cooperative. On the road to the coast a patrol stopped him "
    "and asked for money. He had none left, so they kept the lorry and the papers, and broke his "
    "arm with a rifle when he asked for a receipt. The hospital set the bone and wrote a report, "
    "of which I have a copy. The cooperative dismissed him because the goods were lost."
)
FIRST = ("Amina", "Boris", "Chandra", "Dawit", "Elif", "Farid", "Goran", "Hana", "Ines", "Juma")
LAST = (
    "Abebe",
    "Bello",
    "Castro",
    "Demir",
    "Eriksen",
    "Farah",
    "Garcia",
    "Haddad",
    "Ivanov",
    "Joshi",
)
NAMES = [f"{first} {last}" for first in FIRST for last in LAST]
OF_ALL = range(1, 101)


def hashes(name: str, text: str = LETTER, **changes: Any) -> tuple[str, ...]:
    data = {"names": [name], "state": "KEN", "months": ["2026-11"], **changes}
    return tokens(KEY, narrative=text.format(name=name), **data)


def letter(number: int, **also: Any) -> Any:
    fact = received(case(number), matching=hashes(NAMES[number - 1]))
    return replace(fact, received_at=AT + timedelta(seconds=number), **also)


@pytest.fixture
def campaign(engine: Engine) -> Told:
    told = Told(engine)
    told.tell(*(letter(n) for n in OF_ALL))
    return told


def queue(engine: Engine, actor: Actor = DESK, *, beyond: str = "", **narrowed: str) -> Folded:
    filters = Filters(**{"status": "to-do", **narrowed})
    with engine.connect() as conn:
        return alike.lines(conn, actor, filters, AT, beyond=beyond)


def ids(found: Folded) -> list[str]:
    return [line.submission_id for line in found.page.shown]


def test_a_hundred_form_letters_are_one_line_and_an_own_story_is_a_line_of_its_own(
    engine: Engine, campaign: Told
) -> None:
    campaign.tell(replace(received(case(500), matching=hashes("Juma Bello", OWN)), received_at=AT))
    found = queue(engine)
    assert ids(found) == [case(500), case(1)]
    assert {one: group.number for one, group in found.groups.items()} == {case(1): 100}
    assert found.page.further is None


def test_what_came_after_the_group_is_found_on_the_same_page(
    engine: Engine, campaign: Told
) -> None:
    later = [
        replace(
            received(case(n), matching=hashes(f"Name {n}", f"An own story, told {n} times over.")),
            received_at=AT + timedelta(days=1, seconds=n),
        )
        for n in range(500, 560)
    ]
    campaign.tell(*later)
    first = queue(engine)
    assert ids(first) == [case(1), *map(case, range(500, 549))]
    assert first.page.further
    assert ids(queue(engine, beyond=first.page.further)) == [*map(case, range(549, 560))]


@pytest.mark.parametrize("also", [{"reprisal": True}, {"urgent": True}, {"state": "ERI"}])
def test_what_differs_in_what_counts_is_not_hidden(
    engine: Engine, campaign: Told, also: dict[str, Any]
) -> None:
    campaign.tell(
        replace(received(case(500), matching=hashes("Juma Abebe")), received_at=AT, **also)
    )
    found = queue(engine)
    assert sorted(ids(found)) == sorted([case(500), case(1)])
    assert found.groups[case(1)].number == 100


def test_what_somebody_works_on_or_decided_is_not_hidden(engine: Engine, campaign: Told) -> None:
    campaign.tell(assigned(case(7)), triaged(case(8)))
    found = queue(engine)
    assert ids(found) == [case(1), case(7)]
    assert found.groups[case(1)].number == 98


def test_texts_too_short_to_tell_are_no_group(engine: Engine) -> None:
    told = Told(engine)
    short = [received(case(n), matching=hashes(f"N {n}", "See the file.")) for n in range(1, 61)]
    told.tell(*short)
    found = queue(engine)
    assert (len(ids(found)), found.groups) == (50, {})


def test_where_no_group_is_found_the_page_is_read_once(engine: Engine) -> None:
    told = Told(engine)
    told.tell(*(letter(n, matching=hashes("Ann Ray", "Free them")) for n in range(60)))
    with plans.statements(engine) as asked:
        found = queue(engine)
    assert (len(found.page.shown), len(found.groups)) == (50, 0)
    assert sum("LIMIT" in one and "triage_queue.rank" in one for one, _ in asked) == 1


def test_a_narrowed_queue_shows_every_line(engine: Engine, campaign: Told) -> None:
    found = queue(engine, urgency="ordinary")
    assert (len(ids(found)), found.groups) == (50, {})


def test_fewer_than_a_campaign_are_lines_of_their_own(engine: Engine) -> None:
    Told(engine).tell(*(letter(n) for n in range(1, 31)))
    found = queue(engine)
    assert (len(ids(found)), found.groups) == (30, {})


# --- its page --------------------------------------------------------------------------------


@pytest.fixture
def desk(portal: Pages, told: Told) -> Visitor:
    seal = portal.vault.seal
    told.tell(
        *(
            replace(
                received(case(n), seal=seal, matching=hashes(NAMES[n - 1])),
                received_at=AT + timedelta(seconds=n),
            )
            for n in OF_ALL
        )
    )
    return portal.signed_in(Role.QUICK_RESPONSE_DESK, account_id="desk-1")


def shared(numbers: Sequence[int], **also: Any) -> dict[str, Any]:
    return {
        "command_id": str(uuid4()),
        "urgency": "ordinary",
        "mandates": ["sr-torture"],
        "these": [case(n) for n in numbers],
        **also,
    }


def sent(portal: Pages) -> list[dict[str, Any]]:
    return [json.loads(request.read()) for request in portal.asked]


def test_the_queue_says_how_many_they_are_and_the_page_lists_each(desk: Visitor) -> None:
    page = desk.get("/triage/").text
    assert page.count("100 submissions say nearly the same") == 1
    assert page.count("data-keys-item") == 1
    group = desk.get(f"/triage/{case(1)}/alike").text
    assert "100 submissions say nearly the same" in group
    assert group.count('name="these"') == 50
    second = desk.get(f"/triage/{case(1)}/alike?page=2").text
    assert second.count('name="these"') == 50
    for restricted in ("Planted", *NAMES):
        assert restricted not in group
    assert "All that say nearly the same" in desk.get(f"/triage/{case(5)}").text


def test_what_is_shared_together_is_shared_for_each(portal: Pages, desk: Visitor) -> None:
    data = shared([2, 3, 5])
    for _ in range(2):
        answer = desk.post(f"/triage/{case(1)}/alike", data)
        assert answer.status_code == 303
    first, again = sent(portal)[:3], sent(portal)[3:]
    assert [one["data"]["submission_id"] for one in first] == [case(n) for n in (2, 3, 5)]
    assert [one["correlation_id"] for one in first] == [case(n) for n in (2, 3, 5)]
    assert {one["type"] for one in first} == {"triage-submission"}
    assert len({one["id"] for one in first}) == 3
    assert [one["id"] for one in again] == [one["id"] for one in first]
    assert "3 submissions" in desk.get("/triage/").text


def test_what_is_of_no_group_or_was_decided_is_not_shared_with_it(
    portal: Pages, told: Told, desk: Visitor
) -> None:
    told.tell(received(case(500), matching=hashes("Juma Bello", OWN)), triaged(case(2)))
    answer = desk.post(f"/triage/{case(1)}/alike", shared([2, 500]))
    assert answer.status_code == 422
    assert "Tick at least one" in answer.text
    assert portal.asked == []
    desk.post(f"/triage/{case(1)}/alike", shared([2, 3, 500]))
    assert [one["data"]["submission_id"] for one in sent(portal)] == [case(3)]


def test_one_that_is_refused_stops_no_other_and_is_told(portal: Pages, desk: Visitor) -> None:
    answers: Iterator[httpx.Response] = iter(
        [portal.answer, httpx.Response(409, json={"detail": "No."}), portal.answer]
    )
    kept = portal.answer
    asked = portal.asked

    class InTurn(list[httpx.Request]):
        def append(self, request: httpx.Request) -> None:
            super().append(request)
            portal.answer = next(answers)

    portal.asked = InTurn(asked)
    assert desk.post(f"/triage/{case(1)}/alike", shared([2, 3, 5])).status_code == 303
    assert len(portal.asked) == 3
    portal.answer = kept
    assert "2 of 3 submissions. The others are still here" in desk.get("/triage/").text


def test_an_officer_shares_nothing_and_sees_what_is_shared_with_the_mandate(
    portal: Pages, told: Told, desk: Visitor
) -> None:
    told.tell(*(triaged(case(n), mandates=("wgad",)) for n in (1, 2, 3)))
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"wgad"}))
    group = officer.get(f"/triage/{case(1)}/alike").text
    assert "3 submissions say nearly the same" in group
    assert 'name="these"' not in group
    assert f'action="/triage/{case(1)}/alike"' not in group
    assert officer.post(f"/triage/{case(1)}/alike", shared([2])).status_code == 403
    assert officer.get(f"/triage/{case(9)}/alike").status_code == 404
