"""Published cases of reprisal as everybody reads them, and how a focal point takes one back."""

from uuid import UUID

from flask import Blueprint, flash, request, url_for
from werkzeug.exceptions import NotFound
from wtforms import RadioField
from wtforms.validators import InputRequired

from portal.followup.reprisal_entries import queries, words
from portal.followup.reprisal_entries.queries import Entry
from portal.followup.reprisal_entries.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, known, public, require, signed_in
from portal.web.act import About, Answer, Page, act, onwards
from portal.web.context import vault
from portal.web.db import engine
from portal.web.forms import CommandForm, said
from portal.web.i18n import names
from portal.web.i18n.asked import in_every_language
from portal.web.i18n.texts import gettext as _
from portal.web.i18n.texts import lazy
from portal.web.waiting import waited
from shared.contracts.followup_reprisal_entry_commands import WithdrawReprisalEntry
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.reprisals import SHUT

bp = Blueprint("publicreprisals", __name__, url_prefix="/published-reprisals")

_AT_ONCE, _FIRST = 25, 5
_DONE = lazy("It is public here no more.")


class WithdrawForm(CommandForm):
    reason = RadioField(
        lazy("Reason"),
        choices=said(words.REASONS),
        validators=[InputRequired(lazy("Choose one"))],
    )


@bp.get("")
@public
@in_every_language
def index() -> str:
    state, states = request.args.get("state", ""), names.states()
    state = state if state in states else ""
    waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        page = paging.cut(conn, queries.every(state), "entries", paging.asked, size=_AT_ONCE)
    return htmx.render(
        "reprisal_entries/public.html",
        block="content",
        entries=page.of(map(queries.entry, page)),
        state=state,
        states=states,
        **_words(),
    )


@bp.get("/<uuid:entry_id>")
@public
@in_every_language
def show(entry_id: UUID) -> str:
    waited(engine(), CONSUMER, request.args.get("after"))
    one = _found(entry_id)
    [text] = vault().reveal_public([one.text])
    if text is None:
        raise NotFound
    account = signed_in()
    return htmx.render(
        "reprisal_entries/entry.html",
        block="content",
        one=one,
        text=text,
        subject=subject_of(one.entry_id),
        takes_back=account is not None and takes_back(known(account), one.state),
        **_words(),
    )


@bp.route("/<uuid:entry_id>/withdraw", methods=["GET", "POST"])
@require(Role.REPRISALS_FOCAL_POINT)
def withdraw(entry_id: UUID) -> Answer:
    """Sent again once it is gone, it says so."""
    if request.method == "POST" and _is_gone(entry_id):
        flash(str(_DONE), "success")
        return onwards(url_for("publicreprisals.index"), None)
    one, form = _found(entry_id), WithdrawForm()
    if not takes_back(current_actor(), one.state):
        raise NotFound
    return act(
        About(
            address=url_for("publicreprisals.show", entry_id=one.entry_id),
            case=case_of(one.entry_id),
            back=_("The published case"),
        ),
        form,
        Page(
            heading=_("Take a published case of reprisal back"),
            button=_("Take it back"),
            lead=_(
                "It is gone at once from every page, briefing and assessment here. What the report "
                "itself says is not changed by it."
            ),
            tone="warning",
        ),
        lambda: WithdrawReprisalEntry(entry_id=one.entry_id, reason=form.reason.data or ""),
        to=url_for("publicreprisals.index"),
        said=str(_DONE),
    )


@bp.app_template_global()
def reprisals_published(state: str) -> paging.Page[Entry]:
    """Return the newest of a State for its public page."""
    with engine().connect() as conn:
        page = paging.cut(conn, queries.every(state), "reprisals", paging.first, size=_FIRST)
        return page.of(map(queries.entry, page))


def takes_back(actor: Actor, state: str) -> bool:
    """Whether this person takes one of the State back (R15)."""
    kept = actor.has(*SHUT) or (actor.has(Role.DESK_OFFICER) and state in actor.states)
    return actor.has(Role.REPRISALS_FOCAL_POINT) and not kept


def subject_of(entry_id: str) -> str:
    """Under this key what is published of a case is sealed, and under no key of the case."""
    return f"publishedcase-{entry_id}"


def case_of(entry_id: str) -> UUID:
    return derive_id("published reprisal", entry_id)


def _found(entry_id: UUID) -> Entry:
    with engine().connect() as conn:
        one = queries.find(conn, str(entry_id))
    if one is None:
        raise NotFound
    return one


def _is_gone(entry_id: UUID) -> bool:
    """Whether it was public, and this person could have taken it back."""
    with engine().connect() as conn:
        state = queries.gone_of(conn, str(entry_id))
    return state is not None and takes_back(current_actor(), state)


def _words() -> dict[str, object]:
    return {"words": words, "state_name": names.recipient, "mandate_name": names.mandate}
