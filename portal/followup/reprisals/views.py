"""Reprisal cases: one's own by next look, each case, its steps, and the yearly selection."""

from typing import Any
from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound

from portal.followup.reprisal_entries.read_model import CONSUMER as ENTRIES
from portal.followup.reprisals import details, found, letters, publishing, queries, shown, words
from portal.followup.reprisals.forms import ReportForm
from portal.followup.reprisals.found import FOCAL, HOLDER, OFFICER
from portal.followup.reprisals.read_model import CONSUMER
from portal.followup.reprisals.steps import SPECS, summary
from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_account, current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import now, today, vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext as _
from portal.web.waiting import waited
from shared.contracts.followup_reprisal_commands import ReportReprisal
from shared.core.message import derive_id
from shared.reference import mandate_acronym, mandates, states
from shared.reference.reprisals import ANSWERS, CLOSED, READERS, report_of

bp = Blueprint("reprisals", __name__, url_prefix="/reprisals")

_AT_ONCE = 25
_FIRST, _LAST = 2010, 2100


@bp.get("")
@require(*READERS)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    actor = current_actor()
    lists: dict[str, Any] = {}
    with engine().connect() as conn:
        for name, query in (("going", queries.going_on(actor)), ("over", queries.over(actor))):
            page = paging.cut(conn, query, name, paging.asked, size=_AT_ONCE)
            lists[name] = page.of(queries.case(row) for row in page)
        if actor.has(FOCAL):
            flags = paging.cut(conn, queries.flagged(actor), "flagged", paging.asked, size=_AT_ONCE)
            lists["flagged"] = flags.of(queries.of_flag(row) for row in flags)
        consents = queries.consents_of(conn, [one.case_id for one in lists["going"]])
    return htmx.render(
        "reprisals/index.html",
        block="content",
        lists=lists,
        consents=consents,
        words=words,
        reports=found.may_report(actor),
        focal=actor.has(FOCAL),
        year=today().year,
        acronym=mandate_acronym,
        state_name=names.recipient,
        late=late,
    )


@bp.route("/report", methods=["GET", "POST"])
@require(*READERS)
def report() -> Answer:
    """From a submission that this person sees, or from mail."""
    actor, form = current_actor(), ReportForm()
    if not found.may_report(actor):
        raise NotFound
    if not form.is_submitted():
        form.submission.data = request.args.get("submission") or None
    link = _link(form.submission.data)
    state = found.submission_state(link) if link else None
    mine = set(mandates()) if actor.has(FOCAL) else actor.mandates
    form.mandate.choices = {one: names.mandate(one) for one in mandates() if one in mine}
    form.state.choices = {state: names.recipient(state)} if state else names.states()
    case_id = str(derive_id("reprisal case", form.command_id.data, actor.actor_id))
    about = About(
        address=url_for("reprisals.index"), case=found.case_of(case_id), back=_("Reprisal cases")
    )
    lead = _("From mail or a conversation. It takes the first place of every list.")
    return act(
        about,
        form,
        Page(
            heading=_("Open a reprisal case"),
            button=_("Continue"),
            lead=_("From a submission. Nothing on the submission shows it.") if link else lead,
        ),
        lambda: ReportReprisal(
            case_id=case_id,
            mandate=form.mandate.data or "",
            state=form.state.data or "",
            origin="submission" if link else "mail",
            link=link,
            relation=form.relation.data or "",
            act=form.act.data or "",
            imminent=bool(form.imminent.data),
            account=vault().seal(found.subject_of(case_id), form.account.data or ""),
        ),
        checks=lambda: Check(
            title=_("Check the report"),
            lead=_("The focal points and you read it, and nobody else."),
            button=_("Open the case"),
            answers=_answered(form),
        ),
        said=_("The case is open. Contact the victim within 24 hours."),
    )


@bp.get("/of/<code>")
@require(*READERS)
def of_state(code: str) -> str:
    """The leaf on reprisals of a country assessment: the same for all who come, but its cases.

    No version of an assessment has it: who is of the group of a case changes.
    """
    if code not in states():
        raise NotFound
    with engine().connect() as conn:
        query = queries.of_state(current_actor(), code)
        page = paging.cut(conn, query, "cases", paging.asked, size=_AT_ONCE)
    return htmx.render(
        "reprisals/of_state.html",
        block="content",
        code=code,
        cases=page.of(queries.case(row) for row in page),
        reader=current_account().name,
        at=now(),
        words=words,
        acronym=mandate_acronym,
        state_name=names.recipient,
    )


@bp.get("/<uuid:case_id>")
@require(*READERS)
def show(case_id: UUID) -> str:
    after = request.args.get("after")
    late = not all(waited(engine(), each, after) for each in (CONSUMER, ENTRIES))
    actor = current_actor()
    with engine().connect() as conn:
        one = found.found(conn, case_id)
        named = queries.named(conn, one.case_id)
        consents = queries.consents_of(conn, [one.case_id])[one.case_id]
        done = queries.actions_of(conn, one.case_id)
        sent = publishing.standings(conn, one, consents)
        documents = queries.documents_of(conn, one.case_id)
        known = queries.details_of(conn, one.case_id)
        steps = paging.cut(
            conn, queries.steps_of(one.case_id), "steps", paging.asked, size=_AT_ONCE
        )
        linked = letters.of(conn, one, actor)
        linkable = letters.to_choose(conn, one, actor, linked)
        told = queries.shown_of(conn, one.case_id)
        readings = paging.cut(
            conn, shown.readings(one.case_id), "readings", paging.asked, size=_AT_ONCE
        )
        ids = {step.by_id for step in steps}.union(*named.values())
        ids |= {each.account_id for each in told} | {each.actor_id for each in readings}
        called = {**accounts.names(conn, ids), **found.reporters(one, ids)}
    has = found.Has(
        shares=found.allowed(consents, "sharing", today()),
        documents=bool(documents),
        letters=bool(linked),
        linkable=bool(linkable),
        shown=any(each.stands for each in told),
    )
    texts = [
        *(one.account, one.cooperation, one.answer),
        *known.values(),
        *(text for row in consents.values() for text in (row.note, row.assessment)),
        *(row.note for row in done.values()),
        *(each.sent.text for each in sent.values()),
        *(row.text for row in told),
        *(step.note for step in steps),
    ]
    there = [text for text in texts if text]
    opened = dict(zip(there, vault().reveal_all(there), strict=True))
    return htmx.render(
        "reprisals/one.html",
        block="content",
        one=one,
        subject=found.subject_of(one.case_id),
        named=named,
        consents=consents,
        done=done,
        sent=sent,
        documents=documents,
        steps=steps,
        called=called,
        opened=opened,
        details=details.shown({name: opened[text] for name, text in known.items()}),
        offered=[(step, SPECS[step].heading) for step in found.offered(one, named, actor, has)],
        linked=linked,
        told=told,
        readings=readings,
        today=today(),
        words=words,
        state_name=names.recipient,
        mandate_name=names.mandate,
        late=late,
    )


@bp.route("/<uuid:case_id>/<step>", methods=["GET", "POST"])
@require(*READERS)
def do(case_id: UUID, step: str) -> Answer:
    actor, spec = current_actor(), SPECS.get(step)
    if spec is None:
        raise NotFound
    with engine().connect() as conn:
        one = found.found(conn, case_id)
        named = queries.named(conn, one.case_id)
        consents = queries.consents_of(conn, [one.case_id])[one.case_id]
        linked = letters.of(conn, one, actor) if step in ("letter", "unlink") else []
        linkable = letters.to_choose(conn, one, actor, linked) if step == "letter" else {}
        told = [each.account_id for each in queries.shown_of(conn, one.case_id) if each.stands]
        known = queries.details_of(conn, one.case_id) if step == "details" else {}
        documents = [each.symbol for each in queries.documents_of(conn, one.case_id)]
        has = found.Has(
            shares=found.allowed(consents, "sharing", today()),
            documents=bool(documents),
            letters=bool(linked),
            linkable=bool(linkable),
            shown=bool(told),
        )
        there = found.offered(one, named, actor, has)
        if request.method == "GET" and step not in there:
            raise NotFound
        form = spec.form()
        if step == "name":
            form.holders.choices = found.people_for(conn, one, HOLDER)
            form.officers.choices = found.people_for(conn, one, OFFICER)
        if step == "strike":
            form.symbol.choices = {each: each for each in documents}
        if step == "letter":
            form.letter.choices = linkable
        if step == "unlink":
            form.number.choices = {str(each.number): each.called for each in linked}
        if step == "show":
            form.person.choices = found.shown_people(conn, one, named)
        if step == "unshow":
            called = accounts.names(conn, told)
            form.person.choices = {each: called.get(each, each) for each in told}
    _offer(step, form, one, agrees=found.may_agree(one, named, actor))
    if not form.is_submitted():
        form.step.data = str(one.step)
        if step == "name":
            form.holders.data, form.officers.data = named["holder"], named["officer"]
        if step == "details":
            texts = vault().reveal_all(list(known.values()))
            details.fill(form, dict(zip(known, texts, strict=True)))
    return act(
        found.about(one),
        form,
        Page(
            heading=str(spec.heading),
            button=_("Continue"),
            lead=str(spec.lead),
            texts=[(_("What to copy"), summary(one))] if step == "share" else (),
        ),
        lambda: spec.command(one, form),
        checks=lambda: Check(
            title=_("Check this step"),
            lead=str(spec.lead),
            button=_("Record it"),
            answers=_answered(form),
        ),
        said=_("It is recorded."),
    )


def _offer(step: str, form: Any, one: queries.Case, *, agrees: bool) -> None:
    """Offer what the service would take. ``agrees``: whether a consent can be recorded."""
    if step == "pass":
        others = (each for each in mandates() if each != one.mandate)
        form.mandate.choices = {each: names.mandate(each) for each in others}
    if step == "consent" and not agrees:
        form.answer.choices = {each: str(words.ANSWERS[each]) for each in ANSWERS[2:]}
    if step == "close" and not vault().vault.forgotten([found.subject_of(one.case_id)]):
        form.reason.choices = {each: str(words.CLOSED[each]) for each in CLOSED[:-1]}


@bp.get("/annual-report")
@require(FOCAL)
def selection() -> str:
    """What was sent for the report of a year, with its period, closing date and budget."""
    year = request.args.get("year", today().year, type=int)
    if not _FIRST <= year <= _LAST:
        raise NotFound
    actor = current_actor()
    with engine().connect() as conn:
        page = paging.cut(conn, queries.selected(actor, year), "sent", paging.asked, size=_AT_ONCE)
        used = queries.words_of(conn, actor, year)
    return htmx.render(
        "reprisals/selection.html",
        block="content",
        sent=page,
        used=used,
        year=year,
        call=report_of(year),
        words=words,
        state_name=names.recipient,
    )


@bp.get("/published")
@require(FOCAL)
def published() -> str:
    """XR6: the cases of which a document of the United Nations tells, by State."""
    with engine().connect() as conn:
        query = queries.public(current_actor())
        page = paging.cut(conn, query, "public", paging.asked, size=_AT_ONCE)
    return htmx.render(
        "reprisals/published.html",
        block="content",
        public=page,
        words=words,
        state_name=names.recipient,
    )


@bp.app_template_global()
def opens_reprisals() -> bool:
    """Whether whoever came can open a case from a submission that they see."""
    actor = current_actor()
    return found.may_report(actor) and actor.has(HOLDER, OFFICER)


def _answered(form: Any) -> list[tuple[str, str]]:
    hidden = ("HiddenField", "CSRFTokenField")
    return answers(*(field for field in form if field.type not in hidden))


def _link(typed: str | None) -> str | None:
    """Return the id of a submission; what is none finds none."""
    if not typed:
        return None
    try:
        return str(UUID(typed))
    except ValueError:
        raise NotFound from None
