"""The check of what the mandate or a desk officer writes in a thread (R6).

Others carry it on, the State among them. So it names no source, and nobody without consent. What a
partner or a Government writes is not compared: the answer would tell it what the mandate knows.
"""

from collections.abc import Sequence
from dataclasses import replace

from portal.casefile.lint.checking import checked_for_all
from portal.casefile.lint.others import other_sources
from portal.casefile.lint.rules import Finding
from portal.casefile.submissions.victims import by_submission
from portal.followup.threads import found, queries
from portal.followup.visit_reports.checking import OfState, behind
from portal.letters.communications.contents import cleared_passages
from portal.letters.communications.tables import victims
from portal.web.accounts.access import current_actor
from portal.web.check import Check
from portal.web.commands import CommandRefused
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from shared.core.message import Sealed
from shared.core.roles import Role

_TELLS = (
    "That was not sent. The text may tell who a source is, or name somebody without consent: "
    "change it first."
)


def looked_at(one: OfState, texts: Sequence[str], check: Check) -> Check:
    """Return the page on which it is read again; the mandate sees what may be part of a name.

    Raises ``CommandRefused`` where it tells too much.
    """
    places = refuse_what_tells(one, texts)
    if not places or not current_actor().serves(one.mandate):
        return check
    asks = gettext("Is this part of the name of somebody who did not agree to be named?")
    return replace(check, answers=[*check.answers, *((asks, each.sentence) for each in places)])


def sealed(one: OfState, item_id: str, text: str) -> Sealed:
    """Seal a title or a message, once it was compared. Raises ``CommandRefused``."""
    refuse_what_tells(one, [text])
    return found.sealed(item_id, text)


def refuse_what_tells(one: OfState, texts: Sequence[str]) -> Sequence[Finding]:
    """Stop texts that tell too much, and return what may be part of a name."""
    by = current_actor()
    ours = by.has(*queries.TEAM) and by.serves(one.mandate)
    if not (ours or (by.has(Role.DESK_OFFICER) and one.state in by.states)):
        return []
    with engine().connect() as conn:
        ids = behind(conn, one)
        result = checked_for_all(
            conn,
            "\n\n".join(texts),
            by_submission(conn, victims, ids),
            cleared=cleared_passages(conn, ids),
            typed=True,
            others=other_sources(conn, one.mandate, one.state),
        )
    if result.stops:
        raise CommandRefused(422, _TELLS)
    return result.doubtful
