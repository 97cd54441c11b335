"""The invented standards of a demonstration: the first set, and a few answers from outside."""

from datetime import date, timedelta
from typing import Final

from portal.web.context import now, today
from portal.web.demonstration.asking import ask
from shared.contracts.commands import Command
from shared.contracts.stakeholders_coverage import CoverageValue
from shared.contracts.stakeholders_coverage_commands import AdoptStandardSet, RecordCoverageValues
from shared.core.message import derive_id
from shared.reference.coverage import on_record, standards

_SOURCE = "https://www.example.org/invented"
ANSWERS: Final = {
    "visit": {"KEN": "2019-05-17", "FRA": "never", "CHE": "2023-11-06", "DJI": "elsewhere"},
    "invitation": {"KEN": "yes", "FRA": "yes", "CHE": "yes", "NPL": "no"},
    "treaties": {"KEN": "7", "FRA": "8", "CHE": "8", "VAT": "na"},
}
"""By question and State. The invented world leaves these to the demonstration."""


def tell() -> None:
    """Whatever is shown of it was invented."""
    adopted = AdoptStandardSet(version=1, standards=tuple(standards()))
    _ask(adopted, "set", "adopted", hours=9)
    dated_on: date = today() - timedelta(days=40)
    for key, answers in ANSWERS.items():
        values = tuple(
            CoverageValue(state=state, value=value, source=_SOURCE, dated_on=dated_on)
            for state, value in answers.items()
        )
        nothing = on_record({}, answers)
        told = RecordCoverageValues(standard=key, seen=nothing, values=values, via="sheet")
        _ask(told, key, "recorded", hours=8)


def _ask(command: Command, of: str, step: str, *, hours: int) -> None:
    case = str(derive_id("coverage case", of))
    ask(command, "committee", case, f"coverage {of}", step, at=now() - timedelta(hours=hours))
