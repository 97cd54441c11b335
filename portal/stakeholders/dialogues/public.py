"""The speakers' page: who speaks, who is next, how much time is left, and what was said.

It needs no script. Nobody may keep a copy: an organisation that is named here can hide.
"""

from uuid import UUID

from flask import Blueprint
from werkzeug.exceptions import NotFound

from portal.stakeholders import boards
from portal.stakeholders.dialogues import joined, queries, whose, words
from portal.stakeholders.dialogues.queries import Dialogue, Statement
from portal.web import htmx, paging
from portal.web.accounts.access import public, signed_in
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.asked import in_every_language
from shared.reference.dialogues import is_video

bp = Blueprint("dialogues", __name__, url_prefix="/dialogues")

_ON_THE_LIST = frozenset({"listed", "speaking", "delivered", "not_reached"})


bp.after_request(boards.keep_nowhere)


@bp.get("")
@public
@in_every_language
def index() -> str:
    with engine().connect() as conn:
        coming = boards.part(conn, queries.coming(), "coming", queries.dialogue)
        past = boards.part(conn, queries.past(), "past", queries.dialogue)
    return htmx.render(
        "dialogues/index.html",
        block="content",
        coming=coming,
        past=past,
        mandate_name=names.mandate,
        words=words,
    )


@bp.get("/<uuid:dialogue_id>")
@public
@in_every_language
def show(dialogue_id: UUID) -> str:
    with engine().connect() as conn:
        one = queries.one(conn, str(dialogue_id))
        if one is None:
            raise NotFound
        every = [
            each for each in queries.all_slots(conn, one.dialogue_id) if each.stage in _ON_THE_LIST
        ]
        called = whose.public_names(conn, one, every)
        together = joined.public_names(
            conn, one, [each for each in every if each.slot_id in called]
        )
        written = queries.statements_of(conn, one.dialogue_id)
    floor = queries.floor(one, every, now())
    speakers = [each for each in every if each.slot_id in called]
    line = [each for each in floor.line if each.slot_id in called]
    published = [each for each in written if each.published_at and each.slot_id in called]
    page = paging.part(published, "statements", paging.asked, size=boards.AT_ONCE)
    return htmx.render(
        "dialogues/show.html",
        block="content",
        one=one,
        floor=floor,
        next=line[0] if line else None,
        speakers=paging.part(speakers, "speakers", paging.asked),
        called=called,
        joined=together,
        statements=page.of(_read(page)),
        seconds=queries.seconds,
        now=now(),
        mandate_name=names.mandate,
        recipient=names.recipient,
        words=words,
        may_ask=_may_ask(one),
    )


def _read(page: paging.Page[Statement]) -> list[tuple[Statement, str | None, str | None]]:
    """Return each statement with its text, and where its video is: never on another host."""
    texts = vault().reveal_public([each.text for each in page])
    kept = [each.video for each in page if each.video]
    where = dict(zip(kept, vault().reveal_public(kept), strict=True))
    videos = [where.get(each.video) if each.video else None for each in page]
    there = [one if one and is_video(one) else None for one in videos]
    return list(zip(page, texts, there, strict=True))


def _may_ask(one: Dialogue) -> bool:
    """Whoever is signed in without such a role finds no link that refuses them."""
    account = signed_in()
    return not one.over and (account is None or account.has(*whose.AUDIENCE))
