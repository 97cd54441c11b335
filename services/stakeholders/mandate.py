"""A mandate's own settings for the standard procedure (capability 57).

Its holder decides, in a Working Group the Chair-Rapporteur: the secretariat acts on explicit
instructions, and gives none. Settings do not change what already runs elsewhere.
"""

from collections.abc import Sequence

from shared.contracts.stakeholders_commands import ChangeMandateSettings
from shared.contracts.stakeholders_mandates import Fact, MandateSettings, MandateSettingsChanged
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused
from shared.core.said import Number
from shared.reference import COMMUNICATION_TYPES, mandates
from shared.reference.mandate_holder import head_of
from shared.reference.mandate_settings import (
    BOUNDS,
    MOST_POINTS,
    MOST_REMINDERS,
    NUMBERS,
    POINT_LENGTH,
)


def decide(command: ChangeMandateSettings, asked: Asked, state: MandateSettings) -> Sequence[Fact]:
    if command.mandate not in mandates():
        raise Refused("Choose the mandate from the list.")
    head_of(command.mandate, asked)
    _sound(command.settings)
    if command.settings == state:
        return []
    return [
        MandateSettingsChanged(
            mandate=command.mandate,
            settings=command.settings,
            changed_by=asked.by.actor_id,
            changed_at=asked.at,
        )
    ]


def evolve(_: MandateSettings, event: Fact) -> MandateSettings:
    return event.settings


def _sound(settings: MandateSettings) -> None:
    if any(kind not in COMMUNICATION_TYPES for kind in settings.reply_days):
        raise Refused("Choose kinds of letters from the list.")
    for days in settings.reply_days.values():
        _within("reply_days", days)
    for name in NUMBERS:
        number = getattr(settings, name)
        if number is not None:
            _within(name, number)
    if settings.reminder_days is not None:
        _reminders(settings.reminder_days)
    _points(settings.admissibility_points)


def _reminders(days: tuple[int, ...]) -> None:
    if not 1 <= len(days) <= MOST_REMINDERS:
        raise Refused(
            "Enter from 1 to {most} days on which a reminder is considered.",
            most=Number(MOST_REMINDERS),
        )
    if list(days) != sorted(set(days)):
        raise Refused("Enter the days of reminders in order, each once.")
    for one in days:
        _within("reminder_days", one)


def _points(points: tuple[str, ...]) -> None:
    if len(points) > MOST_POINTS or len(set(points)) < len(points):
        raise Refused(
            "Enter at most {most} points of admissibility, each once.", most=Number(MOST_POINTS)
        )
    for one in points:
        if one.splitlines() != [one.strip()] or len(one) > POINT_LENGTH:
            raise Refused(
                "Enter each point in one line of at most {most} characters.",
                most=Number(POINT_LENGTH),
            )


def _within(name: str, number: int) -> None:
    bound = BOUNDS[name]
    if not bound.holds(number):
        raise Refused(bound.no, least=Number(bound.least), most=Number(bound.most))


MANDATE: Decider[ChangeMandateSettings, Fact, MandateSettings] = Decider(
    category="mandate",
    key=lambda command: command.mandate,
    initial=MandateSettings(),
    decide=decide,
    evolve=evolve,
)
