"""Whether everybody reads the agreed days of a file: a holder published these very days (VR1)."""

from typing import Any, Final

from sqlalchemy import Row, and_

from portal.followup.visits.read_model import files

_c = files.c
PUBLIC: Final = and_(_c.status == "agreed", _c.first == _c.public_first, _c.last == _c.public_last)


def is_public(row: Row[Any]) -> bool:
    """Return the same of a row of ``files``."""
    agreed = row.status == "agreed" and row.first is not None
    return agreed and (row.public_first, row.public_last) == (row.first, row.last)
