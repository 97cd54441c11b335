"""Any two versions of a letter, side by side."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.letters.approval import opened
from portal.letters.approval.difference import Row, side_by_side
from portal.letters.communications import contents, languages, words
from portal.letters.communications.asking import find
from portal.letters.communications.contents import Version
from portal.letters.communications.detail import version_asked_for
from portal.letters.communications.letter import Letter
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.i18n.languages import Language
from shared.core.roles import Role

bp = Blueprint("comparing", __name__, url_prefix="/communications/<uuid:communication_id>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """``rows``: None when one of the two was erased. ``language``: in which both are."""

    old: Version
    new: Version
    rows: list[Row] | None
    language: Language | None


@bp.get("/compare")
@require(Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER, Role.QUICK_RESPONSE_DESK)
def compare(communication_id: UUID) -> str:
    """``old`` and ``new`` are versions; without them, what one opened last and the present one."""
    letter, sight = find(communication_id)
    if not sight.work:
        raise NotFound
    with engine().connect() as conn:
        versions = contents.versions_of(conn, letter, sight)
        new = _version(versions, version_asked_for("new")) or versions[0]
        old = _version(versions, version_asked_for("old")) or _before(conn, letter, versions, new)
    shown = (old.version, new.version)
    opened.note(engine(), current_actor(), letter.communication_id, shown, at=now())
    texts = vault().reveal_all([old.text, new.text])
    before, after = texts
    rows = None if before is None or after is None else side_by_side(before, after)
    return htmx.render(
        "communications/compare.html",
        block="content",
        letter=letter,
        versions=versions,
        sides=Sides(old=old, new=new, rows=rows, language=languages.of_both(letter, before, after)),
        words=words,
    )


def _version(versions: list[Version], number: int | None) -> Version | None:
    return next((one for one in versions if one.version == number), None)


def _before(conn: Connection, letter: Letter, versions: list[Version], new: Version) -> Version:
    """Return the version before it that this person opened last, else the one before."""
    earlier = [one for one in versions if one.version < new.version]
    seen = opened.last_of(
        conn, current_actor(), letter.communication_id, versions, before=new.version
    )
    return seen or next(iter(earlier), new)
