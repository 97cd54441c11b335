"""The form as a task list: sections in any order, each saved separately; a review; then sent."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, url_for
from pydantic import ValidationError
from werkzeug.exceptions import Forbidden, NotFound
from werkzeug.wrappers import Response

from portal.casefile.filing import wrong
from portal.casefile.filing.mandate_groups import mandate_groups
from portal.casefile.submissions import receipts
from portal.casefile.submissions.receive import Altered, receive
from portal.casefile.submissions.sealing import TooLong
from portal.casefile.submissions.written import likely
from portal.source.drafts import entered, files, lists, store, unsigned
from portal.source.drafts.asking import SectionForm, form_for, kept, parsed
from portal.source.drafts.entered import enters
from portal.source.drafts.gate import may_submit
from portal.source.drafts.mine import keep_typed, mine, receipt_address, section_of
from portal.source.drafts.progress import tasks, whole
from portal.source.drafts.review import reviewed
from portal.source.drafts.sections import ENTRY, GROUPS, SECTIONS
from portal.source.drafts.store import Content, Draft
from portal.source.drafts.writer import for_persons, writer
from portal.source.pace import gate as pace
from portal.web import htmx
from portal.web.accounts.access import (
    current_account,
    current_draft,
    drafting,
    require,
    signed_in,
)
from portal.web.accounts.leaving import way_out
from portal.web.context import now, settings
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext
from shared.contracts.intake import Channel
from shared.core.geneva import start_of
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("drafts", __name__, url_prefix="/submissions")
bp.register_blueprint(files.bp)
bp.register_blueprint(lists.bp)
bp.register_blueprint(unsigned.bp)

WRITERS = (Role.NGO_MEMBER, Role.CONTACT_POINT, Role.QUICK_RESPONSE_DESK)
_TASKS = "drafts.tasks_of"


class StartForm(CommandForm):
    """Nothing to fill in: a draft begins."""


class SendForm(CommandForm):
    """Nothing to fill in: what is filed is in the draft."""


@bp.context_processor
def _words() -> dict[str, Any]:
    by_code = current_draft() is not None
    return {
        "for_persons": for_persons(),
        "by_code": by_code,
        "enters": not by_code and signed_in() is not None and enters(),
        "exit_url": way_out(),
    }


@bp.get("/new")
@require(*WRITERS)
def start_form() -> str:
    return _start_page(StartForm(formdata=None), may_submit())


@bp.post("/new")
@require(*WRITERS)
def start() -> Response | tuple[str, int]:
    form, no = StartForm(), may_submit()
    if no is not None:
        return _start_page(form, no), 403
    if not form.validate():
        return _start_page(form), 422
    draft_id = str(derive_id("new draft", current_account().account_id, form.id))
    store.begin(current_account().account_id, draft_id, Content())
    return redirect(url_for(_TASKS, draft_id=draft_id), 303)


@bp.get("/drafts/<uuid:draft_id>/")
@drafting(*WRITERS)
def tasks_of(draft_id: UUID) -> str:
    draft = mine(draft_id)
    found = tasks(draft.content)
    return htmx.render(
        "drafts/tasks.html",
        block="content",
        draft=draft,
        tasks=found,
        groups=entered.groups(GROUPS),
        left=[one for one in found.values() if one.missing],
        number_of_files=len(draft.content.files),
    )


@bp.get("/drafts/<uuid:draft_id>/<section>/")
@drafting(*WRITERS)
def section(draft_id: UUID, section: str) -> str:
    draft, about = mine(draft_id), section_of(section)
    if about.each is not None:
        return lists.page(draft, section)
    typed = draft.content.sections.get(section)
    form = form_for(about.model, _begun(section) if typed is None else typed)
    return _section_page(draft, section, form)


@bp.post("/drafts/<uuid:draft_id>/<section>/")
@drafting(*WRITERS)
def save(draft_id: UUID, section: str) -> Response | tuple[str, int]:
    """Keep what was typed; what is wrong is said, and nothing is lost when somebody leaves then."""
    draft, about = mine(draft_id, typed=True), section_of(section)
    if about.each is not None:
        raise NotFound
    form = form_for(about.model)
    typed, sound = kept(form)

    def keep(content: Content) -> None:
        content.sections[section] = typed

    keep_typed(draft, keep)
    if not sound:
        return _section_page(draft, section, form), 422
    return redirect(url_for(_TASKS, draft_id=draft_id), 303)


@bp.get("/drafts/<uuid:draft_id>/review")
@drafting(*WRITERS)
def review(draft_id: UUID) -> str:
    return _review_page(mine(draft_id), SendForm(formdata=None))


@bp.post("/drafts/<uuid:draft_id>/review")
@drafting(*WRITERS)
def send(draft_id: UUID) -> Response | tuple[str, int]:
    """File it. However often it is sent, it is one submission, and the draft is gone."""
    draft, form = mine(draft_id), SendForm()
    if not form.validate():
        return _review_page(draft, form), 422
    if (no := may_submit()) is not None:
        form.form_errors.append(no)
        return _review_page(draft, form), 403
    left = [one for one in tasks(draft.content).values() if one.missing]
    if left:
        form.form_errors.append(
            gettext("Something is still missing. Finish the sections named below")
        )
        return _review_page(draft, form), 422
    try:
        filing = whole(draft.content)
    except ValidationError as error:  # what no section can see, such as a sum
        form.form_errors += [one.reason for one in wrong(error)]
        return _review_page(draft, form), 422
    if (page := pace.asked(pace.SUBMIT, draft.draft_id)) is not None:
        return page
    channel, came = _came(draft)
    try:
        receipt = receive(
            filing,
            by=writer().actor,
            command_id=draft.command_id,
            channel=channel,
            received_at=came,
            files=lambda submission_id: files.carried(draft, submission_id),
            also=lambda conn: store.became(conn, draft),
        )
    except store.Busy:
        form.form_errors.append(
            gettext("This draft was changed meanwhile. Read it through once more")
        )
        return _review_page(mine(draft_id), form), 409
    except TooLong as no:
        form.form_errors.append(str(no))
        return _review_page(draft, form), 422
    except Forbidden as no:
        form.form_errors.append(no.description or gettext("You may not file this."))
        return _review_page(draft, form), 403
    except Altered:
        with engine().connect() as conn:
            receipt = receipts.by_command(conn, draft.command_id) or abort(409)
    store.discard(draft.draft_id)
    return redirect(receipt_address(draft_id, receipt.submission_id), 303)


@bp.get("/drafts/<uuid:draft_id>/delete")
@drafting(*WRITERS)
def delete_form(draft_id: UUID) -> str:
    return _delete_page(mine(draft_id), SendForm(formdata=None))


@bp.post("/drafts/<uuid:draft_id>/delete")
@drafting(*WRITERS)
def delete(draft_id: UUID) -> Response | tuple[str, int]:
    draft, form = mine(draft_id), SendForm()
    if not form.validate():
        return _delete_page(draft, form), 422
    store.discard_with_files(draft)
    flash(gettext("The draft is thrown away"), "success")
    return redirect(_home(), 303)


def _home() -> str:
    if current_draft() is not None:
        return url_for("anybody.start_form")
    return url_for("triage.index" if enters() else "submissions.index")


def _start_page(form: StartForm, stopped: str | None = None) -> str:
    return htmx.render(
        "drafts/start.html",
        block="content",
        form=form,
        stopped=stopped,
        days=settings().draft_days,
    )


def _begun(section: str) -> dict[str, Any]:
    """Return the first content of a section."""
    if section == "submitter" and not enters():
        named = {"submitter_name": name} if (name := writer().name) else {}
        return {**named, "contact_language": likely()}
    return {"language": likely()} if section == "story" else {}


def _came(draft: Draft) -> tuple[Channel, datetime | None]:
    """By which channel it came, and when, where the desk enters it."""
    if enters():
        entry: Any = parsed(SECTIONS[ENTRY].model, draft.content.sections[ENTRY])
        day = f"{entry.came}-01"[: len("2026-03-14")]
        return entry.channel, min(start_of(date.fromisoformat(day)), now())
    for_whom = draft.content.sections.get("submitter", {}).get("for_whom")
    return "contact_point" if for_whom else "portal", None


def _section_page(draft: Draft, name: str, form: SectionForm) -> str:
    return htmx.render(
        "drafts/section.html",
        block="content",
        draft=draft,
        name=name,
        section=SECTIONS[name],
        form=form,
        groups=mandate_groups(),
    )


def _review_page(draft: Draft, form: SendForm) -> str:
    found = tasks(draft.content)
    return htmx.render(
        "drafts/review.html",
        block="content",
        draft=draft,
        form=form,
        parts=[reviewed(one, draft.content) for one in found.values()],
        files=files.listed(draft),
        left=[one for one in found.values() if one.missing],
    )


def _delete_page(draft: Draft, form: SendForm) -> str:
    return htmx.render("drafts/delete.html", block="content", draft=draft, form=form)
