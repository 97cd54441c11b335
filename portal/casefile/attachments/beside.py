"""Files beside what somebody said: their page, how it takes some, and how each is handed out.

Whoever calls has asked who reads them, and who adds some.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypedDict
from uuid import UUID

from flask import Response, redirect, url_for
from sqlalchemy import Connection, Row
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as Redirect

from portal.casefile.attachments.adding import FileCommand, each, known, tell
from portal.casefile.attachments.forms import ScrubbedForm, rules
from portal.casefile.attachments.handing import download as handed
from portal.casefile.attachments.keep import details_of
from portal.casefile.attachments.scan import Scanned
from portal.casefile.attachments.taking import Refused, take
from portal.web import htmx
from portal.web.act import About
from portal.web.context import vault
from portal.web.db import engine
from shared.contracts.commands import address
from shared.core.actor import Actor
from shared.core.message import Sealed, derive_id

Adding: TypeAlias = Callable[[FileStorage, int, ScrubbedForm], str | None]
"""Keeps a file, by its place in the form, and returns what a page waits for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Files that this person reads, and ``texts`` that they are beside, each with its label.

    ``name``: of the blueprint with ``index``, ``add``, ``download`` and ``remove``; ``of``: what
    their addresses name. ``lead``: who reads the files, for whoever adds some. ``removes``: whether
    this person takes files out, also where none can be added any more. ``alone``: each is erased by
    an id of its own.
    """

    about: About
    name: str
    of: Mapping[str, Any]
    heading: str
    texts: Sequence[tuple[str, str | None]]
    lead: str
    files: Sequence[Row[Any]]
    adds: bool
    removes: bool
    alone: bool = True

    def address(self, page: str, **also: Any) -> str:
        return url_for(f"{self.name}.{page}", **self.of, **also)


def page(here: Beside, form: ScrubbedForm, *, added: int = 0, late: bool = False) -> str:
    opened = [(row, details_of(row.details, vault())) for row in here.files]
    return htmx.render(
        "attachments/beside.html",
        block="content",
        here=here,
        files=[(row, details and details.name) for row, details in opened],
        form=form,
        added=added,
        late=late,
        rules=rules(),
    )


def add(here: Beside, one: Adding, again: Callable[[], Beside]) -> Redirect | tuple[str, int]:
    """Keep what the form brings. ``again``: returns the page with what was kept since."""
    if not here.adds:
        raise NotFound
    form = ScrubbedForm()
    if not form.validate():
        return page(here, form), 422
    done = each(form.sent, lambda file, place: one(file, place, form))
    if done.refused:
        form.refuse(done.refused)
        return page(again(), form.again(), added=done.number), 422
    return redirect(here.address("index", after=done.after), 303)


class Stored(TypedDict):
    """What the command says of a file that is kept."""

    attachment_id: str
    object_name: str
    sha256: str
    size: int
    media_type: str
    scanned: Scanned
    details: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """How one is kept. ``kind``: of the command. ``subject``: whose key seals its details.

    ``there``: how many there are, of ``most``; ``too_many``: what is said of one more.
    """

    kind: type
    attachment_id: str
    subject: str
    there: Callable[[Connection], int]
    most: int
    too_many: str
    by: Actor
    case: UUID


def keep(
    how: Keeping, file: FileStorage, form: ScrubbedForm, command: Callable[[Stored], FileCommand]
) -> str | None:
    """Keep the file, and tell the service; return what a page waits for. Raises ``Refused``."""
    _, type_ = address(how.kind)
    if known(type_, derive_id(how.attachment_id)):  # the same form again
        return None
    with engine().connect() as conn:
        if how.there(conn) >= how.most:
            raise Refused(how.too_many)
    kept = take(file, subject=how.subject, about=form.about)
    stored = Stored(
        attachment_id=how.attachment_id,
        object_name=kept.object_name,
        sha256=kept.sha256,
        size=kept.size,
        media_type=kept.media_type,
        scanned=kept.scanned,
        details=kept.details,
    )
    return tell(command(stored), by=how.by, correlation_id=how.case)


def download(here: Beside, attachment_id: UUID) -> Response:
    row = found(here, attachment_id)
    return handed(
        object_name=row.object_name, sha256=row.sha256, size=row.size, details=row.details
    )


def found(here: Beside, attachment_id: UUID) -> Row[Any]:
    for row in here.files:
        if row.attachment_id == str(attachment_id):
            return row
    raise NotFound
