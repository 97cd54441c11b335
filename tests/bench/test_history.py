"""The long history of the benches has as many facts as it is asked for, in the mix it names."""

from pathlib import Path

from services.approvals.app import APPROVALS_SERVICE
from services.intake.app import INTAKE_SERVICE
from tests.bench.history import fill

_FACTS = 6_000


def test_it_writes_what_it_is_asked_for(tmp_path: Path) -> None:
    told = fill(tmp_path / "events.db", _FACTS)
    assert 0.8 * _FACTS < sum(told.values()) < 1.2 * _FACTS
    of_intake, of_letters = (
        told[one.contract.topic] / _FACTS for one in (INTAKE_SERVICE, APPROVALS_SERVICE)
    )
    assert 0.4 < of_intake < 0.6
    assert 0.2 < of_letters < 0.35
