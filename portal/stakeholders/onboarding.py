"""The first weeks of a holder: what bars signing, what is due, and who says that it is done.

The secretariat sees how far each new holder is; the Chief sees what is red.
"""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from flask import Blueprint, request, url_for
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import NotFound
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from portal.stakeholders import kits
from portal.stakeholders.kits import OPENERS, READERS, Item, Weeks
from portal.stakeholders.read_model import CONSUMER
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import CommandForm, tidy
from portal.web.i18n.names import mandate as mandate_name
from portal.web.i18n.texts import gettext as _
from portal.web.i18n.texts import lazy
from portal.web.waiting import waited
from shared.contracts.stakeholders_onboarding_commands import (
    CompleteOnboardingItem,
    WaiveOnboardingItem,
)
from shared.core.actor import Actor
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.reference import mandate_acronym
from shared.reference.onboarding import NAMES, OFFICER_TOO, TWO_FACTOR

bp = Blueprint("onboarding", __name__, url_prefix="/mandates/onboarding")

OWNERS: Final = {
    "holder": lazy("The new holder"),
    "officer": lazy("An officer of the mandate"),
    "chief": lazy("The Chief"),
}
ANSWERS: Final = {
    "yes": lazy("Yes: a standing authorisation is given"),
    "no": lazy("No: each transmission is authorised by itself"),
}
_STANDING: Final = "standing-authorisation"
_EVIDENCE = 300  # characters
_REASON = 2_000


class DoneForm(CommandForm):
    evidence = StringField(
        lazy("Where is the proof? (optional)"),
        description=lazy("Such as the number of a file. The text itself does not belong here."),
        filters=[tidy],
        validators=[Length(max=_EVIDENCE, message=lazy("Shorten this to 300 characters"))],
    )


class StandingForm(CommandForm):
    evidence = RadioField(
        lazy("Does the Chief have a standing authorisation?"),
        choices=lambda: {code: str(word) for code, word in ANSWERS.items()},
        validators=[InputRequired(lazy("Choose yes or no"))],
    )


class WaiveForm(CommandForm):
    reason = TextAreaField(
        lazy("Why is it not needed?"),
        filters=[tidy],
        validators=[
            DataRequired(lazy("Enter the reason")),
            Length(max=_REASON, message=lazy("Shorten the reason to 2,000 characters")),
        ],
    )


def name_of(item: str) -> str:
    return _(NAMES[item]) if item in NAMES else item


@bp.get("/mine")
@require(Role.MANDATE_HOLDER)
def mine() -> str:
    """Your first weeks: what bars signing, what is due, and the kit."""
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        found = kits.own(conn, current_actor().actor_id, today())
    return _page(found, late=late, own=True)


@bp.get("/<uuid:term_id>")
@require(*OPENERS)
def show(term_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    return _page([_found(term_id)], late=late, own=False)


@bp.get("")
@require(*READERS)
def index() -> str:
    actor = current_actor()
    with engine().connect() as conn:
        found = kits.under_way(conn, actor, today())
    return htmx.render(
        "stakeholders/onboardings.html",
        block="content",
        found=found,
        today=today(),
        opens={one.term_id for one in found if _opens(actor, one)},
        mandate_name=mandate_name,
    )


@bp.route("/<uuid:term_id>/<item>/done", methods=["GET", "POST"])
@require(*OPENERS)
def done(term_id: UUID, item: str) -> Answer:
    found = _found(term_id)
    _of_mine(found, item)
    form = StandingForm() if item == _STANDING else DoneForm()
    page = Page(
        heading=_("This is done"),
        button=_("Record that it is done"),
        texts=[(_("Part of the first weeks"), name_of(item))],
        lead=_standing() if item == _STANDING else (),
    )
    return act(
        _about(found),
        form,
        page,
        lambda: CompleteOnboardingItem(
            term_id=found.term_id, item=item, evidence=_sealed(found, form.evidence.data)
        ),
        said=_("It is recorded as done."),
    )


@bp.route("/<uuid:term_id>/<item>/waive", methods=["GET", "POST"])
@require(*OPENERS)
def waive(term_id: UUID, item: str) -> Answer:
    found, form = _found(term_id), WaiveForm()
    if _of_mine(found, item).bars:
        raise NotFound
    page = Page(
        heading=_("This is not needed"),
        button=_("Record that it is waived"),
        texts=[(_("Part of the first weeks"), name_of(item))],
    )
    return act(
        _about(found),
        form,
        page,
        lambda: WaiveOnboardingItem(
            term_id=found.term_id,
            item=item,
            reason=vault().seal(f"term-{found.term_id}", form.reason.data or ""),
        ),
        said=_("It is recorded as waived."),
    )


def answers(actor: Actor, found: Weeks, item: Item) -> bool:
    """Whether this person can say that the item is done, or not needed."""
    if actor.has(Role.CHIEF):
        return True
    serves = actor.has(Role.HUMAN_RIGHTS_OFFICER) and actor.serves(found.mandate)
    if serves and item.item in OFFICER_TOO:
        return True
    if item.owner == "holder":
        mine = actor.has(Role.MANDATE_HOLDER) and actor.actor_id == found.holder_id
        return mine and item.item != TWO_FACTOR
    return item.owner == "officer" and serves


def _owner_of(item: Item) -> str:
    if item.item in OFFICER_TOO:
        return _("The new holder, or an officer of the mandate")
    return str(OWNERS[item.owner])


def _found(term_id: UUID) -> Weeks:
    with engine().connect() as conn:
        found = kits.find(conn, current_actor(), str(term_id))
    if found is None:
        raise NotFound
    return found


def _of_mine(found: Weeks, key: str) -> Item:
    """Return an open item that this person answers for."""
    for item in found.items:
        if item.item == key and item.open and answers(current_actor(), found, item):
            return item
    raise NotFound


def _opens(actor: Actor, found: Weeks) -> bool:
    officer = actor.has(Role.HUMAN_RIGHTS_OFFICER) and actor.serves(found.mandate)
    return actor.has(Role.CHIEF) or officer


def _page(found: Sequence[Weeks], *, late: bool, own: bool) -> str:
    actor = current_actor()
    return htmx.render(
        "stakeholders/weeks.html",
        block="content",
        found=found,
        late=late,
        own=own,
        today=today(),
        texts=_texts(found),
        mine={(i.term_id, i.item) for one in found for i in one.items if answers(actor, one, i)},
        owner_of=_owner_of,
        name_of=name_of,
        key=TWO_FACTOR,
        mandate_name=mandate_name,
    )


def _texts(found: Sequence[Weeks]) -> Mapping[tuple[str, str], str | None]:
    """Return the evidence or reason of each item that has one; None once it is erased."""
    sealed = {
        (item.term_id, item.item): text
        for one in found
        for item in one.items
        if (text := item.evidence or item.reason)
    }
    revealed = vault().reveal_all(list(sealed.values())) if sealed else []
    return {
        key: str(ANSWERS[text]) if key[1] == _STANDING and text in ANSWERS else text
        for key, text in zip(sealed, revealed, strict=True)
    }


def _standing() -> str:
    return _(
        "Say here whether the Chief may transmit urgent appeals that you approved without asking "
        "again. To give that authorisation, go to the page of your letters."
    )


def _sealed(found: Weeks, text: str | None) -> Sealed | None:
    return vault().seal(f"term-{found.term_id}", text) if text else None


def _about(found: Weeks) -> About:
    own = found.holder_id == current_actor().actor_id
    return About(
        address=url_for("onboarding.mine")
        if own
        else url_for("onboarding.show", term_id=found.term_id),
        case=derive_id("terms", found.mandate),
        back=_("First weeks"),
        caption=mandate_name(found.mandate),
        title=mandate_acronym(found.mandate),
    )


def _first_weeks() -> list[tuple[str, Weeks]]:
    """Return the open first weeks of whoever reads the page, by the name of the mandate.

    Without its table the page shows what waits all the same.
    """
    try:
        with engine().connect() as conn:
            mine = kits.own(conn, current_actor().actor_id, today())
    except SQLAlchemyError:
        return []
    return [(mandate_name(one.mandate), one) for one in mine if one.open]


@bp.app_context_processor
def _in_templates() -> dict[str, object]:
    return {"first_weeks": _first_weeks}
