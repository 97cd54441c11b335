"""What everybody reads of a visit: its agreed days, once a holder published these very days (VR1).

And that there is one: by these days, by a statement at its end, or by its report.
"""

from typing import Any, Final

from sqlalchemy import Row, and_, exists, func, or_, select

from portal.followup.missions.read_model import missions
from portal.followup.visit_reports.read_model import reports
from portal.followup.visits.read_model import files
from portal.letters.statements.tables import statements

_c = files.c
PUBLIC: Final = and_(_c.status == "agreed", _c.first == _c.public_first, _c.last == _c.public_last)
_JOINT: Final = (
    select(missions.c.joint)
    .where(missions.c.mission_id == _c.mission_id)
    .correlate(files)
    .scalar_subquery()
)
VISIT: Final = func.coalesce(_JOINT, _c.mission_id)
"""The mission of a file: that of the joint visit in which it goes on."""
_STATED: Final = (
    exists()
    .where(
        statements.c.mission_id == VISIT,
        statements.c.edition > 0,
        statements.c.state != "withdrawn",
    )
    .correlate(files)
)
_came = missions.alias("came_along")
_THEIRS: Final = select(_came.c.mission_id).where(_came.c.joint == VISIT).correlate(files)
_REPORTED: Final = (
    exists()
    .where(
        or_(
            reports.c.mission_id == VISIT,
            reports.c.mission_id.in_(_THEIRS),
        ),
        reports.c.stage == "published",
    )
    .correlate(files)
)
HAS_PAGE: Final = and_(
    _c.status == "agreed", _c.mission_id.is_not(None), or_(PUBLIC, _STATED, _REPORTED)
)
"""The visit of a file has a public page of its own."""


def is_public(row: Row[Any]) -> bool:
    """Return the same of a row of ``files``."""
    agreed = row.status == "agreed" and row.first is not None
    return agreed and (row.public_first, row.public_last) == (row.first, row.last)
