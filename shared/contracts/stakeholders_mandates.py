"""What stakeholders tells of a mandate: what it sets for itself of the standard procedure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateSettings:
    """What is left out (None; a kind of letter that is not there) is as the office has it.

    ``reply_days``: kind of letter to days. ``reminder_days``: after transmission. ``join_…``: in
    which an invited mandate joins a letter that this one leads. ``approval_…``: how often this
    mandate's holders are reminded of a text that waits for them. ``admissibility_points``: what is
    asked of a submission beside the standard list, each so that yes means that it is met.
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
    """From now on: the whole of the settings. It has no reason in words, which could hold a name.

    What runs already goes on as it began.
    """

    mandate: str
    settings: MandateSettings
    changed_by: str
    changed_at: datetime


Fact: TypeAlias = MandateSettingsChanged

TYPES: dict[str, type] = {"mandate-settings-changed": MandateSettingsChanged}


def _without_points(told: dict[str, Any]) -> dict[str, Any]:
    """Version 1 knew the standard list of admissibility alone."""
    return {**told, "settings": {**told["settings"], "admissibility_points": ()}}


UPCASTERS = {"mandate-settings-changed": (_without_points,)}
