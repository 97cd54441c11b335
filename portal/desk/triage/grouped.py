"""The page of submissions that say nearly the same, and sharing several of them at once.

Sharing is the desk's own decision, and each of them gets it for itself: a command, a fact, and what
its source is told. What procedure.md section 2.1 A leaves to the single case is done on its page:
questions, admissibility, a referral that needs the victims' consent, and not acting on it.
"""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from uuid import UUID

from flask import Blueprint, request, url_for
from wtforms import SelectMultipleField
from wtforms.validators import DataRequired

from portal.casefile.filing.mandate_groups import mandate_groups
from portal.casefile.queue.sight import READERS
from portal.casefile.submissions.status import Status
from portal.desk.triage import alike, words
from portal.desk.triage.asking import existing, workable
from portal.desk.triage.forms import ShareForm
from portal.desk.triage.page import CONSUMERS
from portal.desk.triage.queries import Line
from portal.web import act, cases, htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer
from portal.web.commands import Accepted, CommandRefused
from portal.web.db import engine
from portal.web.erased import SUBMISSION_ERASED
from portal.web.i18n.formats import listed
from portal.web.i18n.formats import number as grouped
from portal.web.i18n.texts import gettext, lazy, ngettext
from portal.web.waiting import waited
from shared import reference
from shared.contracts.intake_commands import TriageSubmission
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("grouped", __name__)


class ShareTogetherForm(ShareForm):
    these = SelectMultipleField(
        lazy("Which of them?"), [DataRequired(lazy("Tick at least one"))], validate_choice=False
    )


@bp.get("/<uuid:submission_id>/alike")
@require(*READERS)
def index(submission_id: UUID) -> str:
    existing(submission_id)
    return _page(submission_id)


@bp.post("/<uuid:submission_id>/alike")
@require(Role.QUICK_RESPONSE_DESK)
def share(submission_id: UUID) -> Answer:
    """Share those that are ticked. Each has a command id of its own, so sending twice is once."""
    form = ShareTogetherForm()
    workable(submission_id)
    chosen = tuple(dict.fromkeys(form.mandates.data or []))
    form.these.data = wanted = _new_among(submission_id, form.these.data or [])
    first, rest = next(iter(wanted), str(submission_id)), wanted[1:]
    done = [first]

    def command(one: str) -> TriageSubmission:
        return TriageSubmission(submission_id=one, urgency=form.urgency.data, mandates=chosen)

    def others() -> Accepted | None:
        last = None
        for one in rest:
            with suppress(CommandRefused):
                last = act.ask(command(one), derive_id(form.id, one), UUID(one))
                done.append(one)
        return last

    return act.act(
        _about(submission_id, first),
        form,
        partial(_page, submission_id, form),
        lambda: command(first),
        then=others,
        said=lambda: _told(len(done), len(wanted), chosen),
    )


def _new_among(submission_id: UUID, ticked: list[str]) -> list[str]:
    """Return those ticked that are in the group and that nobody has decided about."""
    with engine().connect() as conn:
        rows = conn.execute(alike.like(conn, current_actor(), str(submission_id))).all()
    new = [row.submission_id for row in rows if row.status == Status.NEW.value]
    return [one for one in new if one in set(ticked)]


def _told(done: int, wanted: int, mandates: tuple[str, ...]) -> str:
    names = listed(map(reference.mandate_acronym, mandates))
    if done == wanted:
        return gettext("Shared with %(mandates)s: %(done)s submissions", mandates=names, done=done)
    return gettext(
        "Shared with %(mandates)s: %(done)s of %(wanted)s submissions. The others are still here",
        mandates=names,
        done=done,
        wanted=wanted,
    )


def _about(submission_id: UUID, case: str) -> About:
    return About(
        address=url_for("triage.grouped.index", submission_id=submission_id),
        case=UUID(case),
        back=cases.shown(submission_id),
        title=cases.number(submission_id),
        erased=SUBMISSION_ERASED,
    )


def _page(submission_id: UUID, form: ShareTogetherForm | None = None) -> str:
    this, actor = str(submission_id), current_actor()
    desk = actor.has(Role.QUICK_RESPONSE_DESK)
    late = not all(waited(engine(), one, request.args.get("after")) for one in CONSUMERS)
    with engine().connect() as conn:
        rows = paging.cut(conn, alike.like(conn, actor, this), "page", paging.asked)
        lines = alike.shown(conn, actor, rows.rows)
        names = accounts.names(conn, {line.assignee for line in lines if line.assignee})
    return htmx.render(
        "triage/alike.html",
        block="content",
        heading=_heading(rows.total),
        this=this,
        rows=rows,
        lines=lines,
        names=names,
        form=form or _begun(lines),
        groups=mandate_groups(),
        may_share=desk,
        shares=desk and any(line.status == Status.NEW for line in lines),
        new=Status.NEW,
        late=late,
        **words.of_page(),
    )


def _heading(number: int) -> str:
    if number > paging.COUNTED:
        return gettext(
            "More than %(number)s submissions say nearly the same", number=grouped(paging.COUNTED)
        )
    return ngettext(
        "%(count)s submission says nearly the same",
        "%(count)s submissions say nearly the same",
        number,
    )


def _begun(lines: Sequence[Line]) -> ShareTogetherForm:
    """The form with all new ones ticked, and the urgency that they have."""
    form = ShareTogetherForm(formdata=None)
    new = [line for line in lines if line.status == Status.NEW]
    form.these.data = [line.submission_id for line in new]
    form.urgency.data = "urgent" if any(line.urgent for line in new) else "ordinary"
    return form
