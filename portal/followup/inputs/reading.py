"""A contribution on the pages of a mission: read, marked, noted about, published as allowed."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from sqlalchemy import Row
from werkzeug.exceptions import NotFound

from portal.casefile.attachments.handing import download
from portal.casefile.attachments.keep import details_of
from portal.casefile.lint.others import is_aside
from portal.followup.inputs import queries, words
from portal.followup.inputs.forms import AsideForm, NoteForm, PublishForm, SeenForm
from portal.followup.inputs.keeping import subject_of
from portal.followup.inputs.queries import TEAM, Contribution
from portal.followup.inputs.read_model import CONSUMER
from portal.followup.inputs.shown import show
from portal.followup.inputs.telling import looked_at, refuse_what_tells
from portal.followup.missions import found
from portal.followup.missions.queries import Mission
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.act import About, Answer, Page, act
from portal.web.context import vault
from portal.web.db import engine
from portal.web.forms import CommandForm, shown_number
from portal.web.i18n import names
from portal.web.i18n.languages import LANGUAGES
from portal.web.i18n.texts import gettext, lazy
from portal.web.waiting import waited
from shared.contracts.followup_input_commands import (
    MarkContribution,
    NoteOnContribution,
    PublishContribution,
    SetContributionNameAside,
)
from shared.contracts.followup_inputs import Publication
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint(
    "contributions",
    __name__,
    url_prefix="/missions/<uuid:mission_id>/input/contributions/<uuid:contribution_id>",
)


@bp.get("")
@require(*TEAM)
def show_one(mission_id: UUID, contribution_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one = found.of_own(mission_id)
    this = _contribution(one, contribution_id)
    with engine().connect() as conn:
        additions = queries.additions_of(conn, this.contribution_id)
        files = queries.files_of(conn, this.contribution_id)
        notes = queries.notes_of(conn, this.contribution_id)
        said_by = {each.by for each in notes} | ({this.aside_by} if this.aside_by else set())
        people = accounts.names(conn, said_by)
        call = queries.call(conn, this.call_id)
        of_others = queries.unnamed(conn, one.mandate, one.state) if this.aside is None else ()
    if this.withdrawn_at is not None:
        additions, files, notes = [], [], []
    said = [each for each in of_others if each.aside is not None]
    name = vault().reveal(this.name) if this.name and said else None
    texts = [each for each in (this.text, this.name, this.aside_reason) if each is not None]
    return show(
        "inputs/contribution.html",
        one,
        [*texts, *(each.text for each in additions), *(each.note for each in notes)],
        this=this,
        aside_elsewhere=bool(name and is_aside(name, said)),
        may_set_aside=current_actor().has(Role.MANDATE_HOLDER),
        public=this.published and call is not None and call.ended != "withdrawn",
        additions=additions,
        files=[_file(each) for each in files],
        notes=notes,
        people=people,
        allowed=words.ALLOWED[this.publication],
        language=LANGUAGES.get(this.language),
        late=late,
    )


@bp.get("/files/<uuid:attachment_id>")
@require(*TEAM)
def file(mission_id: UUID, contribution_id: UUID, attachment_id: UUID) -> Response:
    this = _readable(found.of_own(mission_id), contribution_id)
    with engine().connect() as conn:
        rows = queries.files_of(conn, this.contribution_id)
    for row in rows:
        if row.attachment_id == str(attachment_id):
            return download(
                object_name=row.object_name,
                sha256=row.sha256,
                size=row.size,
                details=row.details,
            )
    raise NotFound


@bp.route("/read", methods=["GET", "POST"])
@require(*TEAM)
def read(mission_id: UUID, contribution_id: UUID) -> Answer:
    page = Page(
        heading=gettext("Mark it as read?"),
        button=gettext("Mark it as read"),
        leave=gettext("Leave it as it is"),
    )
    return _mark(found.of_own(mission_id), contribution_id, page, read=True)


@bp.route("/unread", methods=["GET", "POST"])
@require(*TEAM)
def unread(mission_id: UUID, contribution_id: UUID) -> Answer:
    page = Page(
        heading=gettext("Mark it as unread?"),
        button=gettext("Mark it as unread"),
        leave=gettext("Leave it as it is"),
    )
    return _mark(found.of_own(mission_id), contribution_id, page, read=False)


@bp.route("/note", methods=["GET", "POST"])
@require(*TEAM)
def note(mission_id: UUID, contribution_id: UUID) -> Answer:
    one, form = found.of_own(mission_id), NoteForm()
    this = _readable(one, contribution_id)
    return act(
        _about_contribution(one, this),
        form,
        Page(heading=gettext("Note on this contribution"), button=gettext("Keep the note")),
        lambda: NoteOnContribution(
            contribution_id=this.contribution_id,
            note_id=str(derive_id("note on a contribution", form.id)),
            note=vault().seal(subject_of(this.contribution_id), form.note.data or ""),
        ),
        said=gettext("The note is kept."),
    )


@bp.route("/set-name-aside", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
@fresh(lazy("say that a name names nobody"))
def set_aside(mission_id: UUID, contribution_id: UUID) -> Answer:
    page = Page(
        heading=gettext("Do these words name nobody?"),
        lead=gettext(
            "While they count as a name, no text with them goes out. Say so only of words that "
            "identify nobody, such as a title. They are shown before a text goes out, and stop "
            "none, whoever typed them about this State."
        ),
        button=gettext("They name nobody"),
        leave=gettext("They are a name"),
        tone="warning",
    )
    said = gettext("The words stop no text any more.")
    return _aside(found.of_own(mission_id), contribution_id, page, said, aside=True)


@bp.route("/count-name", methods=["GET", "POST"])
@require(*TEAM)
def count_name(mission_id: UUID, contribution_id: UUID) -> Answer:
    page = Page(
        heading=gettext("Are these words a name after all?"),
        lead=gettext("Nothing that has them goes out any more, whoever typed them."),
        button=gettext("They are a name"),
        leave=gettext("Leave it as it is"),
    )
    said = gettext("The words count as a name again.")
    return _aside(found.of_own(mission_id), contribution_id, page, said, aside=False)


@bp.route("/publish", methods=["GET", "POST"])
@require(*TEAM)
@fresh(lazy("publish a contribution"))
def publish(mission_id: UUID, contribution_id: UUID) -> Answer:
    one, form = found.of_own(mission_id), PublishForm()
    this = _readable(one, contribution_id)
    if this.publication == "no" or this.text is None:
        raise NotFound
    if request.method == "GET":
        form.seen.data = this.publication

    def command() -> PublishContribution:
        refuse_what_tells(one, this)
        return PublishContribution(
            contribution_id=this.contribution_id, published=True, seen=_allowed(form.seen.data)
        )

    return act(
        _about_contribution(one, this),
        form,
        lambda: Page(
            heading=gettext("Publish this contribution?"),
            lead=[
                str(words.ALLOWED[this.publication]),
                gettext(
                    "Everybody reads the text below on the page of the call, the Government too. "
                    "Nothing that was added later goes with it, and no file. Look whether it names "
                    "the sender, or somebody whom it could harm."
                ),
            ],
            texts=_published(this),
            button=gettext("Continue"),
            leave=gettext("Not now"),
        ),
        command,
        checks=lambda: looked_at(one, this),
        said=gettext("The contribution is published."),
    )


@bp.route("/unpublish", methods=["GET", "POST"])
@require(*TEAM)
def unpublish(mission_id: UUID, contribution_id: UUID) -> Answer:
    one, form = found.of_own(mission_id), CommandForm()
    this = _readable(one, contribution_id)
    return act(
        _about_contribution(one, this),
        form,
        Page(
            heading=gettext("Take it from the page of the call?"),
            lead=gettext("Who has read it already has read it."),
            button=gettext("Take it away"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: PublishContribution(
            contribution_id=this.contribution_id, published=False, seen=this.publication
        ),
        said=gettext("The contribution is no longer public."),
    )


def _mark(one: Mission, contribution_id: UUID, page: Page, *, read: bool) -> Answer:
    this, form = _readable(one, contribution_id), SeenForm()
    if request.method == "GET":  # what the page before this one showed
        form.seen.data = str(shown_number(request.args.get("seen")))
    return act(
        _about_contribution(one, this),
        form,
        page,
        lambda: MarkContribution(contribution_id=this.contribution_id, read=read, seen=form.shown),
        said=gettext("The mark is kept."),
    )


def _aside(one: Mission, contribution_id: UUID, page: Page, said: str, *, aside: bool) -> Answer:
    this, form = _readable(one, contribution_id), AsideForm()
    if this.name is None or (request.method == "GET" and aside == this.aside):
        raise NotFound
    return act(
        _about_contribution(one, this),
        form,
        lambda: replace(page, texts=[(gettext("Name"), vault().reveal(this.name))]),
        lambda: SetContributionNameAside(
            contribution_id=this.contribution_id,
            aside=aside,
            reason=vault().seal(subject_of(this.contribution_id), form.reason.data or ""),
        ),
        said=said,
    )


def _published(this: Contribution) -> list[tuple[str, str | None]]:
    text = (gettext("Contribution"), vault().reveal(this.text))
    if this.publication != "named":
        return [text]
    return [(gettext("Name"), vault().reveal(this.name)), text]


def _allowed(seen: str | None) -> Publication:
    return "named" if seen == "named" else "unnamed"


def _contribution(one: Mission, contribution_id: UUID) -> Contribution:
    with engine().connect() as conn:
        this = queries.contribution(conn, str(contribution_id))
    of = (one.mission_id, one.mandate)  # who sent it agreed to this mandate alone (SC3)
    if this is None or (this.mission_id, this.mandate) != of:
        raise NotFound
    return this


def _readable(one: Mission, contribution_id: UUID) -> Contribution:
    """Return the contribution; 404 once its sender withdrew it."""
    this = _contribution(one, contribution_id)
    if this.withdrawn_at is not None:
        raise NotFound
    return this


def _file(row: Row[Any]) -> tuple[str, str | None, int, str]:
    """Return the id, the name, the size and how a file was scanned; no name once it was erased."""
    details = details_of(row.details, vault())
    return row.attachment_id, None if details is None else details.name, row.size, row.scanned


def _about_contribution(one: Mission, this: Contribution) -> About:
    return About(
        address=url_for(
            "contributions.show_one",
            mission_id=one.mission_id,
            contribution_id=this.contribution_id,
        ),
        case=UUID(this.contribution_id),
        back=gettext("The contribution"),
        caption=names.recipient(one.state),
    )
