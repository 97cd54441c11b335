"""What a view of a visit file finds: the file as this person works on it, or 404; its case."""

from flask import request, url_for
from werkzeug.exceptions import NotFound

from portal.followup.visits import queries
from portal.followup.visits.forms import SeenForm
from portal.followup.visits.queries import File
from portal.web.accounts.access import current_actor
from portal.web.act import About
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from portal.web.policy import Sight
from shared.core.message import Sealed, derive_id


def found(mandate: str, state: str, *, least: Sight = Sight.READ) -> File:
    """Return the file; 404 for whoever sees less of it."""
    with engine().connect() as conn:
        one = queries.file(conn, current_actor(), mandate, state)
    if one is None or one.sight < least:
        raise NotFound
    return one


def written(mandate: str, state: str) -> File:
    return found(mandate, state, least=Sight.WRITE)


def decided(mandate: str, state: str) -> File:
    """Return the file of a mandate that this person holds."""
    one, actor = written(mandate, state), current_actor()
    if not (actor.has(queries.HOLDER) and actor.serves(mandate)):
        raise NotFound
    return one


def showing(form: SeenForm, one: File) -> None:
    """Let the form name the steps that its page shows (decision 0063)."""
    if request.method == "GET":
        form.seen.data = str(one.steps)


def about(one: File) -> About:
    return About(
        address=url_for("visits.show", mandate=one.mandate, state=one.state),
        case=derive_id("visit case", one.file_id),
        back=gettext("The visit file"),
        caption=names.recipient(one.state),
        erased=gettext(
            "The references and notes of this file were erased on request. Leave both empty."
        ),
    )


def sealed(one: File, typed: str | None) -> Sealed | None:
    """Seal a text of the file under its one key; None: nothing was entered."""
    return vault().seal(f"visitfile-{one.file_id}", typed) if typed else None
