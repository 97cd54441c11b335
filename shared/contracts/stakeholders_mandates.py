"""Facts of stakeholders about mandates: their own settings for the standard procedure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateSettings:
    """A missing value (None; a missing kind of letter) follows the office's settings.

    ``reply_days``: kind of letter to days. ``reminder_days``: after transmission. ``join_…``: the
    time in which an invited mandate joins a letter that this one leads. ``approval_…``: how often
    this mandate's holders are reminded of a text that waits for them. ``admissibility_points``:
    questions about a submission in addition to the standard list, each worded so that yes means
    that it is met.
    """

    reply_days: Mapping[str, int] = field(default_factory=dict)
    reminder_days: tuple[int, ...] | None = None
    join_hours_urgent: int | None = None
    join_days: int | None = None
    approval_hours_urgent: int | None = None
    approval_hours: int | None = None
    admissibility_points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateSettingsChanged:
    """All settings, from now on. It has no reason in words, which could contain a name.

    Deadlines that already run do not change.
    """

    mandate: str
    settings: MandateSettings
    changed_by: str
    changed_at: datetime


Fact: TypeAlias = MandateSettingsChanged

TYPES: dict[str, type] = {"mandate-settings-changed": MandateSettingsChanged}


def _without_points(told: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had only the standard list of admissibility."""
    return {**told, "settings": {**told["settings"], "admissibility_points": ()}}


UPCASTERS = {"mandate-settings-changed": (_without_points,)}
