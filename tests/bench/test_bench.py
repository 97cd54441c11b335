import json
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.supervisor import ROOT
from tests.bench.commands import has_peer

pytestmark = [
    pytest.mark.live,
    pytest.mark.alone,  # it starts whole platforms
    pytest.mark.timeout(1_200),  # it is no matter how long it takes on a busy machine
]


def test_the_measurements_run_and_keep_their_figures(tmp_path: Path) -> None:
    """That they run, and what they keep; never how fast it was."""
    done = subprocess.run(  # noqa: S603  # our own module
        [sys.executable, "-m", "tests.bench", "--short", "--into", str(tmp_path)],
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
    (entry,) = found["commands"]
    assert entry["clients"] == 16
    assert entry["path"]["submit-allegation"]["number"] == 50
    assert entry["ceiling"]["new stream"]["number"] == 50
    assert (entry["peer"] is not None) == has_peer()
    assert found["cost"]["ms"]["intake"] > 0
    for kind in ("public", "staff"):
        assert found["slow"][kind]["web held"]["number"] == 5
    flood = found["flood"]
    assert flood["lost"] == 0
    assert flood["honest"]["number"] == 3
    assert sum(flood["flood"].get(status, 0) for status in ("200", "429")) > 0
    clicks = found["clicks on PostgreSQL"]
    assert clicks["missing"] == clicks["lost"] == 0
    assert clicks["click to feed"]["number"] == 20
    for register in (found["register"]["sqlite"], found["register"]["postgresql"]):
        assert register["searches"]["/en/register?q=torture"]["number"] == 2
    for sessions in (found["sessions"]["sqlite"], found["sessions"]["postgresql"]):
        assert sessions["stream"]["events"] > 40
        assert sessions["pages"]["/session-desk/…"]["number"] == 2
    for register in (found["stakeholders"]["sqlite"], found["stakeholders"]["postgresql"]):
        assert register["pages"]["the register"]["number"] == 2
    for corpus in (found["corpus"]["sqlite"], found["corpus"]["postgresql"]):
        assert corpus["pages"]["/en/all-recommendations?q=torture"]["number"] == 2
    seats = found["seats"]
    assert seats["overtaken"] == seats["out of turn"] == seats["doubled"] == seats["lost"] == 0
    assert seats["asking"]["number"] == 40
    for queue in (found["queue"]["sqlite"], found["queue"]["postgresql"]):
        assert queue["/triage/"]["number"] == 3
    for database in ("sqlite", "postgresql"):
        assert found["rebuild"][database]["all at once"]["facts"] > 1_000
    assert found["history"]["starts_s"][0] > 0
    assert found["history"]["copy"][0]["path"]["submit-allegation"]["number"] == 50
    assert found["memory"]["web"]["rss"] > 0
