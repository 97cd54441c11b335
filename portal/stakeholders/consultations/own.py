"""My proposals: the consultations that are for me, drafts, and what came of what I proposed."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from markupsafe import Markup
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.stakeholders.consultations import drafts, queries, whose, words
from portal.stakeholders.consultations.drafts import Draft
from portal.stakeholders.consultations.forms import ProposalForm, consent_of
from portal.stakeholders.consultations.queries import Consultation, Proposal
from portal.stakeholders.consultations.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts import focal
from portal.web.accounts.access import current_account, require
from portal.web.act import About, Answer, Page, act, how_shown
from portal.web.commands import CommandRefused
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext
from portal.web.waiting import waited
from shared.contracts.stakeholders_consultation_commands import SubmitProposal, WithdrawProposal
from shared.contracts.stakeholders_sessions import Category
from shared.reference.consultations import LANGUAGES

bp = Blueprint("proposing", __name__, url_prefix="/my-proposals")

_AT_ONCE = 20


@bp.get("")
@require(*whose.AUDIENCE)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    account = current_account()
    with engine().connect() as conn:
        rows = paging.cut(
            conn, queries.of_person(account.account_id), "proposals", paging.asked, size=_AT_ONCE
        )
        found = [queries.proposal(row) for row in rows]
        of = queries.some(conn, {one.consultation_id for one in found})
        going = [queries.consultation(row) for row in conn.execute(queries.going_on(now()))]
    mine = [one for one in going if whose.category_of(account, one)]
    return htmx.render(
        "consultations/mine.html",
        block="content",
        proposals=rows.of([(one, of[one.consultation_id]) for one in found]),
        open=paging.part(mine, "open", paging.asked, size=_AT_ONCE),
        begun=drafts.of(account.account_id),
        now=now(),
        words=words,
        late=late,
    )


@bp.route("/write/<uuid:consultation_id>", methods=["GET", "POST"])
@require(*whose.AUDIENCE)
def write(consultation_id: UUID) -> str | Response | tuple[str, int]:
    """Whatever is typed is kept, finished or not; the check page comes next."""
    one, _ = _open(consultation_id)
    draft, form = _draft(one), ProposalForm()
    if isinstance(draft, Response):
        return draft
    if request.method != "POST":
        form.fill(dict(draft.typed))
        return _write_page(one, draft, form)
    sound = form.validate()
    if not form.text.errors or not form.text.data:
        drafts.save(current_account().account_id, one.consultation_id, draft, form.typed())
    if request.form.get("next") == "keep" and not form.text.errors:
        flash(gettext("Your draft is kept."), "success")
        return redirect(url_for(".write", consultation_id=consultation_id), 303)
    if not sound:
        return _write_page(one, draft, form), 422
    return redirect(url_for(".send", consultation_id=consultation_id), 303)


@bp.route("/write/<uuid:consultation_id>/send", methods=["GET", "POST"])
@require(*whose.AUDIENCE)
def send(consultation_id: UUID) -> Answer:
    """Read it once more, and send it. However often it is sent, it is one proposal.

    The draft is thrown away when the proposal is first looked at, so nothing is lost between.
    """
    one, category = _open(consultation_id)
    draft = _draft(one)
    if isinstance(draft, Response):
        return draft
    if not draft.typed:
        return redirect(url_for(".write", consultation_id=consultation_id), 303)
    typed = draft.typed
    language = words.LANGUAGES.get(typed["language"], words.LANGUAGES["other"])
    return act(
        About(
            address=url_for(".write", consultation_id=consultation_id),
            case=whose.case_of(one.consultation_id),
            back=gettext("Change the proposal"),
            caption=_caption(one),
            title=one.title,
        ),
        CommandForm(),
        Page(
            heading=gettext("Check your proposal before you send it"),
            lead=gettext("Its text stays as it is. You can take it back at any time."),
            texts=[
                (gettext("Your proposal"), typed["text"]),
                (gettext("Language of the proposal"), str(language)),
                (gettext("How may others read it?"), _consent(typed["consent"])),
                (gettext("Who reads the proposals?"), str(words.VISIBLE[one.visible])),
            ],
            button=gettext("Send the proposal"),
        ),
        lambda: _command(one, category, draft),
        to=url_for(".show", proposal_id=draft.draft_id),
        said=gettext("Your proposal is sent."),
    )


@bp.route("/write/<uuid:consultation_id>/discard", methods=["GET", "POST"])
@require(*whose.AUDIENCE)
def discard(consultation_id: UUID) -> str | Response:
    one, _ = _open(consultation_id)
    draft = _draft(one)
    if isinstance(draft, Response):
        return draft
    if request.method == "POST":
        drafts.discard(current_account().account_id, draft.draft_id)
        flash(gettext("Your draft is thrown away."), "success")
        return redirect(url_for(".index"), 303)
    return htmx.render("consultations/discard.html", block="content", one=one)


@bp.get("/<uuid:proposal_id>")
@require(*whose.AUDIENCE)
def show(proposal_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    found, one = _found(proposal_id)
    drafts.discard(current_account().account_id, found.proposal_id)
    return htmx.render(
        "consultations/mine_one.html",
        block="content",
        proposal=found,
        one=one,
        text=vault().reveal(found.text),
        answer=vault().reveal(found.answer),
        now=now(),
        words=words,
        late=late,
    )


@bp.route("/<uuid:proposal_id>/withdraw", methods=["GET", "POST"])
@require(*whose.AUDIENCE)
def withdraw(proposal_id: UUID) -> Answer:
    found, one = _found(proposal_id)
    if found.withdrawn_at is not None:
        raise NotFound
    return act(
        About(
            address=url_for(".show", proposal_id=found.proposal_id),
            case=whose.case_of(found.consultation_id),
            back=gettext("Your proposal"),
            caption=_caption(one),
            title=one.title,
        ),
        CommandForm(),
        Page(
            heading=gettext("Take the proposal back?"),
            lead=gettext(
                "Nobody reads it any more, and it gets no answer. While the consultation is open "
                "you can make another one."
            ),
            button=gettext("Take it back"),
            leave=gettext("Keep it"),
            tone="warning",
        ),
        lambda: WithdrawProposal(
            consultation_id=found.consultation_id, proposal_id=found.proposal_id
        ),
        said=gettext("Your proposal is taken back."),
    )


def _open(consultation_id: UUID) -> tuple[Consultation, Category]:
    """Return one that takes proposals of whoever came; 404 for any other.

    Two who dispute who speaks propose nothing: it could be read under the organisation's name.
    """
    account = current_account()
    with engine().connect() as conn:
        one = queries.one(conn, str(consultation_id))
        disputed = bool(focal.suspensions(conn, [account.account_id]))
    category = whose.category_of(account, one) if one and not disputed else None
    if one is None or category is None or one.state(now()) != "open":
        raise NotFound
    return one, category


def _draft(one: Consultation) -> Draft | Response:
    """Return the draft; or, where it was sent already, the way to its proposal."""
    account_id = current_account().account_id
    draft = drafts.find(account_id, one.consultation_id)
    with engine().connect() as conn:
        sent = queries.own(conn, draft.draft_id, account_id) if draft.typed else None
    if sent is None:
        return draft
    return redirect(url_for(".show", proposal_id=sent.proposal_id), 303)


def _found(proposal_id: UUID) -> tuple[Proposal, Consultation]:
    """Return the proposal of whoever came, and what it is for; 404 for that of anybody else."""
    with engine().connect() as conn:
        found = queries.own(conn, str(proposal_id), current_account().account_id)
        one = queries.one(conn, found.consultation_id) if found else None
    if found is None or one is None:
        raise NotFound
    return found, one


def _write_page(one: Consultation, draft: Draft, form: ProposalForm) -> str:
    return htmx.render(
        "consultations/write.html",
        block="content",
        one=one,
        draft=draft,
        form=form,
        fields=[shown for field in form if (shown := how_shown(field))],
        words=words,
    )


def _command(one: Consultation, category: Category, draft: Draft) -> SubmitProposal:
    typed = draft.typed
    if not typed["text"] or not typed["consent"]:
        raise CommandRefused(422, "Finish the proposal before you send it.")
    language = typed["language"] if typed["language"] in LANGUAGES else "other"
    return SubmitProposal(
        consultation_id=one.consultation_id,
        proposal_id=draft.draft_id,
        organisation=whose.pseudonym(one.consultation_id, current_account().organisation_id),
        category=category,
        text=vault().seal(whose.subject_of(draft.draft_id), typed["text"]),
        language=language,
        consent=consent_of(typed["consent"]),
    )


def _consent(code: str) -> str:
    return str(words.CONSENTS.get(code, ""))


def _caption(one: Consultation) -> str:
    return Markup("<bdi>{}</bdi>").format(one.title)
