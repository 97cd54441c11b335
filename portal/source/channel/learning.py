"""The page for adding victims, incidents and perpetrators learnt of later.

It serves a returning source, a source with an account, and the desk, which adds to what it entered;
each has its own address and goes back there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from flask import flash, redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.source.channel.asking import LEARNT, add_learnt
from portal.source.drafts.asking import SectionForm, form_for
from portal.source.drafts.sections import INCIDENT, PERSON_OR_GROUP, RESPONSIBLE
from portal.web import htmx
from portal.web.accounts.leaving import way_out
from portal.web.commands import CommandRefused
from portal.web.erased import SUBMISSION_ERASED
from portal.web.i18n.texts import gettext, lazy
from shared.core.actor import Actor
from shared.platform.vault import Forgotten

_EACH = {"victim": PERSON_OR_GROUP, "incident": INCIDENT, "perpetrator": RESPONSIBLE}
_SAID = {
    "victim": lazy("The person or group was added, with the consent given"),
    "incident": lazy("The incident was added"),
    "perpetrator": lazy("Who is responsible was added"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Whose submission, who adds to it, and where the way goes back. ``quick``: an exit is shown.

    ``address``: of the submission's page, after the position that a command returned.
    """

    submission_id: str
    state: str
    by: Actor
    address: Callable[[str | None], str]
    quick: bool = False


def learnt(what: str, door: Door) -> str | Response | tuple[str, int]:
    """Show the form, or add what it says. 404 for what cannot be added."""
    model = LEARNT.get(what)
    if model is None:
        raise NotFound
    if request.method == "GET":
        return _page(what, door, form_for(model, {"kind": "person"} if what == "victim" else {}))
    form, token = form_for(model), request.form.get("entry") or str(uuid4())
    if not form.validate():
        return _page(what, door, form), 422
    try:
        done = add_learnt(form, token, of=door.submission_id, state=door.state, by=door.by)
    except Forgotten:
        form.form_errors.append(SUBMISSION_ERASED)
        return _page(what, door, form), 409
    except CommandRefused as no:
        form.form_errors.append(no.sentence)
        return _page(what, door, form), no.status
    flash(str(_SAID[what]), "success")
    if form.left_out:
        left_out = "; ".join(form.left_out)
        flash(gettext("Left out, because it does not apply: %(what)s", what=left_out), "note")
    return redirect(door.address(done.after), 303)


def _page(what: str, door: Door, form: SectionForm) -> str:
    return htmx.render(
        "drafts/learnt.html",
        block="content",
        title=_EACH[what].add,
        form=form,
        token=request.form.get("entry") or str(uuid4()),
        back=door.address(None),
        quick=door.quick,
        exit_url=way_out(),
    )
