from collections import Counter
from pathlib import Path

from tests.support import drawing
from tests.support.drawing import DRAWN, KEPT, ROOT, drawn_pages, is_drawn, some_of, sources
from tests.support.walking import Seen

ROUTES = [f"area.view{number}" for number in range(400)]
SEEDS = [f"seed{number}" for number in range(24)]


def test_a_gate_looks_at_about_a_part_of_all_routes() -> None:
    for by in SEEDS:
        share = sum(is_drawn(route, 2, by=by, whole=False) for route in ROUTES) / len(ROUTES)
        assert 0.4 < share < 0.6
    assert 0.25 < sum(is_drawn(one, 3, by="a", whole=False) for one in ROUTES) / len(ROUTES) < 0.42


def test_each_route_comes_soon() -> None:
    """A fault on one page is found by the next gates."""
    times = Counter(
        route for by in SEEDS for route in ROUTES if is_drawn(route, by=by, whole=False)
    )
    assert sum(times[route] == 0 for route in ROUTES) <= 2


def test_each_kind_of_element_is_looked_at() -> None:
    """What no page of a drawn route has is looked at where it first comes, once."""
    pages = [seen(route, "plain") for route in ROUTES]
    drawn = [page for page in pages if is_drawn(page.endpoint, whole=False)]
    assert drawn_pages(pages, whole=False) == drawn
    out = next(page.endpoint for page in pages if page not in drawn)
    rare = [seen(out, "rare"), seen(out, "rare")]
    assert drawn_pages([*pages, *rare], whole=False) == [*drawn, rare[0]]
    assert drawn_pages([*pages, *rare], {'p class="rare"'}, whole=False) == drawn
    looked_at = set[str]()
    assert drawn_pages(rare, looked_at, whole=False) == rare[:1]
    assert 'p class="rare"' in looked_at


def seen(route: str, look: str) -> Seen:
    return Seen("somebody", route, f"/{look}", 200, f'<main><p class="{look}">')


def test_the_same_sources_draw_the_same() -> None:
    first = [is_drawn(route, by="a", whole=False) for route in ROUTES]
    assert first == [is_drawn(route, by="a", whole=False) for route in ROUTES]
    assert first != [is_drawn(route, by="b", whole=False) for route in ROUTES]


def test_a_whole_run_looks_at_everything() -> None:
    assert all(is_drawn(route, whole=True) for route in ROUTES)


def test_of_few_names_a_part_is_drawn_and_never_none() -> None:
    few = ["a", "b", "c", "d", "e"]
    for seed in range(20):
        assert len(some_of(few, by=str(seed), whole=False)) == 2
    assert {one for seed in range(40) for one in some_of(few, by=str(seed), whole=False)} == {*few}
    assert some_of(["a"], whole=False) == ["a"]
    assert some_of(few, whole=True) == few


def test_the_seed_is_of_what_is_written_by_hand() -> None:
    read = {path.relative_to(ROOT).as_posix() for path in sources()}
    assert {"portal/app/web.py", "portal/public/home.py", "tests/support/drawing.py"} <= read
    assert {Path(path).suffix for path in read} == {*KEPT}
    assert not [path for path in read if "node_modules" in path or "__pycache__" in path]
    assert len(drawing.seed()) == 12


def test_every_walk_that_is_drawn_is_named() -> None:
    using = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests").rglob("test_*.py")
        if "tests.support.drawing import" in path.read_text() and path.name != "test_drawing.py"
    }
    assert using == {one.partition(":")[0] for one in DRAWN}


def test_a_run_says_what_was_drawn() -> None:
    [seed, walk] = drawing.account({"tests/browser/test_everywhere.py"}, whole=False)
    assert drawing.seed() in seed
    assert walk.startswith("tests/browser/test_everywhere.py")
    assert drawing.account({"tests/support/test_drawing.py"}, whole=False) == []
    assert drawing.account({"tests/browser/test_everywhere.py"}, whole=True) == []
