"""What somebody wants to hear of, how often, and in which language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final, Literal, TypeAlias, get_args

from sqlalchemy import Row

from portal.public.register.publication import Choice
from portal.web.i18n.texts import lazy
from shared.core.geneva import GENEVA, day_of

Rhythm: TypeAlias = Literal["at_once", "daily", "weekly", "monthly"]
RHYTHMS: Final[Mapping[str, str]] = {
    "at_once": lazy("As soon as something is published, at most five times an hour"),
    "daily": lazy("Once a day, in the morning"),
    "weekly": lazy("Once a week, on Monday morning"),
    "monthly": lazy("Once a month, in the morning of the first day"),
}
KINDS: Final = {
    "letter": lazy("Letters to Governments and others"),
    "reply": lazy("Replies and their translations"),
    "statement": lazy("Statements"),
    "recommendation": lazy("Recommendations, also where they were corrected"),
    "report": lazy("Reports on visits"),
    "followup": lazy("Follow-up tables"),
    "call": lazy("Calls for input to country visits"),
    "document": lazy("Documents of the library that everybody can read, and new versions"),
    "issue": lazy("The weekly briefing and the quarterly bulletin"),
}
BETWEEN: Final = timedelta(minutes=12)
"""Between two mails to who hears at once: what comes in between is in the next one."""
_MORNING: Final = time(6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    choice: Choice
    rhythm: Rhythm
    language: str

    def columns(self) -> dict[str, Any]:
        """Return them as they are kept."""
        return {
            "states": list(self.choice.states),
            "mandates": list(self.choice.mandates),
            "themes": list(self.choice.themes),
            "kinds": list(self.choice.kinds),
            "rhythm": self.rhythm,
            "language": self.language,
        }


def read(row: Row[Any]) -> Wishes:
    choice = Choice(
        states=tuple(row.states),
        mandates=tuple(row.mandates),
        themes=tuple(row.themes),
        kinds=tuple(row.kinds),
    )
    return Wishes(choice=choice, rhythm=row.rhythm, language=row.language)


def rhythm_of(text: str) -> Rhythm:
    return next(one for one in get_args(Rhythm) if one == text)


def next_mail(rhythm: Rhythm, at: datetime) -> datetime:
    """Return when the next mail may go after one ``at``: in the morning of Geneva, or soon."""
    if rhythm == "at_once":
        return at + BETWEEN
    begun = _begun(rhythm, day_of(at))
    morning = datetime.combine(begun, _MORNING, GENEVA)
    if morning <= at:
        morning = datetime.combine(_after(rhythm, begun), _MORNING, GENEVA)
    return morning.astimezone(at.tzinfo)


def _begun(rhythm: Rhythm, day: date) -> date:
    """Return the first day of the day, week or month."""
    if rhythm == "monthly":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if rhythm == "weekly" else day


def _after(rhythm: Rhythm, begun: date) -> date:
    """Return the first day of the next one."""
    if rhythm == "monthly":
        return (begun + timedelta(days=31)).replace(day=1)
    return begun + timedelta(days=7 if rhythm == "weekly" else 1)
