"""The settings of a mandate in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.casefile.mandatesettings.times import Times
from portal.web.i18n.formats import all_of
from portal.web.i18n.texts import gettext, lazy, ngettext
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


_REPLY = {f"reply_days_{code.lower()}": lazy(name) for code, name in COMMUNICATION_TYPES.items()}
_LABELS: Mapping[str, str] = {
    **_REPLY,
    "reminder_days": lazy("Reminder considered"),
    "join_hours_urgent": lazy("Urgent appeal"),
    "join_days": lazy("Other letters"),
    "approval_hours_urgent": lazy("Urgent appeal, every"),
    "approval_hours": lazy("Other letters, every"),
    "admissibility_points": lazy("Points of admissibility"),
}
_GROUPS = (
    (
        lazy("The Government's reply"),
        lazy(
            "Of letters that this mandate leads, from their transmission on. No reminder is "
            "considered before the reply is due, and none is sent by itself. The text of a letter "
            "names the days that held when its draft was begun."
        ),
        (*_REPLY, "reminder_days"),
    ),
    (
        lazy("Joining a letter"),
        lazy(
            "How long a mandate has that is invited to a letter which this one leads. Silent until "
            "then, it drops out."
        ),
        ("join_hours_urgent", "join_days"),
    ),
    (
        lazy("Texts that wait for approval"),
        lazy("How often a holder of this mandate is reminded by e-mail of a text that waits."),
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
    """Return in one line what a version set: "Urgent appeal 30 days; …"."""
    words = [
        gettext("%(setting)s %(value)s", setting=_LABELS[name], value=value)
        for name, value in said(settings).items()
        if value
    ]
    return gettext("; ").join(words) if words else gettext("Everything as the office has it")


def said(settings: MandateSettings) -> dict[str, str | None]:
    """Return each setting in words, by field; None for what is left out."""
    replies = {
        f"reply_days_{code.lower()}": _days(settings.reply_days.get(code))
        for code in COMMUNICATION_TYPES
    }
    reminders, points = settings.reminder_days, len(settings.admissibility_points)
    return {
        **replies,
        "reminder_days": gettext("after %(days)s days", days=_listed(reminders))
        if reminders
        else None,
        "join_hours_urgent": _hours(settings.join_hours_urgent),
        "join_days": _days(settings.join_days),
        "approval_hours_urgent": _hours(settings.approval_hours_urgent),
        "approval_hours": _hours(settings.approval_hours),
        "admissibility_points": ngettext("%(count)s of its own", "%(count)s of its own", points)
        if points
        else None,
    }


def _days(number: int | None) -> str | None:
    return None if number is None else ngettext("%(count)s day", "%(count)s days", number)


def _hours(number: int | None) -> str | None:
    return None if number is None else ngettext("%(count)s hour", "%(count)s hours", number)


def _listed(days: Sequence[int]) -> str:
    return all_of([str(day) for day in days])
