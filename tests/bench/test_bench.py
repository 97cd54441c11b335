import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from deploy.local.supervisor import ROOT
from tests.bench import committee, warning
from tests.bench.__main__ import PARTS
from tests.bench.commands import has_peer
from tests.support.drawing import some_of

pytestmark = [
    pytest.mark.live,
    pytest.mark.alone,  # it starts whole platforms
    pytest.mark.timeout(1_200),  # it is no matter how long it takes on a busy machine
]


def _commands(found: dict[str, Any]) -> None:
    (entry,) = found["commands"]
    assert entry["clients"] == 16
    assert entry["path"]["submit-allegation"]["number"] == 50
    assert entry["ceiling"]["new stream"]["number"] == 50
    assert (entry["peer"] is not None) == has_peer()


def _on_a_platform(found: dict[str, Any]) -> None:
    assert found["cost"]["ms"]["intake"] > 0
    for kind in ("public", "staff"):
        assert found["slow"][kind]["web held"]["number"] == 5
    clicks = found["clicks on PostgreSQL"]
    assert clicks["missing"] == clicks["lost"] == 0
    assert clicks["click to feed"]["number"] == 20
    seats = found["seats"]
    assert seats["overtaken"] == seats["out of turn"] == seats["doubled"] == seats["lost"] == 0
    assert seats["asking"]["number"] == 40
    assert found["memory"]["web"]["rss"] > 0
    over = found["overload on PostgreSQL"]
    assert over["sent"] == over["receipts"] == over["submissions"] == 10 + 30
    assert all(page["number"] > 0 for page in over["during"]["pages"].values())


def _flood(found: dict[str, Any]) -> None:
    flood = found["flood"]
    assert flood["lost"] == 0
    assert flood["honest"]["number"] == 3
    assert sum(flood["flood"].get(status, 0) for status in ("200", "429")) > 0


def _enumeration(found: dict[str, Any]) -> None:
    kinds = found["enumeration"]["kinds"]
    assert len(kinds) == 10  # five, in two languages
    for one in kinds.values():
        assert one["there"]["number"] == one["not there"]["number"] == 8
        assert one["alike"]


def _register(found: dict[str, Any]) -> None:
    for register in (found["register"]["sqlite"], found["register"]["postgresql"]):
        assert register["searches"]["/en/register?q=torture"]["number"] == 2


def _sessions(found: dict[str, Any]) -> None:
    for sessions in (found["sessions"]["sqlite"], found["sessions"]["postgresql"]):
        assert sessions["stream"]["events"] > 40
        assert sessions["pages"]["/session-desk/…"]["number"] == 2


def _stakeholders(found: dict[str, Any]) -> None:
    for register in (found["stakeholders"]["sqlite"], found["stakeholders"]["postgresql"]):
        assert register["pages"]["the register"]["number"] == 2


def _corpus(found: dict[str, Any]) -> None:
    for corpus in (found["corpus"]["sqlite"], found["corpus"]["postgresql"]):
        assert corpus["pages"]["/en/all-recommendations?q=torture"]["number"] == 2


def _committee(found: dict[str, Any]) -> None:
    for one in (found["committee"]["sqlite"], found["committee"]["postgresql"]):
        for who, pages in committee.PAGES.items():
            assert one["pages"][who].keys() == {*pages}
        assert one["held"]["letters"]["runs"] == 1


def _queue(found: dict[str, Any]) -> None:
    for queue in (found["queue"]["sqlite"], found["queue"]["postgresql"]):
        assert queue["/triage/"]["number"] == 3


def _rebuild(found: dict[str, Any]) -> None:
    for database in ("sqlite", "postgresql"):
        assert found["rebuild"][database]["all at once"]["facts"] > 1_000


def _history(found: dict[str, Any]) -> None:
    assert found["history"]["starts_s"][0] > 0
    assert found["history"]["copy"][0]["path"]["submit-allegation"]["number"] == 50


def _warning(found: dict[str, Any]) -> None:
    told = "\n".join(warning.lines(found["warning"]))
    assert all(told.count(f"  {method} ") >= 2 for method in warning.TABLE)


_ELSEWHERE: Final = {"feed", "assessment", "briefing", "decade"}
"""What has no short form, because other tests of the gate go the same way."""
_KEPT: Final[Mapping[tuple[str, ...], Callable[[dict[str, Any]], None]]] = {
    ("commands",): _commands,
    ("cost", "seats", "clicks", "overload", "slow"): _on_a_platform,
    ("flood",): _flood,
    ("enumeration",): _enumeration,
    ("register",): _register,
    ("sessions",): _sessions,
    ("stakeholders",): _stakeholders,
    ("corpus",): _corpus,
    ("committee",): _committee,
    ("queue",): _queue,
    ("rebuild",): _rebuild,
    ("history",): _history,
    ("warning",): _warning,
}
"""Which parts are measured together, and what their figures have."""


def test_every_part_is_tried() -> None:
    tried = [part for parts in _KEPT for part in parts]
    assert sorted([*tried, *_ELSEWHERE]) == sorted(PARTS)


@pytest.mark.parametrize("parts", some_of(map(" ".join, _KEPT)))
def test_the_measurements_run_and_keep_their_figures(parts: str, tmp_path: Path) -> None:
    """That they run, and what they keep; never how fast it was."""
    only = [word for part in parts.split() for word in ("--only", part)]
    done = subprocess.run(  # noqa: S603  # our own module
        [sys.executable, "-m", "tests.bench", "--short", *only, "--into", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=1_100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (kept,) = tmp_path.glob("*.json")
    assert str(kept) in done.stdout
    found = json.loads(kept.read_text())
    assert found["machine"]["cores"] >= 1
    _KEPT[tuple(parts.split())](found)
