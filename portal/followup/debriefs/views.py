"""The debrief of a mission for its mandate and the desk officer: read, printed, written (M13)."""

from collections.abc import Sequence
from typing import Final, TypedDict
from uuid import UUID

from flask import Blueprint, flash, request, url_for
from pydantic_core import from_json, to_json
from werkzeug.exceptions import NotFound

from portal.followup.debriefs import called, queries, words
from portal.followup.debriefs.forms import DebriefForm, TeamPartForm
from portal.followup.debriefs.queries import Head, Version
from portal.followup.debriefs.read_model import CONSUMER
from portal.followup.missions import found as missions
from portal.followup.missions.queries import Mission
from portal.followup.visits.words import CLAUSES, VERSIONS
from portal.web import htmx
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require
from portal.web.act import ERASED, About, Answer, Page, act, ask, onwards, shown
from portal.web.check import Check, answers
from portal.web.commands import CommandRefused
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import given
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from portal.web.policy import Kind, Sight
from portal.web.waiting import waited
from shared.contracts.followup_debrief_commands import (
    HoldDebrief,
    KeepDebriefDraft,
    WriteDebriefTeamPart,
)
from shared.contracts.followup_debriefs import ClauseValue
from shared.core.message import Sealed, derive_id
from shared.platform.vault import Forgotten
from shared.reference.visit_terms import clauses_of

bp = Blueprint("debriefs", __name__, url_prefix="/missions/<uuid:mission_id>/debrief")

_DRAFT: Final = "draft"


@bp.get("")
@require(*queries.READERS)
def show(mission_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one, actor = _found(mission_id), current_actor()
    part = queries.sight(actor, one, Kind.DEBRIEF_PART)
    with engine().connect() as conn:
        head = queries.head(conn, one.mission_id)
        some = queries.held(conn, one.mission_id)
        incidents = queries.breaches(conn, actor, one.mission_id)
        call = called.call(conn, one.mission_id)
        wrote = {each.by_id for each in some} | {head.draft_by or "", head.team_by or ""}
        wrote |= {each.account_id for each in (call.answers if call else ())}
        people = accounts.names(conn, wrote - {""})
    texts = [text for each in some for text in each.texts]
    if head.team_text and part >= Sight.READ:
        texts.append(head.team_text)
    if call:
        texts.append(call.place)
    over = one.phase in queries.OVER
    return htmx.render(
        "debriefs/debrief.html",
        block="content",
        one=one,
        head=head,
        versions=some,
        call=call,
        incidents=incidents,
        opened=dict(zip(texts, vault().reveal_all(texts) if texts else [], strict=True)),
        reads_part=part >= Sight.READ,
        writes=over and queries.sight(actor, one) >= Sight.WRITE,
        calls_off=queries.sight(actor, one) >= Sight.WRITE,
        recalls=call is not None and call.is_recalled(today()),
        writes_part=over and part >= Sight.WRITE,
        people=people,
        words=words,
        clauses=CLAUSES,
        terms=VERSIONS,
        state_name=names.recipient,
        mandate_name=names.mandate,
        late=late,
    )


@bp.route("/write", methods=["GET", "POST"])
@require(*queries.WRITERS)
def write(mission_id: UUID) -> Answer:
    one, form, actor = written(mission_id), DebriefForm(), current_actor()
    with engine().connect() as conn:
        head = queries.head(conn, one.mission_id)
        some = queries.held(conn, one.mission_id)
        incidents = queries.breaches(conn, actor, one.mission_id)
        version = some[0].version if some else queries.terms_version(conn, one.mission_id)
    form.offer(clauses_of(version), incidents, corrects=bool(some))
    if request.method == "GET":
        form.seen.data = str(head.steps)
        form.suggest(incidents if not some else {}, today())
        form.fill(_before(head, some))
    about, subject = about_debrief(one), subject_of(one.mission_id, str(head.number + 1))
    page = Page(
        heading=gettext("Correct the debrief") if some else gettext("Write the debrief"),
        lead=[
            gettext("The mandate and the desk officer of the State read it, and no Government."),
            gettext(
                "Say of each clause of the terms of reference how it held. A note is optional."
            ),
            gettext("Each version stays on record."),
        ],
        button=gettext("Continue"),
        leave=gettext("Not now"),
        fields=form.order,
        template="debriefs/write.html",
    )
    if request.method == "POST" and request.form.get(_DRAFT) == "keep":
        return _kept(one, form, page, subject)
    return act(
        about,
        form,
        page,
        lambda: _hold(one, form, subject, version),
        checks=lambda: Check(
            title=gettext("Check the debrief"),
            lead=gettext("Once it is kept it is corrected by a new version alone."),
            button=gettext("Keep it"),
            answers=answers(*form.told),
        ),
        said=gettext("The debrief is on record."),
    )


@bp.route("/country-team", methods=["GET", "POST"])
@require(*queries.WRITERS)
def part(mission_id: UUID) -> Answer:
    """As it was told them, where no coordinator writes it."""
    one = written(mission_id, Kind.DEBRIEF_PART)
    with engine().connect() as conn:
        head = queries.head(conn, one.mission_id)
    return of_team(
        about_debrief(one), Of(mission_id=one.mission_id, mandate=one.acting), head, None
    )


class Of(TypedDict):
    mission_id: str
    mandate: str


def of_team(about: About, of: Of, head: Head, partner_id: str | None) -> Answer:
    """Write the part of the country team; ``partner_id``: of the coordinator who comes."""
    form, subject = TeamPartForm(), subject_of(of["mission_id"], "country team")
    if request.method == "GET":
        form.seen.data = str(head.team_steps)
        form.text.data = vault().reveal(head.team_text) if head.team_text else ""
    return act(
        about,
        form,
        Page(
            heading=gettext("Part of the country team"),
            lead=gettext(
                "The mandate, the desk officer of the State and the Resident Coordinator read it, "
                "and no Government."
            ),
            button=gettext("Keep it"),
            leave=gettext("Not now"),
        ),
        lambda: WriteDebriefTeamPart(
            **of,
            seen=form.shown,
            partner_id=partner_id,
            text=vault().seal(subject, form.text.data or ""),
        ),
        said=gettext("The part of the country team is kept."),
    )


def subject_of(mission_id: str, part_: str) -> str:
    """Each version has a key of its own, with its drafts, and so has the country team's part."""
    return f"debrief-{derive_id('debrief of a mission', mission_id, part_)}"


def _kept(one: Mission, form: DebriefForm, page: Page, subject: str) -> Answer:
    if form.is_too_long():
        return shown(about_debrief(one), form, page), 422
    typed = to_json(form.typed()).decode()
    try:
        accepted = ask(
            KeepDebriefDraft(
                mission_id=one.mission_id,
                mandate=one.acting,
                seen=form.shown,
                draft=vault().seal(subject, typed),
            ),
            # Sent again with other words it is another command, and whoever wrote looks again.
            derive_id("draft of a debrief", form.command_id.data or "", typed),
            about_debrief(one).case,
        )
    except (CommandRefused, Forgotten) as no:
        form.form_errors.append(no.sentence if isinstance(no, CommandRefused) else ERASED)
        status = no.status if isinstance(no, CommandRefused) else 409
        return shown(about_debrief(one), form, page), status
    flash(gettext("Your draft is kept."), "success")
    return onwards(about_debrief(one).address, accepted.after)


def _before(head: Head, some: Sequence[Version]) -> dict[str, object]:
    """Return what is in the form at first: the draft, or what the version before said."""
    typed = vault().reveal(head.draft) if head.draft else None
    if typed:
        kept: dict[str, object] = from_json(typed)
        return kept
    if not some:
        return {}
    last = some[0]
    said = {name: getattr(last, name) for name in ("attendees", "worked", "promises", "lessons")}
    texts: dict[str, Sealed | None] = {
        **said,
        **{f"note_{clause}": note for clause, _, note in last.values},
    }
    opened = {name: vault().reveal(text) or "" for name, text in texts.items() if text}
    values = {f"value_{clause}": value for clause, value, _ in last.values}
    return {**opened, **values, "on": last.on.isoformat(), "attended": list(last.attended)}


def _hold(one: Mission, form: DebriefForm, subject: str, version: str) -> HoldDebrief:
    def sealed(name: str) -> Sealed | None:
        typed = form[name].data if name in form else None
        return vault().seal(subject, typed) if typed else None

    return HoldDebrief(
        mission_id=one.mission_id,
        mandate=one.acting,
        seen=form.shown,
        on=given(form.on),
        attended=tuple(form.attended.data or ()),
        attendees=sealed("attendees"),
        worked=vault().seal(subject, form.worked.data or ""),
        version=version,
        values=tuple(
            ClauseValue(clause=code, value=form[f"value_{code}"].data, note=sealed(f"note_{code}"))
            for code in clauses_of(version)
        ),
        risk_reviewed=bool(form.reviewed.data),
        promises=sealed("promises"),
        lessons=vault().seal(subject, form.lessons.data or ""),
        reason=sealed("reason"),
    )


def _found(mission_id: UUID) -> Mission:
    one = missions.found(mission_id)
    if queries.sight(current_actor(), one) < Sight.READ:
        raise NotFound
    return one


def reached(mission_id: UUID, kind: Kind = Kind.DEBRIEF) -> Mission:
    """Return the mission to who writes its debrief, wherever it stands."""
    one = _found(mission_id)
    if queries.sight(current_actor(), one, kind) < Sight.WRITE:
        raise NotFound
    return one


def written(mission_id: UUID, kind: Kind = Kind.DEBRIEF) -> Mission:
    """Where something was typed the service says that the visit did not end."""
    one = reached(mission_id, kind)
    if request.method == "GET" and one.phase not in queries.OVER:
        raise NotFound
    return one


def about_debrief(one: Mission) -> About:
    """The debrief, as the pages say it on which something is done about it."""
    return About(
        address=url_for("debriefs.show", mission_id=one.mission_id),
        case=derive_id("mission case", one.mission_id),
        back=gettext("Debrief"),
        caption=names.recipient(one.state),
    )
