"""The check of a report for sources and names (R6), before its State and everybody read it.

A mission names no submissions. So a report is compared with those behind the letters of its mandate
to its State, with those about that State that the mandate has, and with the names of those who told
the mandate of it otherwise. The last are shown: who works on the report reads them. A report or a
visit that went to another mandate is compared with what each of those knew that had it, and nothing
of that is shown: the successor does not read it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol
from uuid import UUID

from flask import Blueprint, url_for
from sqlalchemy import Connection

from portal.casefile.lint import passages
from portal.casefile.lint.checking import Checked, checked_for_all
from portal.casefile.lint.comparing import told_before
from portal.casefile.lint.others import other_sources
from portal.casefile.submissions.victims import by_submission
from portal.followup.missions import queries as missions
from portal.followup.visit_reports import beside, queries, wording
from portal.followup.visit_reports.found import about, works_for, written
from portal.followup.visit_reports.queries import Report
from portal.letters.approval.deciding import Stopped
from portal.letters.communications.contents import cleared_passages
from portal.letters.communications.of_state import known_about
from portal.letters.communications.tables import victims
from portal.web import htmx
from portal.web.accounts.access import require
from portal.web.accounts.fresh import fresh
from portal.web.act import Answer, Shows, shown
from portal.web.commands import CommandRefused
from portal.web.context import vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext, lazy


class OfState(Protocol):
    """What a mandate has about a State, such as a report or its mission."""

    @property
    def mandate(self) -> str: ...

    @property
    def state(self) -> str: ...


bp = Blueprint("reportcheck", __name__, url_prefix="/visit-reports/<uuid:mission_id>")

_STOPS = "That was not done. The text has to be looked at or changed first: see below."
_TELLS = (
    "That was not done. The text may tell who a source is, or name somebody without consent: those "
    "who work for the mandate look at it first."
)
_ERASED = "Words of the report were erased: it cannot go on so."
_works = require(*queries.WRITERS)


@bp.get("/check")
@_works
def check(mission_id: UUID) -> str:
    one = written(mission_id)
    return _page(one, checked_report(one)[1])


@bp.post("/passages")
@_works
@fresh(lazy("see where the report on a visit may tell who a source is"))
def look(mission_id: UUID) -> Answer:
    return passages.shown(_checking(written(mission_id)))


@bp.post("/clear")
@_works
@fresh(lazy("confirm that passages of a report do not tell who a source is"))
def clear(mission_id: UUID) -> Answer:
    return passages.stayed(_checking(written(mission_id)))


def refuse_what_tells(one: Report) -> None:
    """Stop a report whose words tell too much, or are not there any more."""
    result = checked_report(one)[1]
    if result.stops:
        if one.works:
            raise Stopped(422, _STOPS, partial(_page, one, result))
        raise CommandRefused(422, _TELLS)


def refuse_comments(one: Report, texts: Sequence[str]) -> None:
    """Stop comments of a State, each before everybody reads it."""
    if _checked(one, "\n\n".join(texts)).stops:
        raise CommandRefused(422, _TELLS)


def refusing(one: Report, form: CommandForm, page: Shows) -> Callable[[CommandRefused], str]:
    """Return what says a refusal: the check if that stopped it, or the page of the form."""

    def say(no: CommandRefused) -> str:
        if isinstance(no, Stopped) and no.page:
            return no.page(no.sentence)
        form.form_errors.append(no.sentence)
        return shown(about(one), form, page)

    return say


def checked_report(one: Report) -> tuple[str, Checked]:
    """Return all words of the report, and what the check found in them."""
    with engine().connect() as conn:
        text = _words(conn, one)
    return text, _checked(one, text)


def _checked(one: Report, text: str) -> Checked:
    with engine().connect() as conn:
        had = {*queries.before(conn, one.mission_id), *missions.before(conn, one.mission_id)}
        had.update(one.mandates, beside.visiting(conn, one.mission_id))
        # Of several that write it none reads what the others were told.
        return compared(conn, one, text, sorted(had), typed=one.works, own=works_for(one))


def behind(conn: Connection, one: OfState, own: Sequence[str] = ()) -> list[str]:
    """Return the submissions that its mandate knows about this State, or each of its ``own``."""
    known = [known_about(conn, each, one.state) for each in own or (one.mandate,)]
    return sorted({each for some in known for each in some})


def compared(
    conn: Connection,
    one: OfState,
    text: str,
    had: Sequence[str],
    *,
    typed: bool,
    own: Sequence[str] = (),
) -> Checked:
    """Compare a text with what its mandate knows about the State, and each that had it before.

    ``had``: the words may be theirs. Who goes on with it does not read what these were told, so
    each text counts for them as for a submission, and of what is found nothing is said but that.
    ``own``: the mandates for which somebody works who looks, if not that one.
    """
    own = own or (one.mandate,)
    ids = behind(conn, one, own)
    found = _compared(conn, own, one.state, ids, text, typed=typed)
    for each in had:
        if each not in own and not found.elsewhere:
            told_before(each, one.state, text, typed=typed)
            theirs = [known for known in known_about(conn, each, one.state) if known not in ids]
            told = _compared(conn, (each,), one.state, theirs, text, typed=typed)
            found = replace(found, elsewhere=told.stops)
    return found


def _compared(
    conn: Connection, some: Sequence[str], state: str, ids: Sequence[str], text: str, *, typed: bool
) -> Checked:
    return checked_for_all(
        conn,
        text,
        by_submission(conn, victims, ids),
        cleared=cleared_passages(conn, ids),
        typed=typed,
        others=[term for each in some for term in other_sources(conn, each, state)],
    )


def _words(conn: Connection, one: Report) -> str:
    """Return what leaves: the text, the recommendations, the bodies, and comments once it has."""
    said = wording.of_items(queries.items_of(conn, one.mission_id))
    texts = [vault().reveal(one.text) if one.text else ""]
    for item in said:
        texts += [item.text or None, *(name or None for _, name in item.addressees)]
    if one.stage == "published":
        public = [each.text for each in queries.comments_of(conn, one) if each.publish]
        texts += [text or "" for text in vault().reveal_all(public)] if public else []
    if None in texts:
        raise CommandRefused(409, _ERASED)
    return "\n\n".join(text for text in texts if text)


def _checking(one: Report) -> passages.Checking:
    text, result = checked_report(one)
    changes = one.stage in {"drafting", "deciding", "approved"}
    return passages.Checking(
        text=text,
        result=result,
        again=partial(_page, one, result),
        back=url_for("visitreports.show", mission_id=one.mission_id),
        title=gettext("The report"),
        address=url_for("reportcheck.clear", mission_id=one.mission_id),
        change=url_for("visitdraft.text", mission_id=one.mission_id) if changes else "",
    )


def _page(
    one: Report,
    result: Checked,
    refusal: str | None = None,
    *,
    look: passages.LookForm | None = None,
) -> str:
    changes = one.stage in {"drafting", "deciding", "approved"}
    return htmx.render(
        "visit_reports/check.html",
        block="content",
        about=about(one),
        text=one,
        checked=result,
        look=look or passages.offered(result),
        look_at=url_for("reportcheck.look", mission_id=one.mission_id),
        refusal=refusal,
        change=url_for("visitdraft.text", mission_id=one.mission_id) if changes else "",
    )
