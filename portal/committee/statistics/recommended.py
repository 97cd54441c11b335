"""How often mandates gave each grade to what Governments do about recommendations (F.8).

For the Committee alone, which knows that grades are given and reads none before it is public. Those
who work for a mandate have figures of their own. Every grade that was given counts, by the year in
which it was: what is over never changes, and no filter narrows it.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, select, true

from portal.committee.statistics import floor
from portal.followup.recommendations.tables import assessments
from portal.web import followup_policy as policy
from portal.web.followup_policy import Kind, Scope
from shared.core.actor import Actor
from shared.core.geneva import day_of, start_of

_a = assessments.c


def given(conn: Connection, actor: Actor, today: date) -> Mapping[tuple[str, str], int]:
    """Return the least number of the band of each grade that is shown, by scheme and grade.

    A member who holds a mandate reads its grades, so they are in no band.
    """
    query = select(_a.scheme, _a.grade, _a.assessed_at).where(
        policy.rows(actor, Kind.COUNTED, {Scope.ANY: true()}),
        _a.addressee_id.is_(None),
        _a.assessed_at < start_of(date(today.year, 1, 1)),
        _a.mandate.not_in(sorted(actor.mandates)),
    )
    each = [(row.scheme, row.grade, day_of(row.assessed_at).year) for row in conn.execute(query)]
    until = {
        scheme: floor.last_year((year for of, _grade, year in each if of == scheme), today)
        for scheme in {of for of, _grade, _year in each}
    }
    counted = Counter(
        (scheme, grade)
        for scheme, grade, year in each
        if (last := until[scheme]) is not None and year <= last
    )
    return floor.in_bands(counted, until)
