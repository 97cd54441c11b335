"""The words of the forum, in the reader's language."""

from typing import Final

from sqlalchemy import Connection

from portal.committee.forum.queries import HOUSE
from portal.followup.visits.read_model import files
from portal.letters.communications import queries as letters
from portal.letters.communications import words as of_letters
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.stakeholders_forum import Space
from shared.core.actor import Actor

KINDS: Final = {
    "all": lazy("All mandate-holders"),
    "committee": lazy("The Committee consults mandate-holders"),
    "letter": lazy("On one communication"),
    "visit": lazy("On one country visit"),
}
MEMBERS: Final = {
    "all": lazy("All serving mandate-holders read and write here."),
    "committee": lazy(
        "All serving mandate-holders read and write here. Those on the Coordination Committee "
        "start the threads."
    ),
    "letter": lazy("The holders of the mandates that are seized of this letter read and write."),
    "visit": lazy("The holders of the mandate of this visit read and write."),
}


def space_name(conn: Connection, actor: Actor, space: Space, ref: str) -> str:
    """Return what a space is called. Ask first whether this person is of it."""
    if space in HOUSE:
        return str(KINDS[space])
    if space == "letter":
        found = letters.find(conn, actor, ref)
        return of_letters.heading(found[0]) if found else str(KINDS[space])
    row = conn.execute(files.select().where(files.c.visit_file_id == ref)).one_or_none()
    if row is None:
        return str(KINDS[space])
    return gettext(
        "Visit to %(state)s: %(mandate)s",
        state=names.recipient(row.state),
        mandate=names.mandate(row.mandate),
    )
