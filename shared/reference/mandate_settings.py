"""The settings of a mandate: what it may change in the standard procedure, and the bounds."""

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from shared.contracts.stakeholders_mandates import MandateSettings
from shared.core.said import Number, Said, say
from shared.reference import COMMUNICATION_TYPES, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """``no``: what is said of a number outside."""

    least: int
    most: int
    no: str

    def holds(self, number: int) -> bool:
        return self.least <= number <= self.most

    @property
    def said(self) -> Said:
        return say(self.no, least=Number(self.least), most=Number(self.most))


BOUNDS = MappingProxyType(
    {
        "reply_days": Bound(least=1, most=180, no="Enter days to reply from {least} to {most}."),
        "reminder_days": Bound(
            least=1, most=365, no="Enter days after transmission from {least} to {most}."
        ),
        "join_hours_urgent": Bound(
            least=1, most=168, no="Enter hours to join an urgent appeal from {least} to {most}."
        ),
        "join_days": Bound(
            least=1, most=60, no="Enter days to join other letters from {least} to {most}."
        ),
        "approval_hours_urgent": Bound(
            least=1,
            most=72,
            no="Enter hours between reminders of an urgent appeal from {least} to {most}.",
        ),
        "approval_hours": Bound(
            least=1,
            most=336,
            no="Enter hours between reminders of other letters from {least} to {most}.",
        ),
    }
)
NUMBERS = ("join_hours_urgent", "join_days", "approval_hours_urgent", "approval_hours")
"""The settings that are one number."""
MOST_REMINDERS = 5
MOST_POINTS, POINT_LENGTH = 10, 200
"""Of admissibility, beside the standard list: how many, and of how many characters each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A starting point for a mandate's settings. ``recalled``: from memory, to be checked first."""

    variant: str
    name: str
    source: str
    recalled: bool
    settings: MandateSettings


@cache
def variants() -> MappingProxyType[str, Variant]:
    """Return every known variant of the procedure by its code: procedure.md section 2.1."""
    return MappingProxyType(
        {
            row["variant"]: Variant(
                variant=row["variant"],
                name=row["name"],
                source=row["source"],
                recalled=row["mark"] == "recalled",
                settings=_settings(row),
            )
            for row in rows("mandate_variants.csv")
        }
    )


def _settings(row: dict[str, str]) -> MandateSettings:
    days = {code: row[f"reply_days_{code}"] for code in COMMUNICATION_TYPES}
    return MandateSettings(
        reply_days={code: int(number) for code, number in days.items() if number},
        reminder_days=tuple(map(int, row["reminder_days"].split(",")))
        if row["reminder_days"]
        else None,
        admissibility_points=tuple(filter(None, row["admissibility_points"].split("|"))),
        **{name: int(row[name]) if row[name] else None for name in NUMBERS},
    )
