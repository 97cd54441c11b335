"""Files beside past letters, visits and papers, as the desk adds and removes them."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from typing import IO
from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound

from portal.casefile.attachments import unclaimed
from portal.casefile.attachments.carrying import FIELD, Carried, carried, keep_all, must_wait
from portal.casefile.attachments.forms import rules
from portal.casefile.attachments.taking import Refused, give_back, is_claimed
from portal.public.history import archive, beside, queries, words
from portal.public.history.archive import Called, Place, Unusable
from portal.public.history.desk import DESK, about, found
from portal.public.history.forms import ArchiveForm, RemoveForm
from portal.web.accounts.access import current_actor, require
from portal.web.act import Answer, Page, act, shown
from portal.web.check import Check, answers
from portal.web.context import settings
from portal.web.db import engine
from portal.web.i18n.texts import gettext, lazy
from portal.web.sizes import AT_ONCE
from shared.contracts.approvals_history import PastFile
from shared.contracts.approvals_history_commands import AddPastFiles, RemovePastFile
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
    called: Called = {}
    if request.method == "POST":
        with engine().connect() as conn:
            called = archive.called(conn, one.import_id)
    going = carried(*{subject_of_files(row.letter_id) for some in called.values() for row in some})
    form.carries = [each.kept.object_name for each in going]

    def command() -> AddPastFiles:
        if not going:
            raise _Wrong(str(_AGAIN))
        new = _untold(going)
        must_wait([each for each in new if not is_claimed(each.kept.object_name)])
        public = form.public.data == "yes"
        return AddPastFiles(
            import_id=one.import_id,
            files=tuple(_told(each, _place(each, called), public=public) for each in new),
        )

    def then() -> None:
        with engine().begin() as conn:
            unclaimed.strike(conn, form.carries)

    def page() -> Page:
        return _page(going)

    try:
        return act(
            about(import_id),
            form,
            page,
            command,
            checks=lambda: _check(one.import_id, form, called, going),
            then=then,
            said=gettext("The files are added."),
        )
    except _Wrong as no:
        form.refuse(no.said)
        status = 422
    except Refused as no:
        form.refuse([str(no)])
        status = no.status
    return shown(about(import_id), form, page), status


@bp.route("/<uuid:file_id>/remove", methods=["GET", "POST"])
@require(*DESK)
def remove(import_id: UUID, file_id: UUID) -> Answer:
    one, form = found(import_id), RemoveForm()
    with engine().connect() as conn:
        file = beside.of_import(conn, one.import_id, str(file_id))
        if file is None or one.undone_at or (file.removed_at and not form.is_submitted()):
            raise NotFound
        reads = queries.one(conn, queries.visible(current_actor()), file.letter_id, public=False)
    of = about(import_id)
    if reads:  # it is of a letter, which R15 may close to a person of the desk
        letter = url_for("history.show", letter_id=file.letter_id)
        of = replace(of, address=letter, back=gettext("Letter"))
    return act(
        of,
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


def _page(going: Sequence[Carried]) -> Page:
    return Page(
        heading=gettext("Add files from before the platform"),
        lead=[
            gettext(
                "Each file is called as its letter or document, or by its row. A file that is not "
                "takes the whole archive with it, and nothing is kept."
            ),
            gettext(
                "Whoever may read a letter reads its files, also the Government that got it. Add "
                "no file that names a source."
            ),
            gettext(
                "Files of a visit, a report or a statement are read by whoever may read the file "
                "of that visit."
            ),
        ],
        warning=gettext(
            "Photos and documents often hold hidden details: the place, the device, the name of "
            "who wrote them. Take them out before you send a file that everybody will read."
        ),
        button=gettext("Check the files"),
        template="history/archive.html",
        given={
            "going": going,
            "rules": rules(),
            "names": archive.EXAMPLES,
            "most": FILES_AT_ONCE,
            "altogether": AT_ONCE * settings().attachment_bytes // 1024**2,
        },
    )


def _check(import_id: str, form: ArchiveForm, called: Called, going: Sequence[Carried]) -> Check:
    """Keep the files, and return what is read before they are told of. Raises ``_Wrong``."""
    sent, waiting = form.archive.data, _untold(going)
    try:
        new = _kept(import_id, sent.stream, called, waiting) if sent else []
    except Unusable as no:
        raise _Wrong(str(words.ARCHIVE[no.code])) from no
    every = [*waiting, *new] if sent else going
    if not every:
        raise _Wrong(gettext("Choose a file"))
    return Check(
        title=gettext("Check these files"),
        lead=gettext(
            "Each is beside what its name says, and can be removed later. See that none names a "
            "source."
        ),
        button=gettext("Add the files"),
        answers=[
            *answers(form.public),
            *_read_by(every, called, public=form.public.data == "yes"),
        ],
        also=[(FIELD, each.token) for each in new],
    )


def _read_by(
    files: Sequence[Carried], called: Called, *, public: bool
) -> Sequence[tuple[str, str]]:
    """Return who will read which of these files, those that everybody reads first."""
    read: dict[tuple[bool, str], list[str]] = defaultdict(list)
    for each in files:
        place = _place(each, called)
        everybody = public and place.may_be_public
        said = words.read_by(place.recipient, public=everybody)
        read[not everybody, said].append(each.name)
    return [(said, "\n".join(names)) for (_, said), names in sorted(read.items())]


def _kept(
    import_id: str, stream: IO[bytes], called: Called, waiting: Sequence[Carried]
) -> Sequence[Carried]:
    """Keep each file for its row, or none of them. Raises ``_Wrong`` and ``Unusable``."""
    with engine().connect() as conn:
        numbers = beside.numbers(conn, import_id)
    with closing(archive.opened(stream)) as parts:
        most = AT_ONCE * settings().attachment_bytes
        every = archive.listed(parts, most=most, files=FILES_AT_ONCE - len(waiting))
        names = [*(each.name for each in waiting), *map(archive.name_of, every)]
        places = archive.places(names, called, beside=numbers)
        if wrong := [
            _said(name, no) for name, no in zip(names, places, strict=True) if isinstance(no, str)
        ]:
            raise _Wrong(*wrong)
        done: list[Carried] = []
        try:
            for one, of in zip(every, places[len(waiting) :], strict=True):
                if isinstance(of, Place):
                    with closing(archive.unpacked(parts, one)) as file:
                        done += keep_all([file], subject_of_files(of.letter_id))
        except BaseException:
            give_back(*(each.kept.object_name for each in done))
            raise
    return done


def _said(name: str, code: str) -> str:
    return gettext("%(name)s: %(reason)s", name=name, reason=words.PLACES[code])


def _place(one: Carried, called: Called) -> Place:
    place = archive.place(one.name, called)
    if isinstance(place, str):  # the import was undone meanwhile
        raise _Wrong(_said(one.name, place))
    return place


def _told(one: Carried, place: Place, *, public: bool) -> PastFile:
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
