"""Random histories of followup in the tables, all streams at once.

Each fact twice is each once, and tables that are made anew have the same rows. Facts of different
streams lie in different partitions, and come in any order among each other: that gives the same
rows, too.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as over
from hypothesis import strategies as st
from sqlalchemy import Engine

from portal.app.read_models import READ_MODELS
from services.followup.action.decide import ACTION
from services.followup.app import service
from services.followup.recommendation.cluster import CLUSTER
from services.followup.recommendation.decide import RECOMMENDATION
from services.followup.recommendation.numbering import NUMBER, NumberRecommendation
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_recommendation_commands import (
    AssessImplementation,
    IssueRecommendation,
)
from shared.contracts.followup_reprisal_entries import TYPES as ENTRIES
from shared.core.actor import Asked, system
from shared.core.decider import Refused
from shared.core.testing import AT
from shared.facts.kafka import Published
from shared.platform.settings import Settings
from tests.followup import test_action as actions
from tests.followup import test_case_invariants as cases
from tests.followup import test_cluster as clusters
from tests.followup import test_grading_delegated_histories as delegations
from tests.followup import test_invariants as recommendations
from tests.followup import test_publication_invariants as publications
from tests.followup import test_reprisal_histories as reprisals
from tests.followup import test_reprisal_publishing as entries
from tests.followup import test_visit_histories as files
from tests.followup.actions import PLAN, WRITER
from tests.followup.histories import Kind, happened
from tests.followup.stories import KINDS
from tests.followup.stories_of_missions import DEBRIEFED
from tests.followup.visits import EVERY, FILE_ID
from tests.portal.test_histories import filled
from tests.support.compiled import engine_of
from tests.support.twice import of_followup

HOLDER = next(one for one in recommendations.ACTORS if one.actor_id == "mandate_holder-sr-torture")
ISSUE = IssueRecommendation(
    recommendation_id=recommendations.ONE,
    communication_id=None,
    addressee="FRA",
    mandate="sr-torture",
    text=recommendations.TEXT,
    common_id="c-1",
)
LISTENING = [one for one in READ_MODELS if FOLLOWUP in one.contracts]
PUBLISHED = tuple(kind for _, kind in FOLLOWUP.catalogue)
Played = Callable[[Any], list[Any]]


def recommendation(asked: Any) -> list[Any]:
    begun = [(ISSUE, HOLDER, 0), *asked]
    return recommendations.played(RECOMMENDATION, begun, repeatable=AssessImplementation)


def reply_case(asked: Any) -> list[Any]:
    return [event for _, _, event in cases.played(asked)]


def action(moves: Any) -> list[Any]:
    done: list[Any] = []
    for command, by, _ in [(PLAN, WRITER, False), *moves]:
        state = ACTION.fold(done)
        now = replace(command, seen=state.step) if hasattr(command, "seen") else command
        with suppress(Refused):
            done += ACTION.decide(now, Asked(at=AT, by=by), state)
    return done


def cluster(asks: list[Any]) -> list[Any]:
    done: list[Any] = []
    for command, by in asks:
        with suppress(Refused):
            state = CLUSTER.fold([*done, *clusters.KNOWN])
            done += CLUSTER.decide(command, Asked(at=AT, by=by), state)
    return done


def delegation(asks: list[Any]) -> list[Any]:
    after = [given for _, _, given in delegations.told(asks)]
    return after[-1] if after else []


def numbers(of: list[str]) -> list[Any]:
    done: list[Any] = []
    for one in of:
        ask = NumberRecommendation(
            recommendation_id=one, mandate="sr-torture", addressee="FRA", year=AT.year
        )
        asked = Asked(at=AT, by=system("numbering"))
        done += NUMBER.decide(ask, asked, NUMBER.fold(done))
    return done


def entry(seed: int) -> list[Any]:
    after = [facts for _, _, facts in entries.happened(Random(seed))]
    return [fact for fact in after[-1] if fact.__class__ in ENTRIES.values()] if after else []


STREAMS: Mapping[str, tuple[st.SearchStrategy[Any], Played]] = {
    **{
        kind.stream: (kind.told(), partial(happened, kind))
        for name, kind in KINDS.items()
        if name != "report"  # of the same stream as the joint one
    },
    f"visitfile-{FILE_ID}": (
        files.MOVES,
        lambda moves: files.grown([*EVERY[:-1], *moves]),
    ),
    "replycase-c-1": (cases.asks, reply_case),
    "publication-c-1": (publications.STEPS, publications.happened),
    f"recommendation-{recommendations.ONE}": (
        st.lists(
            st.tuples(
                recommendations.recommendation_commands,
                recommendations.actors,
                recommendations.days,
            ),
            max_size=40,
        ),
        recommendation,
    ),
    "followupaction-1": (actions.MOVES, action),
    DEBRIEFED.stream: (DEBRIEFED.told(), partial(happened, DEBRIEFED)),
    "reprisalcase-1": (st.integers(), lambda seed: reprisals.happened(Random(seed))[0]),
    f"reprisalentry-{entries.ENTRY}": (st.integers(), entry),
    "recommendationcluster-c-1": (clusters.PLAYED, cluster),
    "gradingdelegation-sr-torture": (delegations.ASKS, delegation),
    f"recommendationnumber-sr-torture-FRA-{AT.year}": (
        st.lists(st.sampled_from([recommendations.ONE, "2", "3"]), max_size=4),
        numbers,
    ),
}
LEFT_OUT: Mapping[str, str] = {
    "FollowUpRoundPassedOn": "custody, of a mandate that ended: test_visit_custody",
    "MandateJoinedVisit": "decided beside a mission of the other mandate: test_joint_visit",
    "MandateLeftVisit": "the same",
    "MissionKindChanged": "told by the policy of its visit file: test_visit_kind",
    "ReferenceTextFreed": "rests on a recommendation that was taken up: test_taking_up",
    "ReferenceTextHeld": "the same",
    "VisitReportPassedOn": "custody, of a mandate that ended: test_visit_custody",
}
"""Facts that no story has, and why."""
DRAWN = {
    "followup",
    "followup_actions",
    "followup_addressee_proposals",
    "followup_clusters",
    "followup_custody",
    "followup_evidence",
    "followup_grading",
    "followup_information",
    "followup_publication",
    "followup_recommendations",
    "followup_replies",
    "followup_reprisal_entries",
    "followup_reprisals",
    "followup_taking_up",
    "followup_visit_files",
    "followup_visits",
}
"""Contracts of streams that have no story: their histories are drawn, so not each has each fact."""
NOTED = {"followup_erasure", "followup_holding", "followup_times"}
"""Contracts of what is noted once."""
NOTES = {"caseerasure", "democlock", "officeholder", "replytimes"}
"""One note at a time of what is not of followup: no fact here has an earlier one of its stream."""


def test_each_stream_of_followup_is_in_the_histories() -> None:
    every = {decider.category for _, decider in service(Settings(demo=True)).deciders}
    assert every - NOTES == {name.partition("-")[0] for name in STREAMS}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    at: Path = tmp_path_factory.mktemp("histories")
    made = engine_of(f"sqlite:///{at}/followup.db")
    yield made
    made.dispose()


def test_twice_in_any_order_of_streams_and_anew_the_rows_are_equal(engine: Engine) -> None:
    most: set[str] = set()

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @over(st.fixed_dictionaries({name: told for name, (told, _) in STREAMS.items()}), st.integers())
    def history(told: dict[str, Any], seed: int) -> None:
        streams = list(arrived(told))
        facts = [fact for stream in streams for fact in stream]
        models = [one for one in LISTENING if any(any(one.project(fact)) for fact in facts)]
        some = batches(facts)
        once = filled(engine, models, some)
        assert filled(engine, models, [batch for batch in some for _ in range(2)]) == once
        mixed = list(merged(streams, Random(seed)))  # the same each time
        assert filled(engine, models, batches(mixed)) == once
        assert filled(engine, models, [facts]) == once
        most.update(one.consumer for one in models)

    history()
    assert len(most) > 12, "most tables of followup were filled"


def covering(kind: Kind) -> list[list[Any]]:
    """Return histories of one kind in which every fact of it occurs, few of them."""
    some: list[list[Any]] = []
    known: set[type] = set()
    for told in kind.each_told():
        facts = happened(kind, told)
        if not known.issuperset(map(type, facts)):
            known.update(map(type, facts))
            some.append(facts)
    return some


@pytest.fixture(scope="module")
def stories() -> Mapping[str, list[list[Any]]]:
    some = [one for name, one in KINDS.items() if name != "report"]
    return {kind.stream: covering(kind) for kind in [*some, DEBRIEFED]}


def test_every_fact_of_these_streams_occurs(stories: Mapping[str, list[list[Any]]]) -> None:
    told = {type(fact) for each in stories.values() for facts in each for fact in facts}
    every = {one for one in PUBLISHED if one.__module__ in {each.__module__ for each in told}}
    assert {one.__name__ for one in every - told} == LEFT_OUT.keys()
    rest = {one.__module__.rpartition(".")[2] for one in PUBLISHED if one not in every}
    assert rest == DRAWN | NOTED


def test_stories_with_every_fact_give_the_same_rows_twice_and_anew(
    engine: Engine, stories: Mapping[str, list[list[Any]]]
) -> None:
    longest = max(map(len, stories.values()))
    for number in range(longest):
        some = {name: each[number] for name, each in stories.items() if number < len(each)}
        streams = list(published(some))
        facts = [fact for stream in streams for fact in stream]
        models = [one for one in LISTENING if any(any(one.project(fact)) for fact in facts)]
        once = filled(engine, models, batches(facts))
        twice = [batch for batch in batches(facts) for _ in range(2)]
        assert filled(engine, models, twice) == once
        assert filled(engine, models, batches(list(merged(streams, Random(number))))) == once


def arrived(told: Mapping[str, Any]) -> Iterator[list[Published]]:
    """Each stream in a partition of its own. Facts that nobody publishes stay out."""
    return published({name: played(told[name]) for name, (_, played) in STREAMS.items()})


def published(told: Mapping[str, Sequence[Any]]) -> Iterator[list[Published]]:
    position = 0
    for partition, (name, facts) in enumerate(told.items()):
        stream = []
        for fact in facts:
            if isinstance(fact, PUBLISHED):
                position += 1
                stream.append(in_partition(of_followup(fact, position, name, AT), partition))
        yield stream


def in_partition(fact: Published, partition: int) -> Published:
    return replace(fact, partition=partition)


def batches(facts: Sequence[Published]) -> list[Sequence[Published]]:
    return [facts[begin : begin + 12] for begin in range(0, len(facts), 12)]


def merged(streams: Sequence[Sequence[Published]], drawn: Random) -> Iterator[Published]:
    """Every stream in its own order, and no order among them."""
    each = [iter(stream) for stream in streams]
    waiting = [one for one, stream in zip(each, streams, strict=True) for _ in stream]
    drawn.shuffle(waiting)
    for one in waiting:
        yield next(one)
