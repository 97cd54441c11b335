"""What a view of a visit file finds: the file as this person works on it, or 404; its case."""

from collections.abc import Mapping, Sequence
from typing import Final, TypedDict

from flask import request, url_for
from sqlalchemy import Connection, func, select
from werkzeug.exceptions import NotFound

from portal.followup.visits import queries
from portal.followup.visits.forms import SeenForm
from portal.followup.visits.queries import File
from portal.followup.visits.read_model import scans
from portal.web.accounts.access import current_actor
from portal.web.act import About
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from portal.web.policy import Sight
from shared.core.message import Sealed, derive_id

SENDING: Final = lazy("decide that a letter about a visit goes out")


def found(mandate: str, state: str, *, least: Sight = Sight.READ) -> File:
    """Return the file; 404 for whoever sees less of it."""
    with engine().connect() as conn:
        one = queries.file(conn, current_actor(), mandate, state, today())
    if one is None or one.sight < least:
        raise NotFound
    return one


def written(mandate: str, state: str) -> File:
    return found(mandate, state, least=Sight.WRITE)


def decided(mandate: str, state: str) -> File:
    """Return the file of a mandate that this person holds."""
    one = written(mandate, state)
    if not holds(one):
        raise NotFound
    return one


def holds(one: File) -> bool:
    actor = current_actor()
    return actor.has(queries.HOLDER) and actor.serves(one.of)


def showing(form: SeenForm, one: File) -> None:
    """Let the form name the steps that its page shows (decision 0063)."""
    if request.method == "GET":
        form.seen.data = str(one.steps)


def scanned(conn: Connection, document_ids: Sequence[str]) -> Mapping[str, int]:
    """Return how many files each of these letters has, if any. Ask before who looks."""
    c = scans.c
    these = select(c.document_id, func.count().label("number")).group_by(c.document_id)
    rows = conn.execute(these.where(c.document_id.in_(document_ids)))
    return {row.document_id: row.number for row in rows}


class Of(TypedDict):
    """What every command about a visit file names."""

    mandate: str
    state: str
    seen: int


def of(one: File, form: SeenForm) -> Of:
    return Of(mandate=one.mandate, state=one.state, seen=form.shown)


def document_id_of(form: SeenForm) -> str:
    """Return the id of the document that this form puts on file: sent twice, it is one."""
    return str(derive_id("visit document", form.id))


def about(one: File) -> About:
    return About(
        address=url_for("visits.show", mandate=one.mandate, state=one.state),
        case=derive_id("visit case", one.file_id),
        back=gettext("The visit file"),
        caption=names.recipient(one.state),
    )


def subject_of(document_id: str) -> str:
    """Return under which key the reference and the note of a document are sealed."""
    return f"visitfile-{document_id}"


def sealed(document_id: str, typed: str | None) -> Sealed | None:
    """Seal a text of a document; None: nothing was entered."""
    return vault().seal(subject_of(document_id), typed) if typed else None
