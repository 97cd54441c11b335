"""Briefings for treaty bodies: the desk officer of the State signs off what is exported.

Each version is frozen, and its page says what changed since. It counts as handed over only as it
was signed off.
"""

from typing import Any, Final
from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound
from wtforms import HiddenField

from portal.public.register import briefing_files, events, signed, words
from portal.public.register.briefing import Asked
from portal.public.register.briefings import address_of, asked_at, found_of
from portal.public.register.signed import READERS, SIGNERS, Version
from portal.public.register.signed_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.context import today
from portal.web.db import engine
from portal.web.forms import CommandForm, shown_number
from portal.web.i18n.formats import listed, number, short_day
from portal.web.i18n.texts import gettext
from portal.web.waiting import waited
from shared.contracts.stakeholders_treaty_briefing_commands import (
    HandOverTreatyBriefing,
    SignTreatyBriefing,
    UnsignTreatyBriefing,
)
from shared.core.message import derive_id

bp = Blueprint("briefingsigning", __name__, url_prefix="/treaty-briefings")

_AT_ONCE: Final = 20
_LISTED: Final = 50
"""Lines that changed and are shown; the briefing has all."""
_signs = require(*SIGNERS)


class SignForm(CommandForm):
    """``shown``: the hash of what the page showed; ``version``: that it makes."""

    shown = HiddenField()
    version = HiddenField()


class VersionForm(CommandForm):
    version = HiddenField()


@bp.get("")
@require(*READERS)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    actor = current_actor()
    with engine().connect() as conn:
        page = paging.cut(conn, signed.every(actor), "briefings", paging.asked, size=_AT_ONCE)
        some = [(row.briefing_id, signed.asked_of(row), row.version, row.signed_at) for row in page]
    return htmx.render(
        "register/signed_index.html",
        block="content",
        briefings=page.of((each, called(asked), n, at) for each, asked, n, at in some),
        late=late,
    )


@bp.get("/<uuid:briefing_id>")
@require(*READERS)
def show(briefing_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    asked, actor = _asked(briefing_id), current_actor()
    found, texts = found_of(asked)
    with engine().connect() as conn:
        now = signed.of(conn, found, texts)
        some = signed.versions_of(conn, str(briefing_id))
        ids = {each for one in some for each in (one.signed_by, one.unsigned_by, one.handed_by)}
        people = accounts.names(conn, {each for each in ids if each})
    last = some[0].lines if some else {}
    lines = {each.key: each.hash for each in signed.lines(found, texts)}
    titles = {signed.key_of(each): _line(each) for each in found.events}
    since = signed.between(last, lines)
    before = [one.lines for one in some[1:]]
    return htmx.render(
        "register/signed.html",
        block="content",
        asked=asked,
        code=asked.state,
        address=address_of(asked),
        title=called(asked),
        about=briefing_files.about(found, today()),
        now=now,
        stage=words.SIGNED[now.stage],
        signs=signed.signs(actor, asked.state),
        since=since,
        listed=[titles[key] for key in sorted(since.new | since.changed)][:_LISTED],
        versions=[
            (one, signed.between(older, one.lines) if older is not None else None)
            for one, older in zip(some, [*before, None], strict=True)
        ],
        people=people,
        late=late,
    )


@bp.route("/sign/<code>", methods=["GET", "POST"])
@_signs
def sign(code: str) -> Answer:
    asked = asked_at(code)
    if not signed.can_be(asked) or not signed.signs(current_actor(), asked.state):
        raise NotFound
    found, texts = found_of(asked)
    with engine().connect() as conn:
        last = signed.last_of(conn, signed.id_of(asked))
    form = SignForm()
    if not form.is_submitted():
        form.shown.data = signed.hash_now(found, texts)
        form.version.data = str(last.version + 1 if last else 1)
    briefing_id = signed.id_of(asked)
    given: dict[str, Any] = {"code": code, **address_of(asked)}
    return act(
        About(
            address=url_for("register.briefing_page", **given),
            case=derive_id("treaty briefing", briefing_id),
            back=gettext("The briefing"),
            caption=called(asked),
        ),
        form,
        lambda: Page(
            heading=gettext("Sign off this briefing?"),
            lead=[
                gettext("Read it first. Its exports then say that it is signed off, and when."),
                gettext(
                    "Whatever changes in it afterwards voids the sign-off, until it is given anew."
                ),
            ],
            texts=[
                *briefing_files.about(found, today()),
                *briefing_files.numbers(found),
                (gettext("Sources"), number(len(found.events))),
            ],
            action=url_for(".sign", **given),
            button=gettext("Sign it off"),
            leave=gettext("Not yet"),
        ),
        lambda: SignTreatyBriefing(
            briefing_id=briefing_id,
            state=asked.state,
            version=shown_number(form.version.data),
            asked=signed.told(asked),
            lines=signed.lines(found, texts),
            numbers=signed.numbers(found),
            shown=form.shown.data or "",
        ),
        to=url_for(".show", briefing_id=briefing_id),
        said=gettext("The briefing is signed off."),
    )


@bp.route("/<uuid:briefing_id>/withdraw", methods=["GET", "POST"])
@_signs
def withdraw(briefing_id: UUID) -> Answer:
    asked, last, form = *_last(briefing_id), VersionForm()
    if not form.is_submitted():
        form.version.data = str(last.version)
    return act(
        _about(briefing_id, asked),
        form,
        Page(
            heading=gettext("Take the sign-off back?"),
            lead=gettext("Exports say that it is a draft. The version stays on record."),
            button=gettext("Take it back"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: UnsignTreatyBriefing(
            briefing_id=str(briefing_id),
            state=asked.state,
            version=shown_number(form.version.data),
        ),
        said=gettext("The sign-off is taken back."),
    )


@bp.route("/<uuid:briefing_id>/hand-over", methods=["GET", "POST"])
@_signs
def hand_over(briefing_id: UUID) -> Answer:
    asked, last, form = *_last(briefing_id), VersionForm()
    found, texts = found_of(asked)
    if not form.is_submitted():
        form.version.data = str(last.version)
    return act(
        _about(briefing_id, asked),
        form,
        Page(
            heading=gettext("Record that it was handed over?"),
            lead=gettext("Send the file to the body first. Only what is signed off counts."),
            button=gettext("It was handed over"),
            leave=gettext("Not yet"),
        ),
        lambda: HandOverTreatyBriefing(
            briefing_id=str(briefing_id),
            state=asked.state,
            version=shown_number(form.version.data),
            hash=signed.hash_now(found, texts),
        ),
        said=gettext("It is recorded that the briefing was handed over."),
    )


def called(asked: Asked) -> str:
    return gettext(
        "%(state)s, %(body)s, session of %(day)s",
        state=words.recipient(asked.state),
        body=words.body(asked.body),
        day=short_day(asked.session) if asked.session else "",
    )


def _line(event: events.Event) -> str:
    return listed(filter(None, (short_day(event.on), words.event(event), event.title)))


def _asked(briefing_id: UUID) -> Asked:
    with engine().connect() as conn:
        found = signed.one(conn, current_actor(), str(briefing_id))
    if found is None:
        raise NotFound
    return found


def _last(briefing_id: UUID) -> tuple[Asked, Version]:
    """Return it for who signs for its State, while its last version is signed off."""
    asked = _asked(briefing_id)
    with engine().connect() as conn:
        last = signed.last_of(conn, str(briefing_id))
    if last is None or not signed.signs(current_actor(), asked.state):
        raise NotFound
    if request.method == "GET" and (last.unsigned_at or last.handed_at):
        raise NotFound
    return asked, last


def _about(briefing_id: UUID, asked: Asked) -> About:
    return About(
        address=url_for(".show", briefing_id=briefing_id),
        case=derive_id("treaty briefing", str(briefing_id)),
        back=gettext("The sign-off"),
        caption=called(asked),
    )
