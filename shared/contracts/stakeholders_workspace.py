"""Facts of stakeholders about what the Committee works on.

Its watch-list, its planning board, and the advice that OHCHR asks of it, together.
"""

from typing import TypeAlias

from shared.contracts import (
    stakeholders_committee_advice,
    stakeholders_plans,
    stakeholders_situations,
)

Fact: TypeAlias = (
    stakeholders_situations.Fact | stakeholders_plans.Fact | stakeholders_committee_advice.Fact
)
TYPES: dict[str, type] = {
    **stakeholders_situations.TYPES,
    **stakeholders_plans.TYPES,
    **stakeholders_committee_advice.TYPES,
}
