"""Custody: the Chief decides one by one what the open work of an ended mandate becomes (SC3)."""

from typing import Final
from uuid import UUID

from flask import Blueprint, request, url_for
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import NotFound
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from portal.homes.custody import queries
from portal.homes.custody.items import Open
from portal.letters.communications.words import type_name
from portal.letters.statements.words import kind as statement_kind
from portal.stakeholders.queries import WRITERS
from portal.stakeholders.read_model import CONSUMER
from portal.web import check, htmx, paging
from portal.web.accounts.access import require
from portal.web.accounts.fresh import fresh
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import CommandForm, tidy
from portal.web.i18n.formats import listed
from portal.web.i18n.names import mandate as mandate_name
from portal.web.i18n.names import recipient
from portal.web.i18n.texts import gettext as _
from portal.web.i18n.texts import lazy
from portal.web.presentation import day
from portal.web.waiting import waited
from shared.contracts.stakeholders_custody_commands import DecideCustody
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.reference import mandate_acronym

bp = Blueprint("custody", __name__, url_prefix="/custody")

KINDS: Final = {
    "letters": lazy("Open letter"),
    "statements": lazy("Open statement"),
    "reply-cases": lazy("Reply case"),
    "recommendations": lazy("Recommendation"),
    "visit-files": lazy("Visit file"),
    "missions": lazy("Mission"),
    "visit-reports": lazy("Report on a visit"),
    "rounds": lazy("Follow-up round"),
}
_GOES: Final = {
    "visit-files": lazy(
        "The successor reads all that passed with the Government about a visit. A mission that is "
        "open is decided on by itself. As a record, the Quick Response Desk alone logs what "
        "arrives."
    ),
    "missions": lazy(
        "The successor reads and goes on with both programmes, the threads, the incidents, the "
        "partners and the assessment. What was sent to a call for input stays with the mandate "
        "that ended: who sent it agreed to that one. As a record, nobody works on the visit."
    ),
    "visit-reports": lazy(
        "The successor reads the draft and the comments of the State, and approves the report "
        "itself. As a record, the report is withdrawn."
    ),
    "rounds": lazy(
        "The successor reads every answer, also what was said for the mandate alone. As a record, "
        "the round is closed."
    ),
}
"""What goes with an item, where a page has to say it."""
_TYPES: Final = {
    "letters": type_name,
    "statements": statement_kind,
    "reply-cases": type_name,
}
_RECORD: Final = "record"
_AS: Final = {
    "statements": "letters",
    "visit-files": "visits",
    "missions": "visits",
    "visit-reports": "visits",
    "rounds": "recommendations",
}
"""As what the act of the Council foresees it, where that has another word."""
_REASON: Final = 2_000  # characters


class DecideForm(CommandForm):
    to = SelectField(
        lazy("Where does it go?"), validators=[InputRequired(lazy("Choose where it goes"))]
    )
    files = BooleanField(
        lazy("The files of the submissions move too"),
        description=lazy(
            "Consent was to the mandate that ended. Say in the reason why its successor may read "
            "what the sources wrote."
        ),
    )
    reason = TextAreaField(
        lazy("Why?"),
        filters=[tidy],
        validators=[
            DataRequired(lazy("Enter the reason")),
            Length(max=_REASON, message=lazy("Shorten the reason to 2,000 characters")),
        ],
    )

    def offer(self, found: Open, mandates: list[str], foreseen: str | None) -> None:
        """Offer the successors, the one first that the act of the Council names."""
        some = sorted((one for one in mandates if one != found.mandate), key=mandate_name)
        first = [one for one in some if one == foreseen]
        self.to.choices = {
            "": _("Choose"),
            _RECORD: _("Nowhere: it stays as a record"),
            **{one: mandate_name(one) for one in (*first, *some)},
        }
        if not found.submission_ids:
            del self.files


def what(found: Open) -> str:
    """Return what a line calls the item: never a word of what is in it."""
    parts = (
        _TYPES[found.kind](found.type) if found.type else KINDS[found.kind],
        found.reference or _("begun on %(day)s", day=day(day_of(found.at))),
        recipient(found.recipient) if found.recipient else "",
    )
    return listed(one for one in parts if one)


@bp.get("")
@require(*WRITERS)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        found = queries.undecided(conn, today())
        settled = queries.decided(conn)
    shown = paging.part(found, "page", paging.asked)
    past = paging.part(settled, "decided", paging.asked)
    return htmx.render(
        "custody/index.html",
        block="content",
        late=late,
        found=shown,
        past=past,
        reasons=dict(zip(past, vault().reveal_all([one.reason for one in past]), strict=True)),
        kinds=KINDS,
        what=what,
        mandate_name=mandate_name,
    )


@bp.route("/<mandate>/<kind>/<uuid:item_id>", methods=["GET", "POST"])
@require(*WRITERS)
@fresh(lazy("decide what becomes of the open work of a mandate that ended"))
def decide(mandate: str, kind: str, item_id: UUID) -> Answer:
    with engine().connect() as conn:
        found = queries.find(conn, today(), mandate, kind, str(item_id))
        if found is None:
            raise NotFound
        goes_on = queries.successors(conn, today())
        foreseen = queries.foreseen(conn, mandate).get(_AS.get(kind, kind))
    form = DecideForm()
    form.offer(found, goes_on, foreseen)

    def command() -> DecideCustody:
        moves = form.files.data if "files" in form else False
        return DecideCustody(
            mandate=mandate,
            kind=found.kind,
            item_id=found.item_id,
            to=None if form.to.data == _RECORD else form.to.data,
            submission_ids=found.submission_ids if moves else (),
            reason=vault().seal(found.subject, form.reason.data or ""),
        )

    page = Page(
        heading=_("What becomes of it?"),
        button=_("Continue"),
        texts=[
            (_("Item"), what(found)),
            (_("Foreseen by the act of the Council"), mandate_name(foreseen) if foreseen else None),
        ],
        lead=[*filter(None, [_GOES.get(found.kind)]), _("What is published keeps the old name.")],
    )
    return act(
        About(
            address=url_for("custody.index"),
            case=derive_id("terms", mandate),
            back=_("Custody"),
            caption=mandate_name(mandate),
            title=mandate_acronym(mandate),
        ),
        form,
        page,
        command,
        checks=lambda: _check(form),
        said=_("The decision is recorded."),
    )


def _check(form: DecideForm) -> Check:
    asked = [field for field in form if field.type not in {"HiddenField", "CSRFTokenField"}]
    return Check(
        title=_("Check this decision"),
        lead=_("It has effect at once, and cannot be taken back."),
        button=_("Record the decision"),
        answers=check.answers(*asked),
    )


def _open_work() -> int | None:
    """Return how many items wait for the Chief, for the page of the registry.

    That page shows the rest also while a table of another area is away.
    """
    try:
        with engine().connect() as conn:
            return len(queries.undecided(conn, today()))
    except SQLAlchemyError:
        return None


@bp.app_context_processor
def _in_templates() -> dict[str, object]:
    return {"open_work": _open_work}
