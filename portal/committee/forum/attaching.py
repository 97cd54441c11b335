"""Files of a message: chosen with it, checked and sealed under its key, and read with it."""

from dataclasses import dataclass, replace
from typing import Any

from flask import Response, request
from sqlalchemy import Row
from werkzeug.exceptions import NotFound

from portal.casefile.attachments import unclaimed
from portal.casefile.attachments.carrying import FIELD, Carried, carried, keep_all, must_wait
from portal.casefile.attachments.forms import chosen
from portal.casefile.attachments.handing import download
from portal.casefile.attachments.keep import About, library_file
from portal.casefile.attachments.taking import Refused, give_back
from portal.committee.forum import found, queries
from portal.committee.forum.queries import Message
from portal.web.check import Check
from portal.web.db import engine
from portal.web.i18n.formats import number
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_library import LibraryFile
from shared.reference.forum import MOST_FILES


@dataclass(frozen=True, slots=True)
class Attaching:
    """The files of a message that is written."""

    message_id: str
    thread_id: str

    @property
    def subject(self) -> str:
        return found.subject_of(self.message_id)

    @property
    def going(self) -> list[Carried]:
        """Those that the page carries from when it was first sent."""
        return carried(self.subject)

    def told(self) -> tuple[LibraryFile, ...]:
        """Return what the command tells of them. Raises ``Refused`` if one waited too long."""
        going = self.going
        with engine().connect() as conn:
            known = queries.message_in(conn, self.thread_id, self.message_id)
        if known is None:
            must_wait(going)
        return tuple(library_file(each.kept, each.attachment_id) for each in going)

    def checked(self, check: Check) -> Check:
        """Return the check page with them. Raises ``Refused``: none of those chosen was kept."""
        going, new = self.going, keep_all(chosen(), self.subject, About(pictures=True))
        every = [*going, *new]
        if len(every) > MOST_FILES:
            give_back(*(each.kept.object_name for each in new))
            raise Refused(gettext("Choose at most %(most)s files", most=number(MOST_FILES)))
        if not every:
            return check
        names = "\n".join(each.name for each in every)
        tokens = request.form.getlist(FIELD)
        return replace(
            check,
            answers=[*check.answers, (gettext("Files"), names)],
            also=[(FIELD, each.token) for each in every if each.token not in tokens],
        )

    def posted(self) -> None:
        with engine().begin() as conn:
            unclaimed.strike(conn, [each.kept.object_name for each in self.going])


def handed(message: Message, file_id: str) -> Response:
    """Return a file of a message; check first whether who came reads the thread."""
    with engine().connect() as conn:
        some = queries.files_of(conn, [message]).get(message.message_id, [])
    row = next((each for each in some if each.file_id == file_id), None)
    if row is None:
        raise NotFound
    return _of(row)


def _of(row: Row[Any]) -> Response:
    return download(
        object_name=row.object_name, sha256=row.sha256, size=row.size, details=row.details
    )
