"""A sender comes back with the return code of a contribution, without account or name.

The code travels in a form, and in no address that a server sees. The browser then holds the
contribution for 20 minutes without a request. What was written is shown to nobody here: whoever
finds the code reads nothing.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import SEEK_END
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, flash, g, redirect, request, session, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import Conflict, Unauthorized
from werkzeug.wrappers import Response

from portal.casefile.attachments.adding import Added, each, known, tell
from portal.casefile.attachments.forms import ScrubbedForm, rules
from portal.casefile.attachments.taking import Refused, take
from portal.followup.inputs import keeping, queries, words
from portal.followup.inputs.forms import OPENS_NOTHING, AddForm, AllowedForm
from portal.followup.inputs.keeping import subject_of
from portal.followup.inputs.queries import Contribution
from portal.followup.inputs.read_model import CONSUMER
from portal.source.channel.forms import EnterForm
from portal.source.pace import gate
from portal.web import htmx, place
from portal.web.accounts import leaving
from portal.web.accounts.access import public
from portal.web.accounts.codes import picture_of as drawn
from portal.web.accounts.leaving import CONTRIBUTION
from portal.web.act import ERASED, Answer, onwards
from portal.web.commands import CommandRefused
from portal.web.context import real_now, settings, vault
from portal.web.db import engine
from portal.web.delivery import outbox
from portal.web.forms import CommandForm
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from portal.web.waiting import waited
from shared.contracts.commands import address
from shared.contracts.followup_input_commands import (
    AddContributionFile,
    AddToContribution,
    ChooseContributionPublication,
    OfSender,
    WithdrawContribution,
)
from shared.core.actor import by_contribution
from shared.core.message import derive_id
from shared.platform.vault import Forgotten

bp = Blueprint("owninput", __name__, url_prefix="/contributions")

_IDLE: Final = timedelta(minutes=20)
_HELD: Final = b"contribution"
_LONGEST: Final = timedelta(hours=4)
_, ADD_FILE = address(AddContributionFile)
MOST_FILES: Final = 20
_AGAIN = lazy(
    "Nothing was sent yet. What you entered is below: return to your contribution in another tab, "
    "with its code, come back to this one, then send it again."
)
_OTHER = lazy(
    "This browser has opened another contribution since. Nothing was sent. Return to this one with "
    "its code, then send it again."
)
_TOO_MANY = lazy("A contribution takes %(most)s files.", most=MOST_FILES)


def come_in(contribution_id: str, *, began: int | None = None) -> None:
    """From here on this browser holds the contribution, for some hours at most."""
    at = int(real_now().timestamp())
    held = f"{contribution_id} {at} {at if began is None else began}"
    session[CONTRIBUTION] = place.sealed(held, settings().secret_key_list, purpose=_HELD)


def picture_of(code: str) -> str:
    """Return a QR code, as SVG, of the address to return at; the code stands behind ``#``."""
    page = url_for("owninput.enter_form", _external=True)
    return drawn(f"{page}#{''.join(code.split())}")


def way_out() -> str:
    return leaving.way_out()


def mark_of(contribution_id: str) -> str:
    """Return what a form carries, so that what is sent goes to the contribution that it showed."""
    return str(derive_id("form of a contribution", contribution_id))


@bp.context_processor
def _leaving() -> dict[str, str]:
    return {"exit_url": way_out()}


@bp.get("/")
@public
def enter_form() -> str:
    return _enter_page(EnterForm(formdata=None))


@bp.post("/")
@public
def enter() -> Answer:
    """The right code opens, whatever others tried: it has 132 bits."""
    form = EnterForm()
    if not form.validate():
        return _enter_page(form), 422
    contribution_id = keeping.contribution_of(form.return_code.data or "")
    if not _is_there(contribution_id):
        form.return_code.errors = [OPENS_NOTHING]
        return _enter_page(form), 422
    session.clear()
    come_in(contribution_id)
    return redirect(url_for("owninput.show"), 303)


@bp.post("/leave")
@public
def leave() -> Response:
    return leaving.forgotten()


@bp.get("/own")
@public
def show() -> str:
    of = _current()
    return _page(of, late=not waited(engine(), CONSUMER, request.args.get("after")))


@bp.post("/own/additions")
@public
def add() -> Answer:
    of, form = _current(), AddForm()
    return _say(
        of,
        form,
        lambda said: AddToContribution(
            contribution_id=of,
            addition_id=str(said),
            text=vault().seal(subject_of(of), form.text.data or ""),
        ),
        gettext("What is new was added"),
        lambda: _page(of, adding=form),
        typed=form.text.data or "",
    )


@bp.post("/own/publication")
@public
def choose() -> Answer:
    of, form = _current(), AllowedForm()
    return _say(
        of,
        form,
        lambda _: ChooseContributionPublication(
            contribution_id=of, publication=form.publication.data
        ),
        gettext("Your choice is kept"),
        lambda: _page(of, allowing=form),
        typed=form.publication.data or "",
    )


@bp.route("/own/withdraw", methods=["GET", "POST"])
@public
def withdraw() -> Answer:
    of, form = _current(), CommandForm()

    def page() -> str:
        return htmx.render("inputs/withdraw.html", block="content", form=form, **_which(of))

    if request.method == "GET":
        return page()
    return _say(
        of,
        form,
        lambda _: WithdrawContribution(contribution_id=of),
        gettext("Your contribution is withdrawn"),
        page,
    )


@bp.post("/own/files")
@public
def add_files() -> Answer:
    of, form = _current(), ScrubbedForm()
    if not form.validate():
        return _page(of, filing=form), 422
    done = each(form.sent, lambda file, at: _add_file(of, file, at, form))
    if done.refused:
        form.refuse(done.refused)
        return _page(of, filing=form.again(), added=done.number), 422
    return _added(done)


def _added(done: Added) -> Response:
    one = done.number == 1
    flash(gettext("Your file was kept") if one else gettext("Your files were kept"), "success")
    return onwards(url_for("owninput.show"), done.after)


def _add_file(of: str, file: FileStorage, at: int, form: ScrubbedForm) -> str | None:
    attachment_id = str(derive_id("file of a contribution", of, form.id, at))
    if known(ADD_FILE, derive_id(attachment_id)):
        return None
    case = UUID(of)
    if outbox.number(engine(), ADD_FILE, correlation_id=case) >= MOST_FILES:
        raise Refused(_TOO_MANY)
    if (wait := gate.file_waits(file.stream.seek(0, SEEK_END), before=0)) is not None:
        raise Refused(wait)
    kept = take(file, subject=subject_of(of), about=form.about)
    command = AddContributionFile(
        contribution_id=of,
        attachment_id=attachment_id,
        object_name=kept.object_name,
        sha256=kept.sha256,
        size=kept.size,
        media_type=kept.media_type,
        scanned=kept.scanned,
        details=kept.details,
    )
    after = outbox.waiting(engine(), correlation_id=case)
    return tell(command, by=by_contribution(of), correlation_id=case, after=after)


def _say(
    of: str,
    form: CommandForm,
    command: Callable[[UUID], OfSender],
    done: str,
    again: Callable[[], str],
    *,
    typed: str = "",
) -> Answer:
    """Keep what the sender says, or show the page again with what was typed."""
    if not form.validate():
        return again(), 422
    try:
        said = keeping.said(of, form.id, typed)
        after = keeping.hand_in(command(said), said)
    except Forgotten:
        form.form_errors.append(ERASED)
        return again(), 409
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return again(), no.status
    flash(done, "success")
    return onwards(url_for("owninput.show"), after)


def _current() -> str:
    """Return the contribution that this browser holds.

    401 without one, and 409 where the form that came is of another one.
    """
    kept = place.opened(session.get(CONTRIBUTION, ""), settings().secret_key_list, purpose=_HELD)
    found, seen, began = _held(kept)
    at = real_now()
    if not found or at > _time(seen) + _IDLE or at > _time(began) + _LONGEST:
        session.pop(CONTRIBUTION, None)
        g.way_back = "owninput.enter_form"
        raise Unauthorized(str(_AGAIN))
    if request.method == "POST" and request.form.get("command_of") != mark_of(found):
        raise Conflict(str(_OTHER))
    come_in(found, began=began)
    return found


def _held(kept: str | None) -> tuple[str, int, int]:
    """Return what the cookie holds, when it was last used, and since when it holds it."""
    found, seen, began = (kept or " 0 0").split(" ")
    return found, int(seen), int(began)


def _time(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _which(of: str) -> dict[str, Any]:
    """Return what a page says of the contribution without a word of it: its call, and a number."""
    with engine().connect() as conn:
        one = queries.contribution(conn, of)
        call_id = one.call_id if one else keeping.call_of(of)
        call = queries.call(conn, call_id) if call_id else None
    return {
        "call": call,
        "number": of,
        "mark": mark_of(of),
        "state_name": names.recipient,
        "mandate_name": names.mandate,
    }


def _is_there(contribution_id: str) -> bool:
    with engine().connect() as conn:
        one = queries.contribution(conn, contribution_id)
    return one is not None or keeping.standing(contribution_id) is not None


def _enter_page(form: EnterForm) -> str:
    return htmx.render("inputs/enter.html", block="content", form=form)


def _page(
    of: str,
    *,
    late: bool = False,
    added: int = 0,
    adding: AddForm | None = None,
    allowing: AllowedForm | None = None,
    filing: ScrubbedForm | None = None,
) -> str:
    with engine().connect() as conn:
        one = queries.contribution(conn, of)
        additions = queries.times_of_additions(conn, of)
        files = queries.files_of(conn, of)
        left = one is not None and queries.is_left(conn, one)
    return htmx.render(
        "inputs/own.html",
        block="content",
        one=one,
        left=left,
        refused=one is None and keeping.standing(of) == "refused",
        additions=additions,
        files=files,
        late=late,
        added=added,
        wrong=adding or allowing or filing,
        adding=adding or AddForm(formdata=None),
        allowing=allowing or _allowing(one),
        filing=filing or ScrubbedForm(formdata=None),
        rules=rules(),
        words=words,
        **_which(of),
    )


def _allowing(one: Contribution | None) -> AllowedForm:
    return AllowedForm(formdata=None, data={"publication": one.publication if one else "no"})
