"""Recommendations to a State as its country team reads them: what is addressed to it comes first.

All of it is public: the words, and the tags and addressees of what is public.
"""

from typing import Any, Final

from sqlalchemy import Connection, Select, case, exists, select

from portal.followup.recommendations.tables import addressees, tags
from portal.public.register.tables import OWN, recommendations
from portal.web.figures import Figure, Row
from portal.web.i18n.texts import gettext

TEAM: Final = "un"
"""The country team, or an agency of it: as what a recommendation names them."""
_c, _a, _t = recommendations.c, addressees.c, tags.c
_FIRST: Final = exists().where(_a.recommendation_id == _c.recommendation_id, _a.kind == TEAM)


def to_state(state: str) -> Select[Any]:
    """Return what mandates recommended to the State: ``team``: also to its country team, first."""
    team = case((_FIRST, 1), else_=0)
    columns = (_c.recommendation_id, _c.mandate, _c.issued_at, _c.text, team.label("team"))
    these = select(*columns).where(OWN, _c.addressee == state)
    return these.order_by(team.desc(), _c.issued_at.desc(), _c.recommendation_id)


def for_team(conn: Connection, state: str) -> frozenset[str]:
    """Return the recommendations that are addressed to the country team as well."""
    these = select(_c.recommendation_id).where(OWN, _c.addressee == state, _FIRST)
    return frozenset(conn.scalars(these))


def by_goal(conn: Connection, state: str) -> Figure:
    """Return how many are tagged with targets of each goal; one of several is in each."""
    of_it = (_t.recommendation_id == _c.recommendation_id) & (_t.kind == "target")
    these = select(_c.recommendation_id, _t.code).select_from(recommendations).join(tags, of_it)
    found: dict[int, set[str]] = {}
    for row in conn.execute(these.where(OWN, _c.addressee == state)):
        found.setdefault(int(row.code.partition(".")[0]), set()).add(row.recommendation_id)
    return Figure(
        caption=gettext("Recommendations by Sustainable Development Goal"),
        about=gettext("Goal"),
        columns=[gettext("Recommendations")],
        rows=[
            Row(label=gettext("Goal %(number)s", number=goal), values=[len(found[goal])])
            for goal in sorted(found)
        ],
    )
