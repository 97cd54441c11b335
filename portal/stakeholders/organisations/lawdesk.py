"""A law or list of a State that punishes contact with the UN: an officer hides all its entries.

Recorded and hidden in one commit, as one entry is (decisions 0052 and 0152). Two officers lift it,
and that shows nobody: each organisation decides anew.
"""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, request, url_for
from werkzeug.exceptions import NotFound

from portal.stakeholders.organisations import cards, laws, queries
from portal.stakeholders.organisations.desk import OFFICERS
from portal.stakeholders.organisations.hiding import all_at_once
from portal.stakeholders.organisations.law_forms import LawForm
from portal.stakeholders.organisations.law_model import CONSUMER
from portal.stakeholders.organisations.laws import Law
from portal.stakeholders.organisations.profile import read
from portal.web import check, htmx, paging
from portal.web.accounts.access import current_account, require
from portal.web.accounts.fresh import fresh
from portal.web.act import About, Answer, Page, act, onwards, shown
from portal.web.check import Check
from portal.web.context import vault
from portal.web.db import engine
from portal.web.forms import CommandForm, given
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from portal.web.waiting import waited
from shared.contracts.stakeholders_contact_law_commands import LiftContactLaw, RecordContactLaw
from shared.core.message import derive_id

bp = Blueprint("lawdesk", __name__, url_prefix="/register-desk/contact-laws")

_officers = require(*OFFICERS)
_AT_ONCE = 20


@bp.get("")
@_officers
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        rows = paging.cut(conn, laws.every(), "laws", paging.asked, size=_AT_ONCE)
        found = [laws.law(row) for row in rows]
        shown_ = cards.of(conn, queries.PARTNERS)
    seen = [bool(laws.naming(shown_, one.state)) for one in found]
    texts = map(laws.read, vault().reveal_all([one.text for one in found]))
    return htmx.render(
        "organisations/laws.html",
        block="content",
        laws=rows.of(zip(found, texts, seen, strict=True)),
        recipient=names.recipient,
        me=current_account().account_id,
        late=late,
    )


@bp.route("/record", methods=["GET", "POST"])
@_officers
def record() -> Answer:
    """Record it and hide the entries that name the State; the check page says which."""
    form = LawForm()
    state = form.state.data or ""
    page = Page(
        heading=gettext("Record a law or list that punishes contact"),
        lead=[
            gettext(
                "Every entry that others see and that names this State is hidden at once, whether "
                "as the State of its seat or as one where it works. None is shown again while the "
                "law is in force."
            ),
            gettext("Each organisation gets a notice that says nothing of this."),
        ],
        button=gettext("Continue"),
    )
    if request.method != "POST" or check.is_change():
        return shown(_about(state), form, page)
    if not form.validate():
        return shown(_about(state), form, page), 422
    found = _found(state)
    if not check.is_checked():
        return check.page(_checked(form, found))
    sealed = vault().seal(
        f"contactlaw-{derive_id('contact law', form.id)}",
        laws.written(form.source.data or "", form.note.data or ""),
    )
    law = RecordContactLaw(state=state, since=given(form.since), text=sealed)
    after = all_at_once(found, (law, _case(state)))
    flash(gettext("It is recorded. No entry that names this State is shown to others."), "success")
    return onwards(url_for(".index"), after)


@bp.route("/<state>/hide", methods=["GET", "POST"])
@_officers
def hide(state: str) -> Answer:
    """Hide what names the State and became public all the same, as on its way to the record."""
    law = _standing_or_404(state)
    found = _found(law.state, seen=True)
    if not found:
        raise NotFound
    form = CommandForm()
    page = Page(
        heading=gettext("Hide the entries that name this State?"),
        texts=[(names.recipient(law.state), _called(found))],
        button=gettext("Hide them now"),
        leave=gettext("Not now"),
        tone="warning",
    )
    if request.method != "POST":
        return shown(_about(law.state), form, page)
    if not form.validate():
        return shown(_about(law.state), form, page), 422
    all_at_once(found)
    flash(gettext("They are hidden. Nobody finds them any more."), "success")
    return onwards(url_for(".index"), None)


@bp.route("/<state>/lift", methods=["GET", "POST"])
@_officers
@fresh(lazy("say that a law is no longer in force"))
def lift(state: str) -> Answer:
    law = _standing_or_404(state)
    return act(
        _about(law.state),
        CommandForm(),
        Page(
            heading=gettext("Is this law or list no longer in force?"),
            lead=gettext(
                "Two officers say so, one after the other. No entry is shown by that: each "
                "organisation decides anew, and gets a notice that says nothing of this."
            ),
            texts=[(None, names.recipient(law.state))],
            button=gettext("It is no longer in force"),
            leave=gettext("Not now"),
        ),
        lambda: LiftContactLaw(state=law.state),
        said=gettext("It is noted."),
    )


def _standing_or_404(state: str) -> Law:
    with engine().connect() as conn:
        law = laws.one(conn, state)
    if law is None or not law.stands:
        raise NotFound
    return law


def _found(state: str, *, seen: bool = False) -> list[str]:
    """Return the entries that name the State and are to be hidden; ``seen``: if others see them."""
    with engine().connect() as conn:
        some = cards.of(conn, queries.PARTNERS if seen else laws.ON_ITS_WAY)
    return laws.naming(some, state)


def _checked(form: LawForm, found: Sequence[str]) -> Check:
    return Check(
        title=gettext("Check this law or list"),
        lead=gettext(
            "Everybody can see that these entries are gone, as everybody could see that they name "
            "this State. That an entry was hidden is not taken back: its organisation asks anew."
        ),
        button=gettext("Record it and hide these entries"),
        answers=[
            *check.answers(form.state, form.since, form.source, form.note),
            (gettext("Hidden at once"), _called(found)),
        ],
    )


def _called(found: Sequence[str]) -> str:
    """Return the names of these, a line each."""
    if not found:
        return gettext("No entry")
    with engine().connect() as conn:
        sealed = queries.sealed_of(conn, found)
    texts = vault().reveal_all([sealed[one] for one in found if one in sealed])
    return "\n".join(read(text).name if text else gettext("Name erased") for text in texts)


def _case(state: str) -> UUID:
    return derive_id("contact law case", state)


def _about(state: str) -> About:
    return About(
        address=url_for(".index"), case=_case(state), back=gettext("Laws that punish contact")
    )
