"""Facts of stakeholders on what the Committee reads besides: situations, plans and reports."""

from typing import TypeAlias

from shared.contracts import (
    stakeholders_plans,
    stakeholders_report_deadlines,
    stakeholders_situations,
)

Fact: TypeAlias = (
    stakeholders_situations.Fact | stakeholders_plans.Fact | stakeholders_report_deadlines.Fact
)
TYPES: dict[str, type] = {
    **stakeholders_situations.TYPES,
    **stakeholders_plans.TYPES,
    **stakeholders_report_deadlines.TYPES,
}
