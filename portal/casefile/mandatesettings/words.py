"""The settings of a mandate in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.casefile.mandatesettings.times import Times
from shared.contracts.stakeholders_mandates import MandateSettings
from shared.reference import COMMUNICATION_TYPES


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """``own``: what the mandate set, None for nothing; ``office``: what holds then."""

    field: str
    label: str
    own: str | None
    office: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    title: str
    hint: str
    lines: Sequence[Line]


_REPLY = {f"reply_days_{code.lower()}": name for code, name in COMMUNICATION_TYPES.items()}
_LABELS: Mapping[str, str] = {
    **_REPLY,
    "reminder_days": "Reminder considered",
    "join_hours_urgent": "Urgent appeal",
    "join_days": "Other letters",
    "approval_hours_urgent": "Urgent appeal, every",
    "approval_hours": "Other letters, every",
    "admissibility_points": "Points of admissibility",
}
_GROUPS = (
    (
        "The Government's reply",
        (
            "Of letters that this mandate leads, from their transmission on. No reminder is "
            "considered before the reply is due, and none is sent by itself. The text of a letter "
            "names the days that held when its draft was begun."
        ),
        (*_REPLY, "reminder_days"),
    ),
    (
        "Joining a letter",
        (
            "How long a mandate has that is invited to a letter which this one leads. Silent until "
            "then, it drops out."
        ),
        ("join_hours_urgent", "join_days"),
    ),
    (
        "Texts that wait for approval",
        "How often a holder of this mandate is reminded by e-mail of a text that waits.",
        ("approval_hours_urgent", "approval_hours"),
    ),
)


def groups(times: Times) -> list[Group]:
    """Return the possible settings, with the mandate's values and the office's."""
    own, office = said(times.own), said(times.office)
    return [
        Group(
            title=title,
            hint=hint,
            lines=[
                Line(field=name, label=_LABELS[name], own=own[name], office=office[name] or "")
                for name in names
            ],
        )
        for title, hint, names in _GROUPS
    ]


def own(settings: MandateSettings) -> str:
    """Return in one sentence what a version set: "Urgent appeal 30 days; …"."""
    words = [f"{_LABELS[name]} {value}" for name, value in said(settings).items() if value]
    return "; ".join(words) if words else "Everything as the office has it"


def said(settings: MandateSettings) -> dict[str, str | None]:
    """Return each setting in words, by field; None for what is left out."""
    replies = {
        f"reply_days_{code.lower()}": _of(settings.reply_days.get(code), "day")
        for code in COMMUNICATION_TYPES
    }
    days, points = settings.reminder_days, len(settings.admissibility_points)
    return {
        **replies,
        "reminder_days": f"after {_listed(days)} days" if days else None,
        "join_hours_urgent": _of(settings.join_hours_urgent, "hour"),
        "join_days": _of(settings.join_days, "day"),
        "approval_hours_urgent": _of(settings.approval_hours_urgent, "hour"),
        "approval_hours": _of(settings.approval_hours, "hour"),
        "admissibility_points": f"{points} of its own" if points else None,
    }


def _of(number: int | None, unit: str) -> str | None:
    if number is None:
        return None
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _listed(days: Sequence[int]) -> str:
    *first, last = map(str, days)
    return f"{', '.join(first)} and {last}" if first else last
