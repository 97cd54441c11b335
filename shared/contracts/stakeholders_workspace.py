"""Facts of the Committee's watch-list and planning board, and of briefings, together."""

from typing import TypeAlias

from shared.contracts import stakeholders_briefings, stakeholders_plans, stakeholders_situations

Fact: TypeAlias = (
    stakeholders_situations.Fact | stakeholders_plans.Fact | stakeholders_briefings.Fact
)
TYPES: dict[str, type] = {
    **stakeholders_situations.TYPES,
    **stakeholders_plans.TYPES,
    **stakeholders_briefings.TYPES,
}
