"""Facts of stakeholders about the Committee's watch-list and its planning board, together."""

from typing import TypeAlias

from shared.contracts import stakeholders_plans, stakeholders_situations

Fact: TypeAlias = stakeholders_situations.Fact | stakeholders_plans.Fact
TYPES: dict[str, type] = {**stakeholders_situations.TYPES, **stakeholders_plans.TYPES}
