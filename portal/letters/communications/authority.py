"""The authority that a mandate gives: standing authorisations and delegations (R2, R3)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound
from wtforms import Form, HiddenField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, ValidationError

from portal.letters.communications import powers, words
from portal.letters.communications.powers import Delegation
from portal.letters.communications.read_model import COMMUNICATIONS
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.act import About, Answer, act
from portal.web.context import now, today
from portal.web.db import engine
from portal.web.forms import CommandForm, said
from portal.web.i18n.texts import gettext, lazy, lazy_pgettext
from portal.web.moments import NOT_A_TIME, MomentField, given
from portal.web.waiting import waited
from shared.contracts.approvals_commands import (
    GrantDelegation,
    GrantStandingAuthorisation,
    RevokeDelegation,
    RevokeStandingAuthorisation,
)
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference import is_group
from shared.reference.mandate_holder import heads as decides_for

bp = Blueprint("authority", __name__, url_prefix="/authority")

_INDEX = "communications.authority.index"
_USUAL = timedelta(days=14)
SCOPE = {
    "approve": lazy("Approve texts, join, decline and withdraw letters"),
    "authorise": lazy("Authorise the Chief to transmit urgent appeals"),
}


class MandateForm(CommandForm):
    mandate = HiddenField()


class DelegationForm(CommandForm):
    mandate = HiddenField()
    delegate = SelectField(
        lazy("Member"),
        [DataRequired(lazy("Choose the member"))],
        choices={},
        validate_choice=False,
    )
    scope = SelectMultipleField(
        lazy("What the member may do"), choices=said(SCOPE), validate_choice=False
    )
    starts_at = MomentField(lazy_pgettext("a time", "From"), [DataRequired(NOT_A_TIME)])
    ends_at = MomentField(lazy_pgettext("a time", "Until"), [DataRequired(NOT_A_TIME)])

    def offer(self, members: dict[str, str]) -> None:
        self.delegate.choices = {"": gettext("Choose one"), **members}

    def validate_delegate(self, field: SelectField) -> None:
        if field.data not in (field.choices or {}):
            raise ValidationError(lazy("Choose a member of the Working Group"))

    def validate_scope(self: Form, field: SelectMultipleField) -> None:
        if not field.data or any(one not in SCOPE for one in field.data):
            raise ValidationError(lazy("Choose what the member may do"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A mandate of the person. ``standing_at``: None without a standing authorisation.

    ``heads``: the person decides about its authority. ``delegations`` with the name of each member.
    """

    mandate: str
    heads: bool
    standing_at: datetime | None
    standing: MandateForm
    delegations: list[tuple[Delegation, str, MandateForm]]
    form: DelegationForm | None


@bp.get("")
@require(Role.MANDATE_HOLDER)
def index() -> str:
    return _page()


@bp.post("/standing")
@require(Role.MANDATE_HOLDER)
@fresh(lazy("let the Chief transmit every urgent appeal that you approve"))
def stand() -> Answer:
    form = MandateForm()
    mandate = _mine(form.mandate.data)
    return act(
        _on(mandate),
        form,
        partial(_page, form),
        lambda: GrantStandingAuthorisation(mandate=mandate),
        said=gettext(
            "The Chief may transmit every urgent appeal of the mandate that you approved."
        ),
    )


@bp.post("/standing/revoke")
@require(Role.MANDATE_HOLDER)
def fall() -> Answer:
    form = MandateForm()
    mandate = _mine(form.mandate.data)
    return act(
        _on(mandate),
        form,
        partial(_page, form),
        lambda: RevokeStandingAuthorisation(mandate=mandate),
        said=gettext("Nothing stands any more: each urgent appeal needs its own authorisation."),
    )


@bp.post("/delegations")
@require(Role.MANDATE_HOLDER)
@fresh(lazy("delegate decisions of your mandate"))
def delegate() -> Answer:
    form = DelegationForm()
    mandate = _mine(form.mandate.data)
    with engine().connect() as conn:
        form.offer(powers.members(conn, mandate, today(), but=current_actor().actor_id))
    return act(
        _on(mandate),
        form,
        partial(_page, form),
        lambda: GrantDelegation(
            mandate=mandate,
            delegation_id=str(derive_id("delegation", form.id)),
            delegate_id=form.delegate.data,
            scope=tuple(form.scope.data or ()),
            starts_at=given(form.starts_at),
            ends_at=given(form.ends_at),
        ),
        said=gettext("The delegation is recorded."),
    )


@bp.post("/delegations/<uuid:delegation_id>/revoke")
@require(Role.MANDATE_HOLDER)
def end(delegation_id: UUID) -> Answer:
    form = MandateForm()
    mandate = _mine(form.mandate.data)
    return act(
        _on(mandate),
        form,
        partial(_page, form),
        lambda: RevokeDelegation(mandate=mandate, delegation_id=str(delegation_id)),
        said=gettext("The delegation is revoked. What was approved under it stands."),
    )


def _on(mandate: str) -> About:
    return About(address=url_for(_INDEX), case=derive_id("authority", mandate))


def _mine(mandate: str | None) -> str:
    if not mandate or mandate not in current_actor().mandates:
        raise NotFound
    return mandate


def _page(wrong: CommandForm | None = None) -> str:
    """``wrong``: a form of it that was refused; what was typed into it is shown again."""
    kept = wrong if isinstance(wrong, DelegationForm) else None
    processing = not waited(engine(), COMMUNICATIONS.consumer, request.args.get("after"))
    return htmx.render(
        "communications/authority.html",
        block="content",
        held=_held(current_actor(), kept),
        wrong=wrong,
        processing=processing,
        scope=SCOPE,
        words=words,
        at=now(),
    )


def _held(actor: Actor, kept: DelegationForm | None) -> list[Held]:
    with engine().connect() as conn:
        standing = powers.standing_of(conn, actor.mandates)
        found: list[Held] = []
        for number, mandate in enumerate(sorted(actor.mandates)):
            group = is_group(mandate)
            heads = decides_for(actor, mandate)
            members = powers.members(conn, mandate, today(), but="") if group else {}
            found.append(
                Held(
                    mandate=mandate,
                    heads=heads,
                    standing_at=standing.get(mandate),
                    standing=_numbered(MandateForm(formdata=None, mandate=mandate), number),
                    delegations=[
                        (
                            one,
                            members.get(one.delegate_id, gettext("A former member")),
                            _numbered(MandateForm(formdata=None, mandate=mandate), f"{number}-{n}"),
                        )
                        for n, one in enumerate(powers.delegations_of(conn, mandate))
                    ],
                    form=_delegation_form(actor, mandate, members, kept)
                    if group and heads
                    else None,
                )
            )
    return found


def _delegation_form(
    actor: Actor, mandate: str, members: dict[str, str], kept: DelegationForm | None
) -> DelegationForm:
    if kept is not None and kept.mandate.data == mandate:
        return kept
    form = DelegationForm(formdata=None, mandate=mandate, scope=["approve"])
    form.offer({one: name for one, name in members.items() if one != actor.actor_id})
    form.starts_at.suggest(now())
    form.ends_at.suggest(now() + _USUAL)
    return form


def _numbered(form: MandateForm, number: object) -> MandateForm:
    """Several forms stand on the page: give the fields of each ids of their own."""
    for field in form:
        field.id = f"{field.id}-{number}"
    return form
