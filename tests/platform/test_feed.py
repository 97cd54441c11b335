"""The Committee's feed on the real parts: live, without gaps, duplicates or substance."""

import re
import time
from collections.abc import Callable
from uuid import uuid4

import httpx
import pytest

from deploy.local.testing import Platform
from tests.support.feed import reader
from tests.support.filing import submission
from tests.support.people import Person, filed

pytestmark = pytest.mark.live

SignIn = Callable[[str], Person]
MARKS = {
    "victims": "Wilhelmina Thistledown",
    "narrative": "a bell that nobody rang",
    "state": "EST",
}


def file(platform: Platform) -> None:
    assert filed(platform, submission(**MARKS), str(uuid4())).status_code == 201


def test_a_line_arrives_live_and_says_nothing_of_the_case(
    platform: Platform, sign_in: SignIn
) -> None:
    committee = sign_in("committee")
    watching = reader(committee)
    with watching.connected() as lines:
        file(platform)
        _, kind = next(lines)
        assert kind == "allegation-received"
    deadline = time.monotonic() + 10
    while "Submission received" not in (page := committee.get("/activity/")):
        assert time.monotonic() < deadline
    told = re.sub(r"<option\b.*?</option>", "", page)  # every State can be chosen
    for said in (told, *watching.said):
        for mark in (*MARKS.values(), "Estonia", "Demo Watch"):
            assert mark not in said


def test_a_lost_connection_and_a_dead_feed_cost_no_line_and_double_none(
    platform: Platform, sign_in: SignIn
) -> None:
    watching = reader(sign_in("committee"))
    with watching.connected() as lines:
        file(platform)
        next(lines)
    file(platform)  # while nobody reads
    feed = platform.kill("feed")
    file(platform)
    platform.wait_restarted("feed", feed)
    file(platform)
    deadline = time.monotonic() + 20
    while len(watching.lines) < 4:
        assert time.monotonic() < deadline
        try:
            with watching.connected() as lines:
                for _ in lines:
                    if len(watching.lines) == 4:
                        break
        except (httpx.HTTPError, AssertionError):
            time.sleep(0.2)
    places = [place for place, _ in watching.lines]
    assert len(set(places)) == 4
    fresh = reader(sign_in("committee"))
    with fresh.connected() as lines:
        file(platform)
        next(lines)
    assert len(fresh.lines) == 1  # what the page has is not told again


@pytest.mark.pages
@pytest.mark.parametrize("who", ["ngo", "nhri", "candidate", "government", "auditor", "admin"])
def test_the_feed_is_closed_to_those_the_matrix_closes_it_to(sign_in: SignIn, who: str) -> None:
    answer = sign_in(who).http.get("/feed", headers={"Accept": "text/event-stream"})
    assert answer.status_code == 403


@pytest.mark.pages
def test_the_feed_is_closed_to_strangers(platform: Platform) -> None:
    assert httpx.get(f"{platform.url}/feed", trust_env=False).status_code == 401
