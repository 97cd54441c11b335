"""Decisions about publication: those of mandate-holders, and taking a text back."""

from collections.abc import Iterable
from uuid import UUID

from werkzeug.exceptions import NotFound

from portal.casefile.lint.rules import Finding
from portal.followup.publication.forms import EmbargoForm, HolderForm, WithdrawForm
from portal.followup.publication.opening import found, holds, opened
from portal.followup.publication.queries import Letter
from portal.followup.publication.views import bp, on
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.act import Answer, Page, act
from portal.web.context import vault
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.followup_publication_commands import (
    AllowNames,
    DecideEarlyPublication,
    MoveEmbargo,
    WithdrawPublication,
)
from shared.core.geneva import day_of
from shared.core.message import Sealed
from shared.core.roles import Role

__all__ = ["bp"]  # with all the views that are on it


@bp.route("/<uuid:communication_id>/embargo", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
@fresh(lazy("move the day on which a letter becomes public"))
def embargo(communication_id: UUID) -> Answer:
    letter, mandates = _held(communication_id)
    if letter.ended_at is not None:
        raise NotFound
    form = EmbargoForm(mandates=mandates, latest=day_of(letter.embargo_until))

    def command() -> MoveEmbargo | DecideEarlyPublication:
        id_, mandate = letter.communication_id, form.mandate.data
        why = _why(letter, form.reason.data)
        if form.what.data == "early":
            return DecideEarlyPublication(communication_id=id_, mandate=mandate, reason=why)
        return MoveEmbargo(
            communication_id=id_, mandate=mandate, embargo_until=form.embargo_until, reason=why
        )

    page = Page(
        heading=gettext("Decide about the embargo"),
        title=gettext("Embargo of %(reference)s", reference=letter.reference),
        button=gettext("Record the decision"),
        fields=["what", "until", "mandate", "reason"],
    )
    return act(on(letter), form, page, command)


@bp.route("/<uuid:communication_id>/<document>/names", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
@fresh(lazy("keep names in what is published"))
def names(communication_id: UUID, document: str) -> Answer:
    """A holder decides that names without consent stay, and says why."""
    letter, mandates = _held(communication_id)
    shown = opened(communication_id, document)
    stand = _in_lines(shown.check.names) or gettext("None that is not redacted.")
    form = HolderForm(mandates=mandates)
    page = Page(
        heading=gettext("Let names stand without consent"),
        title=gettext("Let names stand in %(reference)s", reference=letter.reference),
        lead=gettext(
            "Names that consent does not cover, of minors and of victims of sexual violence are "
            "left out of what is published. If you decide otherwise, your reason is recorded. What "
            "identifies a source is never published."
        ),
        texts=[(gettext("Names that would stand"), None if shown.text is None else stand)],
        button=gettext("Record the decision"),
    )
    return act(
        on(letter),
        form,
        page,
        lambda: AllowNames(
            communication_id=letter.communication_id,
            document=document,
            mandate=form.mandate.data,
            reason=_why(letter, form.reason.data),
        ),
    )


@bp.route("/<uuid:communication_id>/withdraw", methods=["GET", "POST"])
@require(Role.PUBLICATION_OFFICER, Role.MANDATE_HOLDER)
@fresh(lazy("withdraw what was published"))
def withdraw(communication_id: UUID) -> Answer:
    letter = found(communication_id)
    may = current_actor().has(Role.PUBLICATION_OFFICER) or holds(current_actor(), letter)
    if not may or letter.published_at is None:
        raise NotFound
    form = WithdrawForm()
    page = Page(
        heading=gettext("Take back what was published"),
        title=gettext("Take back %(reference)s", reference=letter.reference),
        lead=gettext(
            "The letter and its replies disappear from the register, the feeds and the exports. "
            "Whoever has saved them keeps them. They become public again once their redacted texts "
            "are approved anew."
        ),
        button=gettext("Take it back"),
        tone="warning",
    )
    return act(
        on(letter),
        form,
        page,
        lambda: WithdrawPublication(
            communication_id=letter.communication_id,
            reason=form.reason.data,
            note=_why(letter, form.note.data),
        ),
    )


def _held(communication_id: UUID) -> tuple[Letter, list[str]]:
    letter = found(communication_id)
    mandates = holds(current_actor(), letter)
    if not mandates:
        raise NotFound
    return letter, mandates


def _in_lines(names: Iterable[Finding]) -> str:
    """Return each name with the sentence in which it stands, once."""
    return "\n\n".join(dict.fromkeys(f"{one.word}: {one.sentence}" for one in names))


def _why(letter: Letter, text: str | None) -> Sealed:
    return vault().seal(f"communication-{letter.communication_id}", text or "")
