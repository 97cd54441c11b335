"""Files of a form that is checked before it is sent: the page carries references to them, sealed.

A browser sends a chosen file once. So a form with a check page keeps its files when it is first
sent; no command mentions them before the second time. If that never comes they are swept
(``portal.casefile.attachments.unclaimed``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import request
from pydantic import TypeAdapter
from werkzeug.datastructures import FileStorage

from portal.casefile.attachments import unclaimed
from portal.casefile.attachments.keep import About, Kept
from portal.casefile.attachments.kinds import shown_name
from portal.casefile.attachments.taking import Refused, give_back, take
from portal.web import place
from portal.web.context import settings
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from shared.core.message import derive_id

FIELD = "carried"
_PURPOSE = b"carried file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """``subject``: in the vault, of what the file will belong to."""

    subject: str
    name: str
    kept: Kept

    @property
    def attachment_id(self) -> UUID:
        return derive_id("attachment", self.kept.object_name)

    @property
    def token(self) -> str:
        """The token that the page carries: only this platform can read or make it."""
        written = _FORM.dump_json(self).decode()
        return place.sealed(written, settings().secret_key_list, purpose=_PURPOSE)


_FORM = TypeAdapter(Carried)


def carried(*subjects: str) -> list[Carried]:
    """Return the files that the page carries for what has one of these subjects, each once.

    Each page seals them anew, so that the same file can come under two tokens.
    """
    keys = settings().secret_key_list
    opened = (
        place.opened(one, keys, purpose=_PURPOSE)
        for one in dict.fromkeys(request.form.getlist(FIELD))
    )
    found = [_FORM.validate_json(one) for one in opened if one]
    wanted = frozenset(subjects)
    return list({one.kept.object_name: one for one in found if one.subject in wanted}.values())


def keep_all(
    files: Sequence[FileStorage],
    subject: str,
    about: About = About(),  # noqa: B008  # frozen
) -> list[Carried]:
    """Keep the files that were chosen. Raises ``Refused`` with a file's name: then none is kept."""
    done: list[Carried] = []
    for file in files:
        try:
            kept = take(file, subject=subject, about=about)
        except Refused as no:
            give_back(*(one.kept.object_name for one in done))
            raise Refused(
                gettext("%(name)s: %(reason)s", name=file.filename, reason=no), no.status
            ) from no
        name = shown_name(file.filename or "")
        done.append(Carried(subject=subject, name=name, kept=kept))
    return done


def must_wait(files: Sequence[Carried]) -> None:
    """Raise ``Refused`` for the first file that was swept, because its page was left too long."""
    for file in files:
        if not unclaimed.waits(engine(), file.kept.object_name):
            raise Refused(
                gettext(
                    "%(name)s: it was kept for a day only. Choose it again, or leave it out",
                    name=file.name,
                )
            )
