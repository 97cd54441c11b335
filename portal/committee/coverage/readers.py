"""Who reads every column, and who writes: section D.5 of selection-stakeholders-committee.md."""

from typing import Final

from shared.core.roles import Role

WRITERS: Final = frozenset({Role.COORDINATION_COMMITTEE})
READERS: Final = WRITERS | {
    Role.MANDATE_HOLDER,
    Role.CHIEF,
    Role.QUICK_RESPONSE_DESK,
    Role.DESK_OFFICER,
    Role.HUMAN_RIGHTS_OFFICER,
}
