"""Facts of stakeholders about what the Committee works on, and of what it gives to read.

Its watch-list, its planning board, the advice that OHCHR asks of it, the internal advisory
procedure and the reports that mandates owe; briefings, the library and the training register;
briefings for treaty bodies.
"""

from typing import TypeAlias

from shared.contracts import (
    stakeholders_briefings,
    stakeholders_committee_advice,
    stakeholders_iap,
    stakeholders_library,
    stakeholders_plans,
    stakeholders_report_deadlines,
    stakeholders_situations,
    stakeholders_trainings,
    stakeholders_treaty_briefings,
)
from shared.contracts.feed import Feed

Fact: TypeAlias = (
    stakeholders_situations.Fact
    | stakeholders_plans.Fact
    | stakeholders_committee_advice.Fact
    | stakeholders_iap.Fact
    | stakeholders_briefings.Fact
    | stakeholders_library.Fact
    | stakeholders_report_deadlines.Fact
    | stakeholders_trainings.Fact
    | stakeholders_treaty_briefings.Fact
)
TYPES: dict[str, type] = {
    **stakeholders_situations.TYPES,
    **stakeholders_plans.TYPES,
    **stakeholders_committee_advice.TYPES,
    **stakeholders_iap.TYPES,
    **stakeholders_briefings.TYPES,
    **stakeholders_library.TYPES,
    **stakeholders_report_deadlines.TYPES,
    **stakeholders_trainings.TYPES,
    **stakeholders_treaty_briefings.TYPES,
}
UPCASTERS = {**stakeholders_trainings.UPCASTERS, **stakeholders_library.UPCASTERS}
FEED: Feed = {**stakeholders_briefings.FEED, **stakeholders_library.FEED}
