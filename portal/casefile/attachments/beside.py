"""Files beside what somebody said: their page, how it takes some, and how each is handed out.

Whoever calls has asked who reads them, and who adds some.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

from flask import Response, redirect, url_for
from sqlalchemy import Row
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as Redirect

from portal.casefile.attachments.adding import each
from portal.casefile.attachments.forms import ScrubbedForm, rules
from portal.casefile.attachments.handing import download as handed
from portal.casefile.attachments.keep import details_of
from portal.web import htmx
from portal.web.act import About
from portal.web.context import vault

Adding: TypeAlias = Callable[[FileStorage, int, ScrubbedForm], str | None]
"""Keeps a file, by its place in the form, and returns what a page waits for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Files that this person reads, and ``texts`` that they are beside, each with its label.

    ``name``: of the blueprint with ``index``, ``add``, ``download`` and ``remove``; ``of``: what
    their addresses name. ``lead``: who reads the files, for whoever adds some. ``removes``: whether
    this person takes files out, also where none can be added any more.
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
