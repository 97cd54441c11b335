"""The steps that the chair, or who stands in, takes in an internal advisory procedure."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from flask import Blueprint

from portal.committee.iap import found, words
from portal.committee.iap.forms import CategoriseForm, RefuseForm, StepForm, TextForm
from portal.committee.iap.queries import Procedure
from portal.web.accounts.access import require
from portal.web.act import Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import vault
from portal.web.forms import shown_number
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext as _
from shared.contracts.commands import Command
from shared.contracts.stakeholders_iap_commands import (
    CategoriseIap,
    ConsiderIap,
    InviteHolderToComment,
    RecordIapOutcome,
    RefuseIap,
    TellIapOutcome,
)
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.iap import HEARS

bp = Blueprint("iapsteps", __name__, url_prefix="/committee/advisory-procedures/<uuid:iap_id>")

_of_committee = require(Role.COORDINATION_COMMITTEE)
_ASKED, _HEARD = ("papers",), ("points", "comments")


@bp.route("/categorise", methods=["GET", "POST"])
@_of_committee
def categorise(iap_id: UUID) -> Answer:
    one, form = found.led(iap_id, "received", "categorised"), CategoriseForm()
    _show(form, one)
    return act(
        found.about(one),
        form,
        lambda: Page(
            heading=_("Give it a category"),
            button=_("Continue"),
            lead=_by_category(),
            texts=_texts(one, *_ASKED),
        ),
        lambda: CategoriseIap(
            iap_id=one.iap_id,
            step=_step(form),
            category=form.category.data or "",
            unable=found.unable(one),
        ),
        checks=lambda: Check(
            title=_("Check the category"),
            lead=_("It decides who is told of the outcome."),
            button=_("Keep the category"),
            answers=answers(form.category),
        ),
        said=_("The category is kept."),
    )


@bp.route("/invite", methods=["GET", "POST"])
@_of_committee
def invite(iap_id: UUID) -> Answer:
    one = found.led(iap_id, "categorised")
    lead = _("The holder reads this text, and not the papers, and has 14 days to comment.")
    return _written(
        one,
        Page(heading=_("Invite the holder to comment"), button=_("Continue"), lead=lead),
        _("Invite the holder"),
        lambda step, text: InviteHolderToComment(
            iap_id=one.iap_id,
            step=step,
            points=text,
            holders=found.holders(one),
            unable=found.unable(one),
        ),
        _("The holder is invited."),
        shows=(*_ASKED, "comments"),
        before=one.points,
    )


@bp.route("/considered", methods=["GET", "POST"])
@_of_committee
def consider(iap_id: UUID) -> Answer:
    one, form = found.led(iap_id, "categorised"), StepForm()
    _show(form, one)
    return act(
        found.about(one),
        form,
        lambda: Page(
            heading=_("Has the Committee considered it?"),
            button=_("Record that it was considered"),
            lead=_("The holder can comment no more afterwards."),
            texts=_texts(one, *_ASKED, *_HEARD),
            leave=_("Not now"),
        ),
        lambda: ConsiderIap(iap_id=one.iap_id, step=_step(form), unable=found.unable(one)),
        said=_("It is recorded that the Committee considered it."),
    )


@bp.route("/outcome", methods=["GET", "POST"])
@_of_committee
def record(iap_id: UUID) -> Answer:
    one = found.led(iap_id, "considered", "recorded")
    lead = _("The Committee alone reads the outcome. What is told is written afterwards.")
    return _written(
        one,
        Page(heading=_("Record the outcome"), button=_("Continue"), lead=lead),
        _("Record the outcome"),
        lambda step, text: RecordIapOutcome(
            iap_id=one.iap_id, step=step, outcome=text, unable=found.unable(one)
        ),
        _("The outcome is recorded."),
        shows=(*_ASKED, *_HEARD),
        before=one.outcome,
    )


@bp.route("/tell", methods=["GET", "POST"])
@_of_committee
def tell(iap_id: UUID) -> Answer:
    one = found.led(iap_id, "recorded")
    who = listed(words.HEARS[each] for each in HEARS.get(one.category or "", ()))
    lead = _("It ends the procedure, and cannot be taken back. Told to: %(who)s.", who=who)
    return _written(
        one,
        Page(heading=_("Tell the outcome"), button=_("Continue"), lead=lead),
        _("Tell the outcome"),
        lambda step, text: TellIapOutcome(
            iap_id=one.iap_id, step=step, told=text, unable=found.unable(one)
        ),
        _("The outcome is told."),
        shows=("outcome",),
    )


@bp.route("/refuse", methods=["GET", "POST"])
@_of_committee
def refuse(iap_id: UUID) -> Answer:
    """Also once there is an outcome: it takes no text, and ends what was erased."""
    one, form = found.led(iap_id, "received", "categorised", "considered", "recorded"), RefuseForm()
    form.offer(erased=vault().reveal(one.papers) is None)
    _show(form, one)
    return act(
        found.about(one),
        form,
        lambda: Page(
            heading=_("Do not take it up"),
            button=_("Continue"),
            lead=_("Who asked is told the reason. It can be asked for anew."),
            texts=_texts(one, *_ASKED, "outcome"),
            leave=_("Leave it as it is"),
        ),
        lambda: RefuseIap(
            iap_id=one.iap_id,
            step=_step(form),
            code=form.code.data or "",
            unable=found.unable(one),
        ),
        checks=lambda: Check(
            title=_("Check this reason"),
            lead=_("It ends the procedure, and cannot be taken back."),
            button=_("Do not take it up"),
            answers=answers(form.code),
        ),
        said=_("It is recorded that it is not taken up."),
    )


def _written(  # what differs from text to text
    one: Procedure,
    page: Page,
    button: str,
    command: Callable[[int, Sealed], Command],
    said: str,
    *,
    shows: tuple[str, ...],
    before: Sealed | None = None,
) -> Answer:
    """``shows``: on which texts it rests. ``before``: the text that stands, to change it."""
    form = TextForm()
    _show(form, one)
    if before and not form.is_submitted():
        form.text.data = vault().reveal(before)
    return act(
        found.about(one),
        form,
        lambda: replace(page, texts=_texts(one, *shows)),
        lambda: command(
            _step(form), vault().seal(found.subject_of(one.iap_id), form.text.data or "")
        ),
        checks=lambda: Check(
            title=page.heading,
            lead=page.paragraphs[0],
            button=button,
            answers=answers(form.text),
        ),
        said=said,
    )


def _show(form: StepForm, one: Procedure) -> None:
    """Let the form name how many steps there were when its texts were read (decision 0063)."""
    if not form.is_submitted():
        form.step.data = str(one.step)


def _texts(one: Procedure, *names: str) -> list[tuple[str | None, str | None]]:
    """Return what a decision rests on, opened; None for what was erased."""
    every: dict[str, tuple[str, list[Sealed]]] = {
        "papers": (_("What it is about"), [one.papers]),
        "points": (_("On what the holder can comment"), [one.points] if one.points else []),
        "comments": (_("Comment of the holder"), found.comments(one)),
        "outcome": (_("Outcome"), [one.outcome] if one.outcome else []),
    }
    these = [(every[name][0], text) for name in names for text in every[name][1]]
    opened = vault().reveal_all([text for _name, text in these])
    return list(zip([name for name, _text in these], opened, strict=True))


def _step(form: StepForm) -> int:
    return shown_number(form.step.data)


def _by_category() -> list[str]:
    return [
        _("It decides who is told of the outcome."),
        *(
            f"{words.CATEGORIES[one]}: {listed(words.HEARS[each] for each in hears)}"
            for one, hears in HEARS.items()
        ),
    ]
