"""Published reports on visits as everybody reads them."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from portal.followup.visit_reports import files as files_of
from portal.followup.visit_reports import queries, together, words
from portal.followup.visit_reports.queries import Report
from portal.letters.statements.missions import ended_by
from portal.web import htmx, paging
from portal.web.accounts.access import public
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.asked import in_every_language
from portal.web.i18n.texts import language

bp = Blueprint("publicreports", __name__, url_prefix="/country-visits/reports")

_AT_ONCE = 50


@bp.get("")
@public
@in_every_language
def index() -> str:
    with engine().connect() as conn:
        page = paging.cut(conn, queries.public_lines(), "reports", paging.asked, size=_AT_ONCE)
        notes = paging.cut(conn, queries.preliminary_notes(), "notes", paging.asked, size=_AT_ONCE)
    return htmx.render(
        "visit_reports/public.html",
        block="content",
        reports=page,
        notes=notes,
        words=words,
        mine=language().code,
        state_name=names.recipient,
        mandate_name=names.mandate,
    )


@bp.get("/<uuid:mission_id>")
@public
@in_every_language
def show(mission_id: UUID) -> str:
    with engine().connect() as conn:
        one = queries.published(conn, str(mission_id))
        if one is None:
            raise NotFound
        items = queries.items_of(conn, one.mission_id)
        public_words = queries.public_words(conn, items)
        said = queries.comments_of(conn, one) if one.addendum else []
        read_with = together.both(conn, one)
        files = files_of.listed(conn, one.mission_id, language().code)
    comments = [each for each in said if each.comment_id in one.public_comments]
    texts = [text for text in (one.text, *(each.text for each in comments)) if text]
    for item in items:
        texts += [item.text, *(each.name for each in item.addressees)]
    return htmx.render(
        "visit_reports/report.html",
        block="content",
        one=one,
        items=items,
        public_words=public_words,
        read_with=read_with,
        files=[each for each in files if not each.erased],
        without=files_of.without(files, one.languages),
        comments=comments,
        opened=dict(zip(texts, vault().reveal_public(texts) if texts else [], strict=True)),
        words=words,
        mine=language().code,
        state_name=names.recipient,
        mandate_name=names.mandate,
    )


@bp.get("/<uuid:mission_id>/files/<uuid:file_id>")
@public
def file(mission_id: UUID, file_id: UUID) -> Response:
    with engine().connect() as conn:
        if queries.published(conn, str(mission_id)) is None:
            raise NotFound
        return files_of.handed(conn, str(mission_id), str(file_id))


@bp.app_template_global()
def reports_after(statement_id: str) -> Sequence[Report]:
    """Return the published reports on the missions that a public statement ended."""
    with engine().connect() as conn:
        found = (queries.published(conn, each) for each in ended_by(conn, statement_id))
        return [each for each in found if each is not None]


@bp.app_template_global()
def reports_read(mission_ids: Collection[str]) -> frozenset[str]:
    """Return the missions among these whose report everybody reads."""
    with engine().connect() as conn:
        return queries.read_of(conn, mission_ids)


@bp.app_template_global()
def reports_on(state: str) -> Sequence[Any]:
    """Return the published reports on visits to a State, for its public page."""
    with engine().connect() as conn:
        return conn.execute(queries.public_lines(state)).all()
