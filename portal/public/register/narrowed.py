"""What narrows the public list of recommendations beside its words, State and mandate.

Each condition asks only for what everybody reads beside a public recommendation (decisions 0168 and
0177): the same conditions as in the list of those who work on them, for a reader who is nobody.
Whether a mandate lets one go is not public, so that no choice tells it.
"""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, select

from portal.followup.recommendations import narrowing, words
from portal.followup.recommendations.narrowing import CLOSED, NONE, WITH, WITHOUT, Seen
from portal.followup.recommendations.read_model import recommendations as followed
from portal.public.register.tables import recommendations
from portal.web.i18n.texts import gettext, pgettext
from shared.core.actor import Actor
from shared.reference import states
from shared.reference.recommending import CLOSINGS, TIME_FRAMES

KINDS: Final = (
    *("mechanism", "year", "addressee", "grade", "information", "standing", "due", "type"),
    *("source", "theme", "person", "target", "article", "region"),
)
NOT_CLOSED: Final = "not_closed"
_NOBODY: Final = Actor(actor_id="", roles=frozenset())
_PUBLIC: Final = followed.c.published_at.is_not(None)


def asked_for(args: Mapping[str, str]) -> dict[str, str]:
    """Return what is asked for by kind, as far as it makes sense and is public."""
    known = narrowing.asked_for(args)
    found = {kind: code for kind, code in known.items() if kind in KINDS}
    for kind, some in (("standing", {CLOSED, *CLOSINGS}), ("due", TIME_FRAMES)):
        if found.get(kind) not in some:
            found.pop(kind, None)
    if args.get("standing") == NOT_CLOSED:
        found["standing"] = NOT_CLOSED
    return found


def which(asked: Mapping[str, str]) -> ColumnElement[bool] | None:
    """Return which rows of the public list are asked for; None: all."""
    if not asked:
        return None
    rest = {kind: code for kind, code in asked.items() if code != NOT_CLOSED}
    these = and_(_PUBLIC, narrowing.which(_NOBODY, rest))
    if rest != asked:
        these = and_(these, followed.c.closed.is_(None))
    ids = select(followed.c.recommendation_id).where(these)
    return recommendations.c.recommendation_id.in_(ids)


def choices(conn: Connection, asked: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return what the list can be narrowed by, by kind, each in the reader's language."""
    there = Seen(
        states=states(),  # State and mandate are chosen beside; of regions each is offered
        mandates=(),
        years=narrowing.years_of(conn, _PUBLIC),
        articles=narrowing.articles_of(conn, _PUBLIC),
    )
    rest = {kind: code for kind, code in asked.items() if code != NOT_CLOSED}
    found = words.narrowing(there, rest)
    found["grade"] |= {NONE: gettext("No grade")}
    found["information"] = {
        WITH: gettext("With public information"),
        WITHOUT: gettext("Without public information"),
    }
    closed = {code: found["standing"][code] for code in (CLOSED, *CLOSINGS)}
    not_closed = pgettext("of a recommendation", "Not closed")
    found["standing"] = {NOT_CLOSED: not_closed, **closed}
    found["due"] = {code: found["due"][code] for code in TIME_FRAMES}
    return {kind: found[kind] for kind in KINDS}
