"""Withdrawing and giving consent by the source: first the effect, then the button.

Each victim has their own consent, for five purposes; without a choice it applies to all victims and
to the consent to act.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound
from wtforms import HiddenField

from portal.casefile.filing.consent import QUESTIONS
from portal.casefile.submissions import queries
from portal.casefile.submissions.each import MOST, each_of
from portal.casefile.submissions.read_model import CONSUMER
from portal.casefile.submissions.texts import people
from portal.casefile.submissions.victims import SCOPES, Standing
from portal.web import cases, htmx
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from portal.web.waiting import waited
from shared.contracts.intake import BLOCKING, ConsentScope
from shared.contracts.intake_commands import GrantConsent, WithdrawConsent
from shared.core.roles import Role

bp = Blueprint("withdrawal", __name__, url_prefix="/<uuid:submission_id>/consent")

_SOURCES = (Role.NGO_MEMBER, Role.CONTACT_POINT)
_LEAVE = lazy("Back without changing anything")


class ConsentForm(CommandForm):
    """The page says what pressing the button does. ``victim``: empty for all of them."""

    scope = HiddenField(default="act")
    victim = HiddenField(default="")

    @property
    def chosen(self) -> ConsentScope:
        """The chosen consent; 404 if it does not exist."""
        found = next((one for one in SCOPES if one == self.scope.data), None)
        if found is None:
            raise NotFound
        return found


@bp.get("/")
@require(*_SOURCES)
def index(submission_id: UUID) -> str:
    submission = _own(submission_id)
    return htmx.render(
        "submissions/consents.html",
        block="content",
        submission=submission,
        victims=each_of(submission["victims"]),
        more=max(0, len(submission["victims"]) - MOST),
        scopes=SCOPES,
        consent=QUESTIONS,
        address=lambda change, scope, victim: url_for(
            f".{change}",
            submission_id=submission_id,
            scope=scope,
            victim=victim,
        ),
        late=not waited(engine(), CONSUMER, request.args.get("after")),
        state_name=names.recipient(submission["state"]),
    )


@bp.route("/withdraw", methods=["GET", "POST"])
@require(*_SOURCES)
def withdraw(submission_id: UUID) -> Answer:
    page = Page(
        heading=gettext("Withdraw consent?"),
        button=gettext("Withdraw consent"),
        tone="warning",
        leave=_LEAVE,
    )
    return _changed(submission_id, page, WithdrawConsent, gettext("You withdrew consent"))


@bp.route("/give", methods=["GET", "POST"])
@require(*_SOURCES)
def give(submission_id: UUID) -> Answer:
    page = Page(heading=gettext("Give consent?"), button=gettext("Give consent"), leave=_LEAVE)
    return _changed(submission_id, page, GrantConsent, gettext("You gave consent"))


def _changed(
    submission_id: UUID, page: Page, command: type[WithdrawConsent | GrantConsent], said: str
) -> Answer:
    submission, form = _own(submission_id), ConsentForm()
    if request.method == "GET":
        form.scope.data = request.args.get("scope", "act")
        form.victim.data = request.args.get("victim", "")
    state = names.recipient(submission["state"])
    return act(
        About(
            address=url_for("submissions.show", submission_id=submission_id),
            case=submission_id,
            back=cases.shown(submission_id) + f", {state}",
            title=cases.number(submission_id),
        ),
        form,
        lambda: _explained(page, submission, form, withdraw=command is WithdrawConsent),
        lambda: command(
            submission_id=str(submission_id),
            scope=form.chosen,
            victim_id=form.victim.data or None,
        ),
        said=said,
    )


def _own(submission_id: UUID) -> Mapping[str, Any]:
    """Return the submission of this person; 404 for everybody else."""
    with engine().connect() as conn:
        found = queries.one(conn, current_actor(), str(submission_id))
    if found is None:
        raise NotFound
    return found


def _explained(
    page: Page, submission: Mapping[str, Any], form: ConsentForm, *, withdraw: bool
) -> Page:
    """Say what it does; 404 for persons whom the submission does not name."""
    scope = form.chosen
    victims = [one for one in submission["victims"] if _meant(one, form.victim.data)]
    if not victims:
        raise NotFound
    given = {
        "scope": scope,
        "question": QUESTIONS[scope],
        "stops": scope in BLOCKING,
        "who": people(victims)[0] if form.victim.data else None,
        "withdraw": withdraw,
    }
    return replace(page, template="submissions/consent.html", given=given)


def _meant(one: Standing, victim_id: str | None) -> bool:
    return victim_id in ("", None, one.victim.victim_id)
