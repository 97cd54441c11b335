"""The settings of a mandate: its staff read them, its holder changes them."""

from functools import partial

from flask import Blueprint, redirect, request, url_for
from werkzeug.exceptions import Forbidden, NotFound
from werkzeug.wrappers import Response

from portal.casefile.mandatesettings import queries, words
from portal.casefile.mandatesettings.forms import SettingsForm
from portal.casefile.mandatesettings.queries import READERS, Shown
from portal.casefile.mandatesettings.read_model import CONSUMER
from portal.web import htmx
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, act
from portal.web.context import settings
from portal.web.db import engine
from portal.web.i18n.names import mandate as mandate_name
from portal.web.i18n.texts import gettext, lazy
from portal.web.waiting import waited
from shared.contracts.stakeholders_commands import ChangeMandateSettings
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.admissibility import STANDARD
from shared.reference.mandate_settings import Variant, variants

bp = Blueprint("mandatesettings", __name__, url_prefix="/mandate-settings")

_NOT_YOURS = lazy(
    "Only the holder of the mandate changes its settings, for a Working Group its Chair-Rapporteur."
)


@bp.get("/")
@require(*READERS)
def index() -> str | Response:
    """One mandate is shown at once; of several there is a list."""
    with engine().connect() as conn:
        found = queries.all_of(conn, current_actor(), settings())
    if len(found) == 1:
        return redirect(url_for("mandatesettings.show", mandate=found[0].mandate.mandate), 303)
    return htmx.render(
        "mandatesettings/index.html", block="content", found=found, mandate_name=mandate_name
    )


@bp.get("/<mandate>")
@require(*READERS)
def show(mandate: str) -> str:
    """``begin``: fill the form with a variant of the procedure; nothing is changed by that."""
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    shown = _found(mandate)
    form = SettingsForm(formdata=None)
    begun = variants().get(request.args.get("begin", ""))
    form.fill(begun.settings if begun else shown.times.own)
    return _page(shown, form, late=late, begun=begun)


@bp.post("/<mandate>")
@require(Role.MANDATE_HOLDER)
def change(mandate: str) -> Answer:
    shown = _found(mandate)
    if not shown.changes:
        raise Forbidden(str(_NOT_YOURS))
    form = SettingsForm()
    return act(
        About(
            address=url_for("mandatesettings.show", mandate=mandate),
            case=derive_id("mandate", mandate),
        ),
        form,
        partial(_page, shown, form),
        lambda: ChangeMandateSettings(mandate=mandate, settings=form.settings),
        said=gettext("The settings are kept. They hold for what begins from now on."),
    )


def _found(mandate: str) -> Shown:
    """Return the settings; 404 if they do not exist for this person."""
    with engine().connect() as conn:
        found = queries.find(conn, current_actor(), settings(), mandate)
    if found is None:
        raise NotFound
    return found


def _page(
    shown: Shown, form: SettingsForm, *, late: bool = False, begun: Variant | None = None
) -> str:
    actor = current_actor()
    with engine().connect() as conn:
        names = accounts.names(conn, {one.changed_by for one in shown.versions})
    return htmx.render(
        "mandatesettings/show.html",
        block="content",
        shown=shown,
        mandate_name=mandate_name,
        form=form,
        several=len(queries.readable(actor)) > 1,
        late=late,
        begun=begun,
        variants=variants().values(),
        names=names,
        standard=STANDARD,
        groups=words.groups(shown.times),
        versions=[(one, words.own(one.settings)) for one in shown.versions],
    )
