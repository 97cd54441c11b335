"""The long history of the benches has as many facts as it is asked for, in the mix it names."""

from pathlib import Path

import pytest

from services.approvals.app import APPROVALS_SERVICE
from services.intake.app import INTAKE_SERVICE
from tests.bench.history import DECADE, HALVES, Mix, fill

_FACTS = 6_000


@pytest.mark.parametrize("mix", [HALVES, DECADE], ids=["halves", "decade"])
def test_it_writes_what_it_is_asked_for(tmp_path: Path, mix: Mix) -> None:
    told = fill(tmp_path / "events.db", _FACTS, mix)
    assert 0.8 * _FACTS < sum(told.values()) < 1.2 * _FACTS
    of_intake, of_letters = (
        told[one.contract.topic] / _FACTS for one in (INTAKE_SERVICE, APPROVALS_SERVICE)
    )
    assert mix.submissions - 0.1 < of_intake < mix.submissions + 0.1
    assert mix.letters - 0.05 < of_letters < mix.letters + 0.1
