"""Coverage of States: the first set of standards, and answers from outside (all invented)."""

from datetime import timedelta

from deploy.local.world.deeds import Deed
from deploy.local.world.tales.tale import DAY, YEARS, Dice, Tale, named
from portal.committee.coverage import demo
from shared.contracts.stakeholders_coverage import CoverageValue
from shared.contracts.stakeholders_coverage_commands import AdoptStandardSet, RecordCoverageValues
from shared.reference.coverage import covered, on_record, standards

_SOURCE = "https://www.example.org/invented"


def run(deeds: list[Deed]) -> None:
    """The Committee adopts the set in the first year, and records what it finds since."""
    tale = Tale(named("coverage"), -(YEARS - 60) * DAY, deeds)
    tale.then(0, "committee", AdoptStandardSet(version=1, standards=tuple(standards())))
    recorded = [key for key, one in standards().items() if not one.computed]
    for key in recorded:
        dice = Dice(f"coverage {key}")
        values = tuple(
            CoverageValue(
                state=state,
                value=_answer(standards()[key].kind, key, dice),
                source=_SOURCE,
                dated_on=(tale.at - timedelta(days=30)).date(),
            )
            for state in sorted(covered())
            if dice.rolls(0.8) and state not in demo.ANSWERS.get(key, {})
        )
        seen = on_record({}, (one.state for one in values))
        told = RecordCoverageValues(standard=key, seen=seen, values=values, via="sheet")
        tale.then(DAY, "committee", told)


def _answer(kind: str, key: str, dice: Dice) -> str:
    if kind == "yes":
        return dice.pick(("yes", "no"))
    if kind in {"visit", "day"}:
        never = kind == "visit" and dice.rolls(0.12)
        day = f"{dice.between(2004, 2025)}-{dice.between(1, 12):02}-{dice.between(1, 28):02}"
        return "never" if never else day
    return str(dice.between(0, 9 if key == "treaties" else 5))
