"""A person's own place on the roster: join with a consent, change, renew, leave, and apply from it.

The person asks under the pseudonym of the entry, so that no fact has an account.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import Field

from portal.selection import application_drafts, applying
from portal.selection.forms import ConfirmForm
from portal.selection.opening import called, sent_to
from portal.selection.roster import entries
from portal.selection.roster.entries import Entry
from portal.selection.roster.forms import EntryForm, JoinRosterForm
from portal.web import check, htmx
from portal.web.accounts.access import current_account, require
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_roster_commands import (
    ChangeRosterDetails,
    JoinRoster,
    LeaveRoster,
    RenewRosterConsent,
)
from shared.core.actor import Actor
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.reference.roster import MONTHS

bp = Blueprint("roster", __name__, url_prefix="/roster")
_candidate = require(Role.CANDIDATE)


@dataclass(frozen=True, slots=True)
class Own:
    """``entry``: None where this person is not on the roster now."""

    entry_id: str
    entry: Entry | None

    @property
    def actor(self) -> Actor:
        return Actor(actor_id=self.entry_id, roles=frozenset({Role.CANDIDATE}))


@bp.get("/")
@_candidate
def index() -> str:
    own = _own()
    return htmx.render(
        "selection/roster.html",
        block="content",
        entry=own.entry,
        months=MONTHS,
        mandates=mandates_of(own.entry) if own.entry else "",
    )


@bp.route("/join", methods=["GET", "POST"])
@_candidate
def join() -> Answer:
    own, form = _own(), JoinRosterForm()
    if own.entry is not None:
        return redirect(url_for(".index"), 303)
    own = _afresh(own)
    if not form.is_submitted():
        form.name.data = current_account().name
    return act(
        _about(own),
        form,
        Page(
            heading=gettext("Join the roster"),
            lead=[
                gettext(
                    "The selection office finds you by your fields, languages and regional group, "
                    "and can make calls known to you. Nobody else sees that you are there."
                ),
                gettext("Being on the roster is no application, and promises none."),
            ],
            button=gettext("Continue"),
        ),
        lambda: JoinRoster(entry_id=own.entry_id, details=_sealed(own, form)),
        checks=lambda: Check(
            title=gettext("Check your entry"),
            lead=gettext(
                "Your consent holds for %(months)s months. You are told before it ends, and you "
                "can leave before.",
                months=MONTHS,
            ),
            button=gettext("Join the roster"),
            answers=check.answers(*_shown(form)),
        ),
        said=gettext("You are on the roster."),
        by=own.actor,
    )


@bp.route("/change", methods=["GET", "POST"])
@_candidate
def change() -> Answer:
    own, form = _own(), EntryForm()
    entry = own.entry or abort(404)
    if not form.is_submitted():
        form.fill(entry.details)
    return act(
        _about(own),
        form,
        Page(
            heading=gettext("Change my entry"),
            lead=gettext("Your consent ends when it did before."),
            button=gettext("Keep the entry"),
        ),
        lambda: ChangeRosterDetails(entry_id=own.entry_id, details=_sealed(own, form)),
        said=gettext("Your entry is changed."),
        by=own.actor,
    )


@bp.route("/renew", methods=["GET", "POST"])
@_candidate
def renew() -> Answer:
    own = _own()
    if own.entry is None:
        abort(404)
    return act(
        _about(own),
        ConfirmForm(),
        Page(
            heading=gettext("Stay on the roster?"),
            lead=gettext(
                "Your consent then holds for %(months)s months from today. You can leave before.",
                months=MONTHS,
            ),
            button=gettext("I agree, for %(months)s months", months=MONTHS),
            leave=gettext("Leave it as it is"),
        ),
        lambda: RenewRosterConsent(entry_id=own.entry_id),
        said=gettext("Your consent is renewed."),
        by=own.actor,
    )


@bp.route("/leave", methods=["GET", "POST"])
@_candidate
def leave() -> Answer:
    own = _own()
    if own.entry is None:
        abort(404)
    return act(
        _about(own),
        ConfirmForm(),
        Page(
            heading=gettext("Leave the roster?"),
            lead=[
                gettext("What is there is erased at once, and nobody finds you any more."),
                gettext("Your applications stay. You can join again at any time."),
            ],
            button=gettext("Leave the roster"),
            leave=gettext("Stay on it"),
            tone="warning",
        ),
        lambda: LeaveRoster(entry_id=own.entry_id),
        said=gettext("You left the roster, and what was there is erased."),
        then=lambda: _erased(own),
        by=own.actor,
    )


@bp.route("/apply/<uuid:vacancy_id>", methods=["GET", "POST"])
@_candidate
def apply(vacancy_id: UUID) -> str | Response:
    """Begin an application from the entry: the sections for which it has something to say."""
    entry = _own().entry or abort(404)
    one = called(vacancy_id)
    if sent := sent_to(one):
        return redirect(sent, 303)
    form = ConfirmForm()
    if not form.validate_on_submit():
        return render_template("selection/roster_apply.html", vacancy=one, form=form)
    for section, typed in _typed(entry).items():
        draft = application_drafts.find(current_account().account_id, one.vacancy_id)
        if section not in draft.sections:
            application_drafts.save(current_account().account_id, draft, section, typed)
    flash(gettext("What your entry says is in the draft. Check each section."), "success")
    return redirect(url_for("selection.filling.tasks", vacancy_id=vacancy_id), 303)


def on_roster() -> bool:
    """Whether whoever came stands on the roster."""
    return _own().entry is not None


def mandates_of(entry: Entry) -> str:
    chosen = entry.details.fields
    if not chosen:
        return gettext("All mandates and themes")
    return listed(names.mandate(code) for code in names.in_order(chosen, "mandates"))


def _typed(entry: Entry) -> dict[str, applying.Typed]:
    told = entry.details
    return {
        "personal": {
            "name": [told.name],
            "nationality": [told.nationality],
            "gender": [told.gender],
            "second_nationality": [next(iter(told.others), "")],
            "contact": [told.contact],
        },
        "languages": {"spoken": list(told.languages)},
    }


def _own() -> Own:
    keys, account = vault(), current_account()
    entry_id = entries.entry_of(keys.vault, account.account_id)
    with engine().connect() as conn:
        entry = entries.one(conn, _own_text, entry_id, now())
    return Own(entry_id, entry)


def _own_text(sealed: Sequence[Sealed]) -> list[str | None]:
    """Open what only its own person reads, without a record."""
    return [vault().unfinished(one) for one in sealed]


def _afresh(own: Own) -> Own:
    """Return a new entry after one that ended: its key goes first."""
    with engine().connect() as conn:
        ended = entries.known(conn, own.entry_id)
    if not ended:
        return own
    _erased(own)
    return Own(entries.entry_of(vault().vault, current_account().account_id), None)


def _erased(own: Own) -> None:
    vault().discard(entries.subject_of(own.entry_id), at=now())


def _sealed(own: Own, form: EntryForm) -> Sealed:
    text = entries.written(form.details(current_account().account_id))
    return vault().seal(entries.subject_of(own.entry_id), text)


def _shown(form: EntryForm) -> list[Field]:
    return [field for field in form if field.type not in {"HiddenField", "CSRFTokenField"}]


def _about(own: Own) -> About:
    return About(
        address=url_for("selection.roster.index"),
        case=derive_id("roster case", own.entry_id),
        back=gettext("Roster"),
    )
