"""The editors' desk: issues that are edited, approved and sent, with both editions side by side."""

import hashlib
from collections.abc import Sequence

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.public.briefings import queries, words
from portal.public.briefings.forms import AddForm, HandInForm, NoteForm, SkipForm, VersionForm
from portal.public.briefings.found import (
    about,
    found_of,
    goes_on,
    in_each,
    issue_of,
    item_of,
    said_of,
)
from portal.public.briefings.queries import EDITORS, Issue
from portal.public.briefings.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts import offices
from portal.web.accounts.access import current_actor, require, signed_in
from portal.web.accounts.fresh import fresh
from portal.web.act import Answer, Page, act
from portal.web.check import Check, answers
from portal.web.commands import CommandRefused
from portal.web.context import now, today, vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext, lazy, ngettext
from portal.web.waiting import waited
from shared.contracts.stakeholders_briefing_commands import (
    AddItem,
    ApproveIssue,
    DropItem,
    EditItem,
    HandInIssue,
    KeepItem,
    SkipIssue,
    TakeUpIssue,
)
from shared.core.message import derive_id

bp = Blueprint("briefingdesk", __name__, url_prefix="/briefing-desk")
_editor = require(*EDITORS)


@bp.get("")
@_editor
def index() -> str:
    with engine().connect() as conn:
        page = paging.cut(conn, queries.every(), "issues", paging.asked)
        issues = page.of(queries.issue(row) for row in page)
    return htmx.render("briefings/desk.html", block="content", issues=issues, words=words)


@bp.get("/<code>")
@_editor
def show(code: str) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one, found = found_of(code, counts=True)
    with engine().connect() as conn:
        by = {*one.hands, *([one.approved_by] if one.approved_by else [])}
        people = accounts.names(conn, by)
        editors = {each.account_id for each in offices.holding(conn, today(), *EDITORS)}
    return htmx.render(
        "briefings/draft.html",
        block="content",
        one=one,
        editions=in_each(one, found),
        standing=len(found.standing),
        me=current_actor().actor_id,
        somebody=bool(editors - one.hands),
        people=people,
        words=words,
        late=late,
    )


@bp.route("/<code>/items/<item>/drop", methods=["GET", "POST"])
@_editor
def drop(code: str, item: str) -> Answer:
    one, entry = item_of(code, item)
    sent = one.stage == "sent"
    return act(
        about(one),
        CommandForm(),
        Page(
            heading=gettext("Remove this item?") if sent else gettext("Drop this item?"),
            lead=[
                said_of(entry),
                gettext("The issue was sent. On its page the item then stands as removed.")
                if sent
                else gettext("The issue is then handed in and approved anew."),
            ],
            button=gettext("Remove the item") if sent else gettext("Drop the item"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: DropItem(kind=one.kind, period=one.period, item=item),
        said=gettext("The item is dropped."),
    )


@bp.route("/<code>/items/<item>/keep", methods=["GET", "POST"])
@_editor
def keep(code: str, item: str) -> Answer:
    one, _ = item_of(code, item)
    if one.stage == "sent":
        raise NotFound
    return _kept(one, item)


@bp.route("/<code>/items/<item>/put-back", methods=["GET", "POST"])
@_editor
@fresh(lazy("put back what was removed from an issue that was sent"))
def put_back(code: str, item: str) -> Answer:
    one, _ = item_of(code, item)
    if one.stage != "sent":
        raise NotFound
    return _kept(one, item)


def _kept(one: Issue, item: str) -> Answer:
    return act(
        about(one),
        CommandForm(),
        Page(
            heading=gettext("Take this item in again?"),
            button=gettext("Take the item in"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: KeepItem(kind=one.kind, period=one.period, item=item),
        said=gettext("The item is in the issue again."),
    )


@bp.route("/<code>/items/<item>/take-off", methods=["GET", "POST"])
@_editor
def take_off(code: str, item: str) -> Answer:
    """Take the sentence of an editor off, also of an issue that was sent."""
    one, entry = item_of(code, item)
    if entry.note is None and request.method == "GET":
        raise NotFound
    return act(
        about(one),
        CommandForm(),
        Page(
            heading=gettext("Take this sentence off?"),
            lead=gettext("Nobody reads it any more below the item."),
            texts=[(None, entry.note)] if entry.note else [],
            button=gettext("Take the sentence off"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: EditItem(
            kind=one.kind,
            period=one.period,
            item=item,
            text=None,
            language=entry.note_language or "en",
        ),
        said=gettext("The sentence is taken off."),
    )


@bp.route("/<code>/items/<item>/edit", methods=["GET", "POST"])
@_editor
def edit(code: str, item: str) -> Answer:
    one, entry = item_of(code, item)
    form = NoteForm()
    if request.method == "GET":
        form.text.data, form.language.data = entry.note or "", entry.note_language or "en"

    def command() -> EditItem:
        text = form.text.data or ""
        sealed = vault().seal(queries.subject_of(one.period), text) if text else None
        return EditItem(
            kind=one.kind,
            period=one.period,
            item=item,
            text=sealed,
            language=form.language.data,
        )

    return act(
        about(one),
        form,
        Page(
            heading=gettext("Say more about this item"),
            lead=said_of(entry),
            button=gettext("Continue"),
            fields=["text", "language"],
        ),
        command,
        checks=lambda: Check(
            title=gettext("Check this sentence"),
            lead=gettext("Who reads the item reads it, too."),
            button=gettext("Keep the sentence"),
            answers=answers(form.text, form.language),
        ),
        said=gettext("The sentence is kept."),
    )


@bp.route("/<code>/add", methods=["GET", "POST"])
@_editor
def add(code: str) -> Answer:
    one = issue_of(code)
    goes_on(one)
    form = AddForm()
    form.offer(one.kind)
    item = f"added-{derive_id('issue item', form.id)}"
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Add an item"),
            button=gettext("Continue"),
            fields=["section", "edition", "text", "language"],
        ),
        lambda: AddItem(
            kind=one.kind,
            period=one.period,
            item=item,
            section=form.section.data,
            edition=form.edition.data,
            text=vault().seal(queries.subject_of(one.period), form.text.data or ""),
            language=form.language.data,
        ),
        checks=lambda: Check(
            title=gettext("Check this item"),
            lead=gettext("It is public once the issue is sent, unless the staff alone reads it."),
            button=gettext("Add the item"),
            answers=answers(form.section, form.edition, form.text, form.language),
        ),
        said=gettext("The item is added."),
    )


@bp.route("/<code>/hand-in", methods=["GET", "POST"])
@_editor
def hand_in(code: str) -> Answer:
    one, found = found_of(code)
    goes_on(one)
    if request.method == "GET" and not _is_seen(one):
        return _look_again(one)
    form, items = HandInForm(), found.standing
    if request.method == "GET":
        form.version.data, form.items.data = str(one.now), _digest(items)

    def command() -> HandInIssue:
        if form.items.data != _digest(items):
            raise CommandRefused(409, "The issue has changed. Look at it again.")
        return HandInIssue(kind=one.kind, period=one.period, items=items, version=form.seen)

    return act(
        about(one),
        form,
        Page(
            heading=gettext("Hand this issue in?"),
            lead=[
                ngettext("It has %(count)s item.", "It has %(count)s items.", len(items)),
                gettext("Somebody else of the Chief's office or the Quick Response Desk approves."),
            ],
            button=gettext("Hand the issue in"),
            leave=gettext("Not now"),
        ),
        command,
        said=gettext("The issue waits for its approval."),
    )


@bp.route("/<code>/approve", methods=["GET", "POST"])
@_editor
@fresh(lazy("approve an issue, which is then sent"))
def approve(code: str) -> Answer:
    one, found = found_of(code)
    if one.stage != "handed-in" and request.method == "GET":
        raise NotFound
    if request.method == "GET" and not _is_seen(one):
        return _look_again(one)
    form = VersionForm()
    if request.method == "GET":
        form.version.data = str(one.now)
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Approve this issue?"),
            lead=gettext(
                "It is sent within minutes. What is public no more by then is left out, and the "
                "desk is told."
            ),
            warning=gettext("What was sent by mail cannot be taken back."),
            button=gettext("Approve and send"),
            leave=gettext("Not now"),
            template="briefings/approve.html",
            given={"editions": in_each(one, found), "words": words},
        ),
        lambda: ApproveIssue(kind=one.kind, period=one.period, version=form.seen),
        said=gettext("The issue is approved and will be sent."),
    )


def _is_seen(one: Issue) -> bool:
    """Whether who came here saw the issue as it is: its page says so in its links."""
    return request.args.get("seen") == str(one.now)


def _look_again(one: Issue) -> Response:
    flash(gettext("The issue has changed. Look at it again."), "warning")
    return redirect(url_for("briefingdesk.show", code=one.period), 303)


def _digest(items: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(items).encode()).hexdigest()


@bp.route("/<code>/skip", methods=["GET", "POST"])
@_editor
def skip(code: str) -> Answer:
    one = issue_of(code)
    goes_on(one)
    form = SkipForm()
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Skip this issue"),
            lead=gettext("Nothing is sent. You can take it up until the next issue opens."),
            button=gettext("Skip the issue"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: SkipIssue(kind=one.kind, period=one.period, code=form.code.data),
        said=gettext("The issue is skipped."),
    )


@bp.route("/<code>/take-up", methods=["GET", "POST"])
@_editor
def take_up(code: str) -> Answer:
    one = issue_of(code)
    if one.stage != "skipped" and request.method == "GET":
        raise NotFound
    return act(
        about(one),
        CommandForm(),
        Page(
            heading=gettext("Take this issue up?"),
            button=gettext("Take the issue up"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: TakeUpIssue(kind=one.kind, period=one.period),
        said=gettext("The issue is being edited again."),
    )


@bp.app_template_global()
def waiting_issues() -> list[tuple[str, str, str]]:
    """Return what waits at the desk for whoever came: its address, the issue, and what to do."""
    person = signed_in()
    if person is None or not person.has(*EDITORS):
        return []
    by = current_actor().actor_id
    with engine().connect() as conn:
        goes_on = [queries.one(conn, row.period) for row in conn.execute(queries.going_on())]
        fallen = queries.fallen_lately(conn, now() - queries.TOLD_FOR)
    found = [(one, _todo(one, by)) for one in goes_on if one is not None]
    found += [
        (
            one,
            ngettext(
                "%(count)s item was left out when it was sent",
                "%(count)s items were left out when it was sent",
                len(one.fallen),
            ),
        )
        for one in fallen
    ]
    return [
        (url_for("briefingdesk.show", code=one.period), words.title(one.kind, one.period), what)
        for one, what in found
        if what
    ]


def _todo(one: Issue, by: str) -> str:
    if one.stage == "open":
        return gettext("To be edited and handed in")
    if one.stage == "handed-in" and by not in one.hands:
        return gettext("To be approved by you or a colleague")
    return ""
