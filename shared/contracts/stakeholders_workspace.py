"""Facts of stakeholders about the Committee's watch-list, its planning board, and the library."""

from typing import TypeAlias

from shared.contracts import stakeholders_library, stakeholders_plans, stakeholders_situations

Fact: TypeAlias = stakeholders_situations.Fact | stakeholders_plans.Fact | stakeholders_library.Fact
TYPES: dict[str, type] = {
    **stakeholders_situations.TYPES,
    **stakeholders_plans.TYPES,
    **stakeholders_library.TYPES,
}
