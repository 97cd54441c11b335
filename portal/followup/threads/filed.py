"""Files beside a message, behind each door: for whoever reads the thread, until it is struck."""

from collections.abc import Callable
from typing import Final, TypeAlias
from uuid import UUID

from flask import Blueprint, Response, request
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as Redirect

from portal.casefile.attachments import beside
from portal.casefile.attachments.beside import Beside, Keeping
from portal.casefile.attachments.forms import ScrubbedForm
from portal.followup.threads import found, queries, words
from portal.followup.threads.found import Seen
from portal.followup.threads.queries import Message
from portal.followup.threads.read_model import CONSUMER
from portal.web.accounts.access import current_actor, require
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext, lazy
from portal.web.waiting import waited
from shared.contracts.followup_visit_thread_commands import AddVisitMessageFile
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.visit_threads import MOST_FILES

_TOO_MANY: Final = lazy("A message takes %(most)s files.", most=MOST_FILES)
_Finds: TypeAlias = Callable[..., Seen]


def _door(name: str, under: str, find: _Finds, *roles: Role) -> Blueprint:
    """Return the pages of a door. ``find``: the thread as whoever came reads it; else 404."""
    bp = Blueprint(name, __name__, url_prefix=f"{under}/<uuid:thread_id>/<uuid:message_id>/files")
    may = require(*roles)

    @bp.get("/")
    @may
    def index(message_id: UUID, **of: UUID) -> str:
        late = not waited(engine(), CONSUMER, request.args.get("after"))
        here = _here(name, find(**of), message_id)
        return beside.page(here, ScrubbedForm(formdata=None), late=late)

    @bp.post("/")
    @may
    def add(message_id: UUID, **of: UUID) -> Redirect | tuple[str, int]:
        seen = find(**of)
        this = found.message(seen, message_id)

        def keep(file: FileStorage, place: int, form: ScrubbedForm) -> str | None:
            return _added(seen, this, file, place, form)

        return beside.add(
            _here(name, seen, message_id), keep, lambda: _here(name, seen, message_id)
        )

    @bp.get("/<uuid:attachment_id>")
    @may
    def download(message_id: UUID, attachment_id: UUID, **of: UUID) -> Response:
        return beside.download(_here(name, find(**of), message_id), attachment_id)

    return bp


DOORS: Final = (
    _door("threadsfiles", "/missions/<uuid:mission_id>/threads", found.inside, *queries.INSIDE),
    _door(
        "mythreadsfiles", "/my-visits/<uuid:partner_id>/threads", found.admitted, *queries.PARTNERS
    ),
    _door("visitnotesfiles", "/visit-notes", found.noted, queries.GOVERNMENT),
)


def _here(name: str, seen: Seen, message_id: UUID) -> Beside:
    one, this = seen.thread, found.message(seen, message_id)
    with engine().connect() as conn:
        files = queries.files_of(conn, one.thread_id, this.message_id)
    lead = gettext("They cannot be removed afterwards, but leave with the message if it is struck.")
    compared = one.ours or current_actor().has(Role.DESK_OFFICER)
    unread = gettext("Nothing looks for the names of sources in a file: read it before you add it.")
    return Beside(
        about=found.about(seen),
        name=name,
        of={**seen.args, "message_id": message_id},
        heading=gettext("Files beside the message"),
        texts=[(str(words.SIDES[this.side]), vault().reveal(this.texts[0].text))],
        lead=" ".join([str(words.READ_BY[one.audience]), lead, *([unread] if compared else [])]),
        files=files,
        adds=seen.corrects(this),
        removes=False,
    )


def _added(
    seen: Seen, this: Message, file: FileStorage, place: int, form: ScrubbedForm
) -> str | None:
    one = seen.thread
    attachment_id = str(derive_id("file beside a message", this.message_id, form.id, place))
    how = Keeping(
        kind=AddVisitMessageFile,
        attachment_id=attachment_id,
        subject=this.texts[0].text.subject,
        there=lambda conn: len(queries.files_of(conn, one.thread_id, this.message_id)),
        most=MOST_FILES,
        too_many=_TOO_MANY,
        by=current_actor(),
        case=derive_id("thread case", one.thread_id),
    )
    return beside.keep(
        how,
        file,
        form,
        lambda stored: AddVisitMessageFile(
            thread_id=one.thread_id,
            mission_id=one.mission_id,
            mandate=seen.mandate,
            message_id=this.message_id,
            partner_id=seen.partner_id,
            **stored,
        ),
    )
