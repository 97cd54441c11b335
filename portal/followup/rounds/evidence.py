"""The page of the files beside an answer: its provider's, and the mandate's once they were sent."""

from collections.abc import Sequence
from typing import Any, TypeAlias
from uuid import UUID

from flask import Blueprint, Response, request
from sqlalchemy import Connection, Row
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as Redirect

from portal.casefile.attachments import beside
from portal.casefile.attachments.beside import Beside, Keeping
from portal.casefile.attachments.forms import ScrubbedForm
from portal.followup.rounds import filed, found, queries, words
from portal.followup.rounds.queries import Own, Round
from portal.followup.rounds.read_model import CONSUMER
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext, lazy
from portal.web.waiting import waited
from shared.contracts.followup_round_commands import AddAnswerFile, RemoveAnswerFile
from shared.core.message import Sealed, derive_id
from shared.reference.rounds import MOST_FILES

bp = Blueprint(
    "roundfiles",
    __name__,
    url_prefix="/rounds/<uuid:round_id>/answers/<uuid:provider_id>/<recommendation_id>/files",
)

_TOO_MANY = lazy("An answer takes %(most)s files.", most=MOST_FILES)
_Part: TypeAlias = tuple[
    About, tuple[bool, bool], Sequence[Row[Any]], Sequence[tuple[str, Sealed | None]]
]
"""What is acted on, whether files are added and taken out, those there are, and beside what."""
_asked = require(*queries.ASKED)
_reads = require(*queries.OFFICE, *queries.ASKED)


@bp.get("/")
@_reads
def index(round_id: UUID, provider_id: UUID, recommendation_id: str) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    here = _here(round_id, provider_id, recommendation_id)
    return beside.page(here, ScrubbedForm(formdata=None), late=late)


@bp.post("/")
@_asked
def add(round_id: UUID, provider_id: UUID, recommendation_id: str) -> Redirect | tuple[str, int]:
    one = _own(round_id, provider_id)

    def here() -> Beside:
        return _here(round_id, provider_id, recommendation_id)

    def keep(file: FileStorage, place: int, form: ScrubbedForm) -> str | None:
        return _added(one, recommendation_id, file, place, form)

    return beside.add(here(), keep, here)


@bp.get("/<uuid:attachment_id>")
@_reads
def download(
    round_id: UUID, provider_id: UUID, recommendation_id: str, attachment_id: UUID
) -> Response:
    return beside.download(_here(round_id, provider_id, recommendation_id), attachment_id)


@bp.route("/<uuid:attachment_id>/remove", methods=["GET", "POST"])
@_asked
def remove(
    round_id: UUID, provider_id: UUID, recommendation_id: str, attachment_id: UUID
) -> Answer:
    one, here = _own(round_id, provider_id), _here(round_id, provider_id, recommendation_id)
    if not here.removes:
        raise NotFound
    row = beside.found(here, attachment_id)
    return act(
        About(
            address=here.address("index"),
            case=found.case_of(one.round_id),
            back=here.heading,
            caption=here.about.caption,
        ),
        CommandForm(),
        Page(
            heading=gettext("Take this file out?"),
            lead=gettext("It leaves your page, and that of the mandate where you sent it."),
            button=gettext("Take the file out"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: RemoveAnswerFile(round_id=one.round_id, attachment_id=row.attachment_id),
        said=gettext("The file is taken out."),
    )


def _added(one: Own, row: str, file: FileStorage, place: int, form: ScrubbedForm) -> str | None:
    attachment_id = str(derive_id("file beside an answer", one.provider_id, row, form.id, place))
    how = Keeping(
        kind=AddAnswerFile,
        attachment_id=attachment_id,
        subject=f"followupround-{attachment_id}",
        there=lambda conn: len(filed.own(conn, one, row)),
        most=MOST_FILES,
        too_many=_TOO_MANY,
        by=current_actor(),
        case=found.case_of(one.round_id),
    )
    return beside.keep(
        how,
        file,
        form,
        lambda stored: AddAnswerFile(round_id=one.round_id, recommendation_id=row, **stored),
    )


def _own(round_id: UUID, provider_id: UUID) -> Own:
    one = found.asked(round_id)
    if one.provider_id != str(provider_id):
        raise NotFound
    return one


def _here(round_id: UUID, provider_id: UUID, row: str) -> Beside:
    """Return the page for who looks: the provider, or the mandate; 404 for everybody else."""
    actor = current_actor()
    with engine().connect() as conn:
        own = queries.own(conn, actor, str(round_id))
        ours = queries.find(conn, actor, str(round_id))
        if own is not None and own.provider_id == str(provider_id):
            about, may, files, texts = _of_provider(conn, own, row)
        elif ours is not None:
            about, may, files, texts = _of_mandate(conn, ours, str(provider_id), row)
        else:
            raise NotFound
    adds, removes = may
    opened = found.opened([text for _, text in texts])
    return Beside(
        about=about,
        name=bp.name,
        of={"round_id": round_id, "provider_id": provider_id, "recommendation_id": row},
        heading=gettext("Files beside the answer"),
        texts=[(called, opened[text.cipher]) for called, text in texts if text is not None],
        lead=gettext(
            "The mandate reads them once you send your answers, also where an answer is for it "
            "alone. They are in no table: neither the State, nor anybody else who was asked, nor "
            "the public reads them."
        ),
        files=files,
        adds=adds,
        removes=removes,
    )


def _of_provider(conn: Connection, own: Own, row: str) -> _Part:
    kept, sent = queries.drafted(conn, own), queries.answered(conn, own)
    files, said = filed.own(conn, own, row), kept.get(row) or sent.get(row)
    if said is None and not files:
        raise NotFound
    texts = [(gettext("Your answer"), said.text)] if said else []
    return found.about_own(own), (own.open and row in kept, own.open), files, texts


def _of_mandate(conn: Connection, ours: Round, provider_id: str, row: str) -> _Part:
    kinds = {one.provider_id: one.kind for one in queries.providers_of(conn, ours)}
    files = filed.sent(conn, provider_id, row) if provider_id in kinds else []
    if not files:
        raise NotFound
    texts = [
        (str(words.KINDS[kinds[provider_id]]), each.text)
        for each in queries.every_answer(conn, ours)
        if (each.provider_id, each.recommendation_id) == (provider_id, row)
    ]
    return found.about(ours), (False, False), files, texts
