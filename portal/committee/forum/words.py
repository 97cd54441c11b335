"""The words of the forum, in the reader's language."""

from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy import Connection

from portal.followup.visits.read_model import files
from portal.letters.communications import queries as letters
from portal.letters.communications import words as of_letters
from portal.web.i18n import names
from portal.web.i18n.formats import number as grouped
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


FIGURES: Final = {
    "all": KINDS["all"],
    "committee": KINDS["committee"],
    "own": lazy("On communications and country visits"),
}
"""The kinds of spaces that auditors are told apart."""
_FEW: Final = 5


def figure(number: int) -> str:
    """Return a figure for auditors: of a few they are told no more."""
    return gettext("fewer than five") if number < _FEW else grouped(number)


def space_names(
    conn: Connection, actor: Actor, some: Collection[tuple[Space, str]]
) -> Mapping[tuple[Space, str], str]:
    """Return what spaces are called. Ask first whether this person is of them."""
    refs = {kind: [ref for space, ref in some if space == kind] for kind in ("letter", "visit")}
    found: dict[tuple[Space, str], str] = {(space, ref): str(KINDS[space]) for space, ref in some}
    if refs["letter"]:
        for letter in letters.some(conn, actor, refs["letter"]):
            found["letter", letter.communication_id] = of_letters.heading(letter)
    if refs["visit"]:
        for row in conn.execute(files.select().where(files.c.visit_file_id.in_(refs["visit"]))):
            found["visit", row.visit_file_id] = gettext(
                "Visit to %(state)s: %(mandate)s",
                state=names.recipient(row.state),
                mandate=names.mandate(row.mandate),
            )
    return found
