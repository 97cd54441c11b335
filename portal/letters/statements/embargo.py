"""The embargo of an end-of-mission statement, until the press conference (decision 0190)."""

from functools import partial
from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import NotFound
from wtforms.validators import InputRequired, ValidationError

from portal.letters.approval import deciding
from portal.letters.approval.forms import ExactForm
from portal.letters.statements.asking import find, on
from portal.letters.statements.decisions import again
from portal.letters.statements.queries import Statement
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.act import Answer, Page, act
from portal.web.i18n.texts import gettext, lazy
from portal.web.moments import MomentField, given
from shared.contracts.approvals_statement_commands import (
    LiftStatementEmbargo,
    SetStatementEmbargo,
)
from shared.core.roles import Role

bp = Blueprint("embargo", __name__, url_prefix="/<uuid:statement_id>/embargo")


class EmbargoForm(ExactForm):
    """When the Government gets the statement, and when everybody does."""

    shared_at = MomentField(
        lazy("When the Government gets it"),
        [InputRequired(lazy("Enter the day and the time"))],
        description=lazy("By the clock in Geneva."),
    )
    until = MomentField(
        lazy("When the press conference begins"),
        [InputRequired(lazy("Enter the day and the time"))],
        description=lazy("By the clock in Geneva."),
    )

    def validate_until(self, field: MomentField) -> None:
        shared = None if self.shared_at.errors else self.shared_at.moment
        if shared and field.moment and field.moment <= shared:
            raise ValidationError(lazy("The Government gets it before the press conference"))


@bp.route("", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
@fresh(lazy("put the statement under embargo: it becomes public by itself"))
def until(statement_id: UUID) -> Answer:
    statement, form = find(statement_id), EmbargoForm()
    if request.method == "GET":
        _fill(form, statement)
    if (form.mandate.data or "") not in current_actor().mandates or not statement.may_wait:
        raise NotFound
    page = Page(
        heading=gettext("Embargo until the press conference"),
        lead=gettext(
            "The text stays as it is, and nobody else reads it here: give it to the Government "
            "yourself. It is issued by itself when the press conference begins, if the Government "
            "has heard the findings by then."
        ),
        fields=("shared_at", "until"),
        button=gettext("Set the embargo"),
    )
    return act(
        on(statement),
        form,
        page,
        lambda: SetStatementEmbargo(
            statement_id=statement.statement_id,
            mandate=form.mandate.data or "",
            version=form.number,
            content_hash=form.content_hash.data or "",
            until=given(form.until),
            shared_at=given(form.shared_at),
        ),
        said=gettext("The statement is under embargo. It becomes public by itself."),
    )


@bp.post("/lift")
@require(Role.MANDATE_HOLDER)
@fresh(lazy("lift the embargo of the statement"))
def lift(statement_id: UUID) -> Answer:
    statement, form = find(statement_id), ExactForm()
    return deciding.decide(
        on(statement),
        form,
        lambda: LiftStatementEmbargo(
            statement_id=statement.statement_id,
            mandate=form.mandate.data or "",
            version=form.number,
        ),
        gettext("The embargo is lifted. A mandate-holder can issue the statement."),
        again=partial(again, statement, form),
        refused=lambda no: again(find(statement_id), form, no.sentence),
    )


def _fill(form: EmbargoForm, statement: Statement) -> None:
    form.mandate.data = request.args.get("mandate", "")
    form.version.data, form.content_hash.data = str(statement.version), statement.content_hash
    if statement.embargo_until:
        form.until.suggest(statement.embargo_until)
    if statement.shared_at:
        form.shared_at.suggest(statement.shared_at)
