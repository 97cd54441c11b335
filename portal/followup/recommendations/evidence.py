"""Files beside information on implementation: for whoever reads the information, and nobody else.

Its provider adds them. They are checked, encrypted and sealed as the information is.
"""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from sqlalchemy import Connection, Row, func, select
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as Redirect

from portal.casefile.attachments.adding import each, known, tell
from portal.casefile.attachments.forms import ScrubbedForm, rules
from portal.casefile.attachments.handing import download as handed
from portal.casefile.attachments.keep import details_of
from portal.casefile.attachments.taking import Refused, take
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
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.texts import lazy
from portal.web.waiting import waited
from shared.contracts.commands import address
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
_, _ADD = address(AddImplementationFile)
_TOO_MANY = lazy("Information takes %(most)s files.", most=MOST)
_reads = require(Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER, Role.DESK_OFFICER, *PROVIDERS)


@bp.get("/")
@_reads
def index(recommendation_id: UUID, info_id: UUID) -> str:
    late = not waited(engine(), RECOMMENDATIONS.consumer, request.args.get("after"))
    return _page(recommendation_id, info_id, ScrubbedForm(formdata=None), late=late)


@bp.post("/")
@require(*PROVIDERS)
def add(recommendation_id: UUID, info_id: UUID) -> Redirect | tuple[str, int]:
    about, one, adds = _found(recommendation_id, info_id)
    if not adds:
        raise NotFound
    form = ScrubbedForm()
    if not form.validate():
        return _page(recommendation_id, info_id, form), 422
    done = each(form.sent, lambda file, place: _added(about, one, file, place, form))
    if done.refused:
        form.refuse(done.refused)
        return _page(recommendation_id, info_id, form.again(), added=done.number), 422
    page = url_for(
        "evidence.index", recommendation_id=recommendation_id, info_id=info_id, after=done.after
    )
    return redirect(page, 303)


@bp.get("/<uuid:attachment_id>")
@_reads
def download(recommendation_id: UUID, info_id: UUID, attachment_id: UUID) -> Response:
    _, one, _ = _found(recommendation_id, info_id)
    for row in _rows(one):
        if row.attachment_id == str(attachment_id):
            return handed(
                object_name=row.object_name, sha256=row.sha256, size=row.size, details=row.details
            )
    raise NotFound


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
    if known(_ADD, derive_id(attachment_id)):  # the same form again
        return None
    if len(_rows(one)) >= MOST:
        raise Refused(_TOO_MANY)
    kept = take(file, subject=f"recommendation-{about.recommendation_id}", about=form.about)
    command = AddImplementationFile(
        recommendation_id=about.recommendation_id,
        info_id=one.info_id,
        attachment_id=attachment_id,
        object_name=kept.object_name,
        sha256=kept.sha256,
        size=kept.size,
        media_type=kept.media_type,
        scanned=kept.scanned,
        details=kept.details,
    )
    return tell(command, by=current_actor(), correlation_id=about.correlation_id)


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


def _rows(one: Information) -> Sequence[Row[Any]]:
    c = evidence.c
    these = select(evidence).where(c.info_id == one.info_id)
    with engine().connect() as conn:
        return conn.execute(these.order_by(c.added_at, c.attachment_id)).all()


def _page(
    recommendation_id: UUID,
    info_id: UUID,
    form: ScrubbedForm,
    *,
    added: int = 0,
    late: bool = False,
) -> str:
    about, one, adds = _found(recommendation_id, info_id)
    opened = [(row, details_of(row.details, vault())) for row in _rows(one)]
    return htmx.render(
        "recommendations/evidence.html",
        block="content",
        about=on(about),
        called=words.labels([one])[one.info_id],
        text=vault().reveal(one.text),
        recommendation_id=about.recommendation_id,
        info_id=one.info_id,
        files=[(row, details and details.name) for row, details in opened],
        adds=adds,
        form=form,
        added=added,
        late=late,
        rules=rules(),
    )
