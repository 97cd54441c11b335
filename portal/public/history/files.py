"""Files beside past letters, as the Quick Response Desk adds and removes them."""

from collections.abc import Sequence
from contextlib import closing
from typing import IO
from uuid import UUID

from flask import Blueprint, url_for
from werkzeug.exceptions import NotFound

from portal.casefile.attachments import unclaimed
from portal.casefile.attachments.carrying import FIELD, Carried, carried, keep_all, must_wait
from portal.casefile.attachments.forms import rules
from portal.casefile.attachments.taking import Refused, give_back
from portal.public.history import archive, beside, words
from portal.public.history.archive import Called, Place, Unusable
from portal.public.history.desk import DESK, about, found
from portal.public.history.forms import ArchiveForm, RemoveForm
from portal.web.accounts.access import require
from portal.web.act import About, Answer, Page, act, shown
from portal.web.check import Check, answers
from portal.web.context import settings
from portal.web.db import engine
from portal.web.i18n.formats import number
from portal.web.i18n.texts import gettext, lazy
from portal.web.sizes import AT_ONCE
from shared.contracts.approvals_history import PastFile
from shared.contracts.approvals_history_commands import AddPastFiles, RemovePastFile
from shared.core.message import derive_id
from shared.reference.history import FILES_AT_ONCE, subject_of_files

bp = Blueprint("historyfiles", __name__, url_prefix="/history-desk/<uuid:import_id>/files")

_AGAIN = lazy("Choose the archive again")


class _Wrong(Exception):
    """What to say of the archive, or of each of its files. Nothing of it was kept."""

    def __init__(self, *said: str) -> None:
        super().__init__(*said)
        self.said = said


@bp.route("/add", methods=["GET", "POST"])
@require(*DESK)
def add(import_id: UUID) -> Answer:
    one, form = found(import_id), ArchiveForm()
    if not one.completed_at or one.undone_at:
        raise NotFound
    with engine().connect() as conn:
        called = archive.called(conn, one.import_id)
    going = carried(*(subject_of_files(row.letter_id) for some in called.values() for row in some))

    def command() -> AddPastFiles:
        if not going:
            raise _Wrong(str(_AGAIN))
        must_wait(_untold(going))
        public = form.public.data == "yes"
        return AddPastFiles(
            import_id=one.import_id,
            files=tuple(_told(each, called, public=public) for each in going),
        )

    def then() -> None:
        with engine().begin() as conn:
            unclaimed.strike(conn, [each.kept.object_name for each in going])

    try:
        return act(
            about(import_id),
            form,
            _page,
            command,
            checks=lambda: _check(form, called),
            then=then,
            said=gettext("The files are beside their letters."),
        )
    except _Wrong as no:
        form.refuse(no.said)
    except Refused as no:
        form.refuse([str(no)])
    return shown(about(import_id), form, _page()), 422


@bp.route("/<uuid:file_id>/remove", methods=["GET", "POST"])
@require(*DESK)
def remove(import_id: UUID, file_id: UUID) -> Answer:
    one, form = found(import_id), RemoveForm()
    with engine().connect() as conn:
        file = beside.of_import(conn, one.import_id, str(file_id))
    if file is None or one.undone_at or (file.removed_at and not form.is_submitted()):
        raise NotFound
    return act(
        About(
            address=url_for("history.show", letter_id=file.letter_id),
            case=derive_id("history import", one.import_id),
            back=gettext("Letter"),
        ),
        form,
        Page(
            heading=gettext("Remove this file?"),
            lead=gettext("Nobody can read it any more. It can be added again from an archive."),
            button=gettext("Remove the file"),
            leave=gettext("Keep it"),
            tone="warning",
        ),
        lambda: RemovePastFile(
            import_id=one.import_id,
            letter_id=file.letter_id,
            file_id=file.file_id,
            reason=form.reason.data,
        ),
        said=gettext("The file is removed."),
    )


def _page() -> Page:
    return Page(
        heading=gettext("Add files beside letters from before the platform"),
        lead=[
            gettext(
                "Each file is called as its letter. A file that is not takes the whole archive "
                "with it, and nothing is kept."
            ),
            gettext(
                "Whoever may read a letter reads its files, also the Government that got it. Add "
                "no file that names a source."
            ),
        ],
        button=gettext("Check the files"),
        template="history/archive.html",
        given={
            "rules": rules(),
            "names": archive.EXAMPLES,
            "most": FILES_AT_ONCE,
            "altogether": AT_ONCE * settings().attachment_bytes // 1024**2,
        },
    )


def _check(form: ArchiveForm, called: Called) -> Check:
    """Keep the files, and return what is read before they are told of. Raises ``_Wrong``."""
    sent = form.archive.data
    if not sent:
        raise _Wrong(gettext("Choose a file"))
    try:
        every = _kept(sent.stream, called)
    except Unusable as no:
        raise _Wrong(str(words.ARCHIVE[no.code])) from no
    public = form.public.data == "yes"
    read = sum(_told(each, called, public=public).public for each in every)
    return Check(
        title=gettext("Check these files"),
        lead=gettext("Each is beside the letter that its name says. It can be removed later."),
        button=gettext("Add the files"),
        answers=[
            *answers(form.public),
            (gettext("Everybody reads"), number(read)),
            (gettext("Files"), "\n".join(each.name for each in every)),
        ],
        also=[(FIELD, each.token) for each in every],
    )


def _kept(stream: IO[bytes], called: Called) -> Sequence[Carried]:
    """Keep each file for its letter, or none of them. Raises ``_Wrong`` and ``Unusable``."""
    with closing(archive.opened(stream)) as parts:
        every = archive.listed(parts, most=AT_ONCE * settings().attachment_bytes)
        places = [(one, archive.place(archive.name_of(one), called)) for one in every]
        wrong = [_said(archive.name_of(one), no) for one, no in places if isinstance(no, str)]
        if wrong:
            raise _Wrong(*wrong)
        done: list[Carried] = []
        try:
            for one, of in ((one, of) for one, of in places if isinstance(of, Place)):
                with closing(archive.unpacked(parts, one)) as file:
                    done += keep_all([file], subject_of_files(of.letter_id))
        except BaseException:
            give_back(*(each.kept.object_name for each in done))
            raise
    return done


def _said(name: str, code: str) -> str:
    return gettext("%(name)s: %(reason)s", name=name, reason=words.PLACES[code])


def _told(one: Carried, called: Called, *, public: bool) -> PastFile:
    place = archive.place(one.name, called)
    if isinstance(place, str):  # the import was undone meanwhile
        raise _Wrong(_said(one.name, place))
    return PastFile(
        file_id=str(one.attachment_id),
        letter_id=place.letter_id,
        replied_on=place.replied_on,
        public=public and place.may_be_public,
        object_name=one.kept.object_name,
        sha256=one.kept.sha256,
        size=one.kept.size,
        media_type=one.kept.media_type,
        scanned=one.kept.scanned,
        details=one.kept.details,
    )


def _untold(files: Sequence[Carried]) -> Sequence[Carried]:
    """Return those that the same form, sent before, did not bring."""
    with engine().connect() as conn:
        untold = beside.untold(conn, [each.kept.object_name for each in files])
    return [each for each in files if each.kept.object_name in untold]
