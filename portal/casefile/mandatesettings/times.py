"""The settings in force for a mandate: its own, and the office's values for the rest.

Other areas use this for their own work; ``queries`` rules who may read the settings themselves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, select

from portal.casefile.mandatesettings.read_model import mandate_settings
from shared.contracts.stakeholders_mandates import MandateSettings
from shared.platform.settings import Settings

_URGENT = "UA"


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """``own``: what the mandate set; ``office``: what holds where it set nothing."""

    own: MandateSettings
    office: MandateSettings

    def reply_days(self, type_: str) -> int:
        return self.own.reply_days.get(type_) or self.office.reply_days[type_]

    def joining(self, type_: str) -> timedelta:
        """Return how long a mandate has to join a letter of this kind that this one leads."""
        if type_ == _URGENT:
            hours = self.own.join_hours_urgent or self.office.join_hours_urgent
            return timedelta(hours=hours or 0)
        return timedelta(days=self.own.join_days or self.office.join_days or 0)

    def approval_hours(self, type_: str) -> int:
        """Return how many hours lie between reminders of a text that waits for its holders."""
        if type_ == _URGENT:
            return self.own.approval_hours_urgent or self.office.approval_hours_urgent or 0
        return self.own.approval_hours or self.office.approval_hours or 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a mandate's settings."""

    settings: MandateSettings
    changed_by: str
    changed_at: datetime


def office_of(settings: Settings) -> MandateSettings:
    """Return the office's settings, for mandates without their own."""
    return MandateSettings(
        reply_days=dict.fromkeys(("AL", "UA", "OL"), settings.reply_days),
        reminder_days=settings.reminder_days,
        join_hours_urgent=settings.join_hours_urgent,
        join_days=settings.join_days,
        approval_hours_urgent=settings.reminder_hours_urgent,
        approval_hours=settings.reminder_hours,
    )


def times_of(conn: Connection, settings: Settings, mandate: str) -> Times:
    """Return the mandate's present settings."""
    versions = versions_of(conn, [mandate])[mandate]
    return times(settings, versions)


def times(settings: Settings, versions: list[Version], *, at: datetime | None = None) -> Times:
    """Return the settings ``at`` that time, or now. ``versions``: the newest first."""
    then = [one for one in versions if at is None or one.changed_at <= at]
    own = then[0].settings if then else MandateSettings()
    return Times(own=own, office=office_of(settings))


def points_of(conn: Connection, some: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the points of admissibility that each of these mandates has of its own now."""
    return {
        mandate: versions[0].settings.admissibility_points if versions else ()
        for mandate, versions in versions_of(conn, some).items()
    }


def versions_of(conn: Connection, some: Sequence[str]) -> Mapping[str, list[Version]]:
    """Return every version of the settings of these mandates, the newest first."""
    found: dict[str, list[Version]] = {one: [] for one in some}
    c = mandate_settings.c
    query = select(mandate_settings).where(c.mandate.in_(some)).order_by(c.position.desc())
    for row in conn.execute(query):
        found[row.mandate].append(_version(row))
    return found


def _version(row: Row[tuple[object, ...]]) -> Version:
    reminders = row.reminder_days
    return Version(
        settings=MandateSettings(
            reply_days=row.reply_days,
            reminder_days=None if reminders is None else tuple(reminders),
            join_hours_urgent=row.join_hours_urgent,
            join_days=row.join_days,
            approval_hours_urgent=row.approval_hours_urgent,
            approval_hours=row.approval_hours,
            admissibility_points=tuple(row.admissibility_points),
        ),
        changed_by=row.changed_by,
        changed_at=row.changed_at,
    )
