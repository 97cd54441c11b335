"""The simulation is reproducible, and its results follow from its input."""

from dataclasses import replace

import yaml

from tests.capacity import units
from tests.capacity.flow import moved, run, shared, wall
from tests.capacity.report import DOCUMENT, LAPTOP, SERVER, WATCHED, document, reached


def test_the_document_is_as_the_simulation_is() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "run: make docs"


def test_production_has_the_feed_processes_that_the_document_counts() -> None:
    overlay = DOCUMENT.parents[1] / "deploy" / "k8s" / "overlays" / "production"
    made = yaml.safe_load((overlay / "kustomization.yaml").read_text(encoding="utf-8"))
    counts = {one["name"]: one["count"] for one in made["replicas"]}
    assert counts["feed"] == WATCHED.feeds
    assert "take five feed processes" in DOCUMENT.read_text(encoding="utf-8")
    assert WATCHED.feeds == 5, "the sentence above, in words"


def test_a_seed_tells_the_same_story_and_another_seed_another() -> None:
    assert run(SERVER, 20, seed=1) == run(SERVER, 20, seed=1)
    assert run(SERVER, 20, seed=1) != run(SERVER, 20, seed=2)


def test_nobody_waits_less_because_more_people_come() -> None:
    for setup in (LAPTOP, SERVER, WATCHED):
        calm, busy = run(setup, 2), run(setup, 150)
        assert calm.receipt[2] <= busy.receipt[2]
        assert calm.feed[2] <= busy.feed[2]
        assert all(calm.busy[part] < busy.busy[part] for part in calm.busy)


def test_a_receipt_comes_after_the_page_and_its_commit_and_before_the_feed() -> None:
    for setup in (LAPTOP, SERVER, WATCHED):
        found = run(setup, 20)
        assert found.receipt[0] >= units.WEB * 0.8 + units.RECEIPT
        assert found.receipt[0] < found.feed[0]
        assert found.receipt[0] < found.page[0]


def test_the_wall_is_where_an_aim_breaks() -> None:
    pace, broken = wall(SERVER, units.FEED_P99)
    assert run(SERVER, pace).holds(units.FEED_P99)
    assert not broken.holds(units.FEED_P99)
    assert wall(replace(WATCHED, feeds=1), units.FEED_P99)[0] == 0


def test_more_of_the_fullest_part_moves_the_wall() -> None:
    pace, broken = wall(SERVER, units.FEED_P99)
    assert wall(moved(SERVER, broken.fullest), units.FEED_P99)[0] > pace
    assert not moved(LAPTOP, "database's writer").one_writer


def test_portions_let_processes_write_side_by_side_where_there_is_no_single_writer() -> None:
    times = [shared(number, one_writer=False) / shared(1, one_writer=False) for number in (1, 2, 4)]
    assert times == sorted(times)
    assert 3 < times[2] <= 4.1
    assert shared(4, one_writer=False, portions=1) < 1.1 / units.WRITING["postgresql"]
    assert shared(4, one_writer=True) < 1.1 / units.WRITING["sqlite"]


def test_a_fact_reaches_some_read_models_and_not_all() -> None:
    assert 1 < reached() < units.MODELS
    assert sum(units.SHARES.values()) == 1
