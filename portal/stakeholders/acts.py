"""The Chief's acts: that a term starts, that it ends, and the published gender of its holder."""

from uuid import UUID

from flask import Blueprint, url_for
from werkzeug.exceptions import NotFound

from portal.stakeholders import queries
from portal.stakeholders.forms import EndForm, GenderForm, StartForm
from portal.stakeholders.queries import WRITERS, Chain, Term
from portal.stakeholders.views import names_of
from portal.web import check
from portal.web.accounts import account as accounts
from portal.web.accounts.access import require
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import CommandForm, given
from portal.web.i18n.names import mandate as mandate_name
from portal.web.i18n.texts import gettext as _
from portal.web.presentation import day
from shared.contracts.stakeholders_holder_gender_commands import RecordHolderGender
from shared.contracts.stakeholders_term_commands import EndHolderTerm, StartHolderTerm
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.terms import LONGEST

bp = Blueprint("terms", __name__, url_prefix="/mandates")


@bp.route("/<mandate>/terms/start", methods=["GET", "POST"])
@require(*WRITERS)
def start(mandate: str) -> Answer:
    found, form = _found(mandate), StartForm()
    with engine().connect() as conn:
        holders = accounts.holding(conn, Role.MANDATE_HOLDER)
    form.offer(found.mandate, [one for one in holders if mandate in one.mandates])

    def command() -> StartHolderTerm:
        term_id = str(derive_id("term", form.id))
        return StartHolderTerm(
            term_id=term_id,
            mandate=mandate,
            seat=form.data.get("seat"),
            holder=vault().seal(f"term-{term_id}", form.holder.data or ""),
            holder_id=form.holder_id.data or None,
            number=int(form.number.data),
            starts_on=given(form.starts_on),
            ends_on=given(form.ends_on),
        )

    page = Page(
        heading=_("Record a term"),
        button=_("Continue"),
        lead=_(
            "A term lasts at most %(years)s years. A holder serves one or two terms.", years=LONGEST
        ),
    )
    return act(
        _about(found),
        form,
        page,
        command,
        checks=lambda: _check(_("Check this term"), _("Record the term"), form),
        said=_("The term is recorded."),
    )


@bp.route("/<mandate>/terms/<uuid:term_id>/end", methods=["GET", "POST"])
@require(*WRITERS)
def end(mandate: str, term_id: UUID) -> Answer:
    found, form = _found(mandate), EndForm()
    term = _open(found, str(term_id))
    page = Page(
        heading=_("Record the end of a term"),
        button=_("Continue"),
        texts=[(_("Holder"), names_of([found])[term.term_id])],
        lead=_(
            "This term lasts from %(first)s to %(last)s.",
            first=day(term.starts_on),
            last=day(term.ends_on),
        ),
    )
    return act(
        _about(found),
        form,
        page,
        lambda: EndHolderTerm(
            mandate=mandate,
            term_id=term.term_id,
            reason_code=form.reason_code.data,
            ended_on=given(form.ended_on),
        ),
        checks=lambda: _check(_("Check this end"), _("Record the end"), form),
        said=_("The end of the term is recorded."),
    )


@bp.route("/<mandate>/terms/<uuid:term_id>/gender", methods=["GET", "POST"])
@require(*WRITERS)
def gender(mandate: str, term_id: UUID) -> Answer:
    """Record what the Secretariat publishes of a holder: nobody guesses it from a name."""
    found = _found(mandate)
    term = _of(found, str(term_id))
    with engine().connect() as conn:
        told = queries.published_gender(conn, term.term_id)
    form = GenderForm(**dict(zip(("gender", "source"), told or (), strict=False)))
    page = Page(
        heading=_("Record the gender of a holder"),
        button=_("Record it"),
        texts=[(_("Holder"), names_of([found])[term.term_id])],
        lead=_(
            "Record only what the Secretariat publishes, with where it does. Holders are counted "
            "by it on public pages. Choose that it is not disclosed to take back what is recorded."
        ),
    )
    return act(
        _about(found),
        form,
        page,
        lambda: RecordHolderGender(
            mandate=mandate,
            term_id=term.term_id,
            gender=form.gender.data,
            source=form.source.data or "",
        ),
        said=_("The gender of the holder is recorded."),
    )


def _found(mandate: str) -> Chain:
    with engine().connect() as conn:
        found = queries.chain(conn, mandate, today())
    if found is None:
        raise NotFound
    return found


def _open(found: Chain, term_id: str) -> Term:
    """Return a term of this mandate whose end is not recorded."""
    term = _of(found, term_id)
    if term.ended_on:
        raise NotFound
    return term


def _of(found: Chain, term_id: str) -> Term:
    for term in found.terms:
        if term.term_id == term_id:
            return term
    raise NotFound


def _about(found: Chain) -> About:
    mandate = found.mandate
    return About(
        address=url_for("mandates.show", mandate=mandate.mandate),
        case=derive_id("terms", mandate.mandate),
        back=mandate.acronym,
        caption=mandate_name(mandate.mandate),
        title=mandate.acronym,
    )


def _check(title: str, button: str, form: CommandForm) -> Check:
    """Everybody reads all of it but the account."""
    asked = [field for field in form if field.type not in {"HiddenField", "CSRFTokenField"}]
    lead = _("Everybody can read the term once it is recorded.")
    return Check(title=title, lead=lead, button=button, answers=check.answers(*asked))
