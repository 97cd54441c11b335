"""Grades of replies in substance beside how soon their letters were answered."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Final

from portal.committee.statistics.rows import Graded, Sent

HOW: Final = ("in_time", "later", "not_due")


def compare(
    letters: Iterable[Sent], given: Iterable[Graded], today: date
) -> Counter[tuple[str, str]]:
    """Count grades by how soon the reply came, as it is ``today``, and by their value."""
    of = {one.communication_id: one for one in letters}
    return Counter(
        (of[one.communication_id].how(today), one.value)
        for one in given
        if one.substantive and one.communication_id in of
    )
