"""The Chief records what the Council decided about a mandate: a page and a check for each act."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, url_for
from werkzeug.exceptions import NotFound

from portal.stakeholders.council_forms import (
    ActForm,
    ClusterForm,
    EndingForm,
    LastsForm,
    MergerForm,
    TitleForm,
)
from portal.stakeholders.queries import WRITERS
from portal.web import check
from portal.web.accounts.access import require
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check
from portal.web.forms import given
from portal.web.i18n.names import mandate as mandate_name
from portal.web.i18n.texts import gettext as _
from portal.web.i18n.texts import lazy
from shared.contracts.stakeholders_registry_commands import (
    ClusterMandate,
    Command,
    MergeMandates,
    ModifyMandate,
    RecordRejectedDraft,
    ReestablishMandate,
    RenewMandate,
    TerminateMandate,
)
from shared.core.message import derive_id
from shared.reference import mandate_acronym, mandates

bp = Blueprint("council", __name__, url_prefix="/mandates")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of act: what its link and its page are called, its form, and its command."""

    heading: str
    form: type[ActForm]
    command: Callable[[str, Any], Command]


KINDS: Final[Mapping[str, Kind]] = {
    "renew": Kind(
        lazy("Record an extension"),
        LastsForm,
        lambda mandate, form: RenewMandate(
            mandate=mandate, until=form.lasts_until, resolution=form.resolution
        ),
    ),
    "rename": Kind(
        lazy("Record another title"),
        TitleForm,
        lambda mandate, form: ModifyMandate(
            mandate=mandate,
            titles=form.titles,
            perhaps_merged_with=form.perhaps.data or None,
            resolution=form.resolution,
        ),
    ),
    "cluster": Kind(
        lazy("Record a common dialogue"),
        ClusterForm,
        lambda mandate, form: ClusterMandate(
            mandate=mandate, beside=tuple(form.beside.data or ()), resolution=form.resolution
        ),
    ),
    "reject": Kind(
        lazy("Record a rejected draft"),
        ActForm,
        lambda mandate, form: RecordRejectedDraft(mandate=mandate, resolution=form.resolution),
    ),
    "merge": Kind(
        lazy("Record a merger"),
        MergerForm,
        lambda mandate, form: MergeMandates(
            mandate=mandate,
            into=form.into.data,
            ended_on=given(form.ended_on),
            custody=form.custody,
            resolution=form.resolution,
        ),
    ),
    "end": Kind(
        lazy("Record that the mandate ends"),
        EndingForm,
        lambda mandate, form: TerminateMandate(
            mandate=mandate,
            ended_on=given(form.ended_on),
            custody=form.custody,
            resolution=form.resolution,
        ),
    ),
    "reestablish": Kind(
        lazy("Record that the mandate is back"),
        LastsForm,
        lambda mandate, form: ReestablishMandate(
            mandate=mandate, until=form.lasts_until, resolution=form.resolution
        ),
    ),
}


def kinds_for(*, ended: bool) -> dict[str, Kind]:
    """Return what can be recorded: a mandate that ended can only come back, or be renewed late."""
    late = {"renew", "reestablish", "reject"}
    return {
        name: kind
        for name, kind in KINDS.items()
        if (name in late if ended else name != "reestablish")
    }


@bp.route("/<mandate>/acts/<act_kind>", methods=["GET", "POST"])
@require(*WRITERS)
def record(mandate: str, act_kind: str) -> Answer:
    kind = KINDS.get(act_kind)
    if kind is None or mandate not in mandates():
        raise NotFound
    form = kind.form()
    form.offer(mandate)
    page = Page(
        heading=kind.heading,
        button=_("Continue"),
        lead=_(
            "Only the Council creates or ends a mandate. Record its decision as it was adopted."
        ),
    )
    return act(
        _about(mandate),
        form,
        page,
        lambda: kind.command(mandate, form),
        checks=lambda: _check(form),
        said=_("The decision of the Council is recorded."),
    )


def _about(mandate: str) -> About:
    return About(
        address=url_for("mandates.show", mandate=mandate),
        case=derive_id("terms", mandate),
        back=mandate_acronym(mandate),
        caption=mandate_name(mandate),
        title=mandate_acronym(mandate),
    )


def _check(form: ActForm) -> Check:
    asked = [field for field in form if field.type not in {"HiddenField", "CSRFTokenField"}]
    return Check(
        title=_("Check this decision"),
        lead=_("Everybody can read the decision once it is recorded. It has effect at once."),
        button=_("Record the decision"),
        answers=check.answers(*asked),
    )
