"""What a view of a report finds: the report as this person sees it, or 404; its case and keys."""

from typing import TypedDict
from uuid import UUID

from flask import request, url_for
from werkzeug.exceptions import NotFound

from portal.followup.visit_reports import queries
from portal.followup.visit_reports.forms import SeenForm
from portal.followup.visit_reports.queries import Report
from portal.web.accounts.access import current_actor
from portal.web.accounts.offices import holdings
from portal.web.act import About
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from shared.contracts.followup_visit_reports import Stage
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.platform.vault import Forgotten


def found(mission_id: UUID) -> Report:
    with engine().connect() as conn:
        one = queries.report(conn, current_actor(), str(mission_id))
    if one is None:
        raise NotFound
    return one


def written(mission_id: UUID, *stages: Stage) -> Report:
    """Return the report that this person works on, in one of these stages if any are named."""
    one = found(mission_id)
    if not one.works or (stages and one.stage not in stages):
        raise NotFound
    return one


def decided(mission_id: UUID, *stages: Stage) -> Report:
    """Return the report of a mandate that this person holds."""
    one = written(mission_id, *stages)
    if not current_actor().has(queries.HOLDER):
        raise NotFound
    return one


def led(mission_id: UUID, *stages: Stage) -> Report:
    """Return the report of which the first mandate is one that this person holds."""
    one = decided(mission_id, *stages)
    if not current_actor().serves(one.mandate):
        raise NotFound
    return one


def commented(mission_id: UUID) -> Report:
    """Return the report on which this person logs a comment of the State."""
    one = found(mission_id)
    of_state = current_actor().has(Role.GOVERNMENT) and one.stage == "with_state"
    if not (one.works or of_state):
        raise NotFound
    return one


def withdraws(one: Report) -> bool:
    """Whether this person takes it back: the holder, or while nobody holds the mandate its office.

    Who publishes takes it off the public pages.
    """
    actor = current_actor()
    if one.stage == "withdrawn":
        return False
    if one.stage == "published" and actor.has(Role.PUBLICATION_OFFICER):
        return True
    if not one.works or not actor.serves(one.mandate):
        return False  # the others leave it
    if actor.has(queries.HOLDER):
        return True
    with engine().connect() as conn:
        holding = holdings(conn, [one.mandate])[one.mandate]
    return holding.silent_since(today()) is not None


def leaves(one: Report) -> list[str]:
    """Return which mandates this person takes off: of the holder the own, of an officer the vacant.

    None where no other would be left, or the report changes no more. One that leads is taken off by
    its own office alone.
    """
    actor = current_actor()
    if not one.works or not one.others or one.stage in {"published", "withdrawn"}:
        return []
    if actor.has(queries.HOLDER):
        return [each for each in one.mandates if actor.serves(each)]
    with engine().connect() as conn:
        held = holdings(conn, one.mandates)
    some = one.mandates if actor.serves(one.mandate) else one.others
    return [each for each in some if held[each].silent_since(today()) is not None]


def works_for(one: Report) -> list[str]:
    """Return for which of the mandates that write it this person works; for others the first."""
    served = [each for each in one.mandates if current_actor().serves(each)]
    return served or [one.mandate]


def acting(one: Report) -> str:
    """Return for which of them this person acts."""
    return works_for(one)[0]


def approving(one: Report) -> str | None:
    """Return for which mandate this person approves next; None: for none.

    A draft is sent by the mandate that leads, so only the others approve it.
    """
    mine = [each for each in works_for(one) if one.stage != "drafting" or each != one.mandate]
    if not mine:
        return None
    left = [each for each in mine if one.approvals.get(each) != current_actor().actor_id]
    return (left or mine)[0]


class Of(TypedDict):
    mission_id: str
    mandate: str
    seen: int


def of(one: Report, form: SeenForm) -> Of:
    return Of(mission_id=one.mission_id, mandate=acting(one), seen=form.shown)


def showing(form: SeenForm, one: Report) -> None:
    """Let the form name the steps that its page shows (decision 0063)."""
    if request.method == "GET":
        form.seen.data = str(one.steps)


def about(one: Report, *, stays: bool = True) -> About:
    """``stays``: whether this person reads the report afterwards as well."""
    back = gettext("The report") if stays else gettext("Reports on visits")
    address = url_for("visitreports.show", mission_id=one.mission_id)
    return About(
        address=address if stays else url_for("visitreports.index"),
        case=derive_id("visit report case", one.mission_id),
        back=back,
        caption=names.recipient(one.state),
    )


def sealed(key: str, text: str) -> Sealed:
    """Seal a text: the report's under its mission, a comment's under its own id.

    Once texts under it were erased, what is written afterwards has the next key.
    """
    try:
        return vault().seal(f"visitreport-{key}", text)
    except Forgotten:
        return sealed(str(derive_id("visit report key", key)), text)


def noted(key: str, typed: str | None) -> Sealed | None:
    return sealed(key, typed) if typed else None
