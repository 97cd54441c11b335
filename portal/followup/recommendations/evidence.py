"""Files beside information on implementation: for its provider and the mandate, and nobody else.

Its provider adds them. They are checked, encrypted and sealed as the information is.
"""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, request
from sqlalchemy import Connection, Row, func, select
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as Redirect

from portal.casefile.attachments import beside
from portal.casefile.attachments.beside import Beside, Keeping
from portal.casefile.attachments.forms import ScrubbedForm
from portal.followup.recommendations import informed, words
from portal.followup.recommendations.following import PROVIDERS
from portal.followup.recommendations.read_model import RECOMMENDATIONS, evidence
from portal.followup.recommendations.shared_with import (
    Information,
    Recommendation,
    find,
    information_on,
)
from portal.followup.recommendations.views import on
from portal.web.accounts.access import current_actor, require
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext, lazy
from portal.web.waiting import waited
from shared.contracts.followup_evidence import AddImplementationFile
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint(
    "evidence",
    __name__,
    url_prefix="/recommendations/<uuid:recommendation_id>/information/<uuid:info_id>/files",
)

MOST: Final = 20
"""Files beside one piece of information, as the service takes them."""
_TOO_MANY = lazy("Information takes %(most)s files.", most=MOST)
_reads = require(Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER, Role.DESK_OFFICER, *PROVIDERS)


@bp.get("/")
@_reads
def index(recommendation_id: UUID, info_id: UUID) -> str:
    late = not waited(engine(), RECOMMENDATIONS.consumer, request.args.get("after"))
    here = _here(recommendation_id, info_id)
    return beside.page(here, ScrubbedForm(formdata=None), late=late)


@bp.post("/")
@require(*PROVIDERS)
def add(recommendation_id: UUID, info_id: UUID) -> Redirect | tuple[str, int]:
    about, one, _ = _found(recommendation_id, info_id)

    def here() -> Beside:
        return _here(recommendation_id, info_id)

    def keep(file: FileStorage, place: int, form: ScrubbedForm) -> str | None:
        return _added(about, one, file, place, form)

    return beside.add(here(), keep, here)


@bp.get("/<uuid:attachment_id>")
@_reads
def download(recommendation_id: UUID, info_id: UUID, attachment_id: UUID) -> Response:
    return beside.download(_here(recommendation_id, info_id), attachment_id)


@bp.app_template_global()
def files_beside(about: Recommendation, some: Sequence[Information]) -> list[tuple[str, str, int]]:
    """Return the information that has files, or that whoever reads this page adds some to.

    ``some``: what the page shows. Each with its id, what to call it, and how many files it has.
    """
    if not some:
        return []
    with engine().connect() as conn:
        own = _own(conn, current_actor(), about)
        number = _numbers(conn, [one.info_id for one in some])
    labels = words.labels(some)
    ids = [one.info_id for one in some if one.info_id in number or one.info_id in own]
    return [(one, labels[one], number.get(one, 0)) for one in ids]


def _added(
    about: Recommendation, one: Information, file: FileStorage, place: int, form: ScrubbedForm
) -> str | None:
    attachment_id = str(derive_id("file beside information", one.info_id, form.id, place))
    how = Keeping(
        kind=AddImplementationFile,
        attachment_id=attachment_id,
        subject=f"recommendation-{about.recommendation_id}",
        there=lambda conn: len(_rows(conn, one)),
        most=MOST,
        too_many=_TOO_MANY,
        by=current_actor(),
        case=about.correlation_id,
    )
    return beside.keep(
        how,
        file,
        form,
        lambda stored: AddImplementationFile(
            recommendation_id=about.recommendation_id, info_id=one.info_id, **stored
        ),
    )


def _found(recommendation_id: UUID, info_id: UUID) -> tuple[Recommendation, Information, bool]:
    """Return information that this person reads, and whether they add files; 404 for any other."""
    actor = current_actor()
    with engine().connect() as conn:
        about = find(conn, actor, str(recommendation_id))
        if about is None:
            raise NotFound
        for one in information_on(conn, actor, about):
            if one.info_id == str(info_id):
                return about, one, one.info_id in _own(conn, actor, about)
    raise NotFound


def _own(conn: Connection, actor: Actor, about: Recommendation) -> frozenset[str]:
    """Return the information that this person, or a colleague, gave and can still add to."""
    theirs = informed.own_on(conn, actor, about)
    return frozenset(one.info_id for one in theirs.values() if one.withdrawn_at is None)


def _numbers(conn: Connection, ids: Sequence[str]) -> dict[str, int]:
    c = evidence.c
    these = select(c.info_id, func.count().label("number")).where(c.info_id.in_(ids))
    return {row.info_id: row.number for row in conn.execute(these.group_by(c.info_id))}


def _rows(conn: Connection, one: Information) -> Sequence[Row[Any]]:
    c = evidence.c
    these = select(evidence).where(c.info_id == one.info_id)
    return conn.execute(these.order_by(c.added_at, c.attachment_id)).all()


def _here(recommendation_id: UUID, info_id: UUID) -> Beside:
    about, one, adds = _found(recommendation_id, info_id)
    with engine().connect() as conn:
        files = _rows(conn, one)
    return Beside(
        about=on(about),
        name=bp.name,
        of={"recommendation_id": recommendation_id, "info_id": info_id},
        heading=gettext("Files beside information"),
        texts=[(words.labels([one])[one.info_id], vault().reveal(one.text))],
        lead=gettext(
            "The mandate reads them, and nobody else outside your organisation: they are not "
            "published with the information. They cannot be removed on their own."
        ),
        files=files,
        adds=adds,
        removes=False,
        alone=False,
    )
