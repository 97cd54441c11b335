"""Counts of the training register over random histories, counted anew from its facts.

The recount knows facts alone: no table, no query, no other line of what it tests.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from portal.homes.trainings import queries
from shared.contracts import stakeholders_trainings as facts
from shared.reference import states
from tests.stakeholders import trainings as said
from tests.support.portal import Pages
from tests.support.trainings import Trainings

STATES = ("KEN", "FRA", "PER", None)


LAWFUL = {"planned": ("changed", "cancelled", "held", "held"), "held": ("held", "taken back")}


def happened(some: Trainings, chance: random.Random) -> None:
    """Let an event be moved, cancelled, held and held anew, or taken back, as the rules let it."""
    one = some.planned(chance.randint(-900, 60), state=chance.choice(STATES))
    stage = "planned"
    for _ in range(chance.randint(0, 4)):
        what = chance.choice(LAWFUL[stage])
        stage = "held" if what == "held" else "planned"
        if what == "changed":
            first = said.TODAY + chance.randint(-900, 60) * said.DAY
            moved = replace(said.DETAILS, first=first, last=first + said.DAY)
            details = replace(moved, state=chance.choice(STATES))
            some.tell(said.CHANGED, one, details=details)
        elif what == "cancelled":
            some.tell(said.CANCELLED, one)
            some.tell(said.REINSTATED, one)
        elif what == "taken back":
            some.tell(said.TAKEN_BACK, one)
        else:
            people = {"unct": chance.randint(0, 30), "ngo": chance.randint(0, 30)}
            some.tell(said.HELD, one, participants=people)
            _found(some, one, chance)


def _found(some: Trainings, one: str, chance: random.Random) -> None:
    for _ in range(chance.randint(0, 3)):
        finding = some.found(one)
        for _ in range(chance.randint(0, 2)):
            item = some.item(one, "owner-1", finding_id=finding)
            if chance.random() < 0.7:
                outcome = chance.choice(("done", "done", "dropped"))
                some.tell(said.CLOSED, one, item_id=item, outcome=outcome)
                if chance.random() < 0.2:
                    some.tell(said.REOPENED, one, item_id=item)
        if chance.random() < 0.2:
            some.tell(said.STRUCK, one, finding_id=finding)


def recount(history: Iterable[Any]) -> dict[tuple[int, str], list[int]]:
    """Return events, people, findings and those that are done, by year and region."""
    details: dict[str, facts.TrainingDetails] = {}
    held: dict[str, int] = {}
    found: defaultdict[str, set[str]] = defaultdict(set)
    of: defaultdict[str, set[str]] = defaultdict(set)
    became: dict[str, str] = {}
    for fact in history:
        one = fact.training_id
        match fact:
            case facts.TrainingPlanned() | facts.TrainingChanged():
                details[one] = fact.details
            case facts.TrainingHeld():
                held[one] = sum(fact.participants.values())
            case facts.TrainingHeldTakenBack():
                held.pop(one, None)
                found[one].clear()
            case facts.TrainingFindingRecorded():
                found[one].add(fact.finding_id)
            case facts.TrainingFindingStruck():
                found[one].discard(fact.finding_id)
            case facts.TrainingFollowUpOpened(finding_id=str(finding)):
                of[finding].add(fact.item_id)
                became[fact.item_id] = "open"
            case facts.TrainingFollowUpClosed():
                became[fact.item_id] = fact.outcome
            case facts.TrainingFollowUpReopened():
                became[fact.item_id] = "open"
            case _:
                pass
    counts: defaultdict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for one, people in held.items():
        state = states().get(details[one].state or "")
        ends = [Counter(became[item] for item in of[finding]) for finding in found[one]]
        done = sum(bool(each["done"]) and not each["open"] for each in ends)
        row = counts[details[one].first.year, (state.group if state else None) or ""]
        for place, more in enumerate((1, people, len(ends), done)):
            row[place] += more
    return dict(counts)


@pytest.mark.parametrize("seed", [1, 2])
def test_counts_are_of_the_facts_by_year_and_region(portal: Pages, seed: int) -> None:
    chance, some = random.Random(seed), Trainings(portal.engine, portal.vault, portal.clock())
    for _ in range(25):
        happened(some, chance)
    should = recount(some.history)
    assert len(should) > 4
    assert all(map(sum, zip(*should.values(), strict=True)))
    with portal.engine.connect() as conn:
        found = queries.counts(conn, queries.Filters())
    assert {
        (one.year, one.region): [one.events, one.people, one.findings, one.done] for one in found
    } == should
