"""The officers' part of papers: adding one with its file, reading it, withdrawing it."""

from collections.abc import Sequence
from uuid import UUID

from flask import Response
from markupsafe import Markup

from portal.casefile.attachments.upload import upload
from portal.stakeholders.sessions import papers
from portal.stakeholders.sessions.desk import OFFICERS, about_session, session_or_404
from portal.stakeholders.sessions.forms import PaperForm
from portal.stakeholders.sessions.seating import bp
from portal.web.accounts.access import require
from portal.web.act import Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import vault
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_library import LibraryFile
from shared.contracts.stakeholders_session_commands import AddSessionPaper, WithdrawSessionPaper
from shared.core.message import derive_id

__all__ = ("bp",)  # the desk's, with these routes


@bp.route("/<uuid:session_id>/papers/add", methods=["GET", "POST"])
@require(*OFFICERS)
def add_paper(session_id: UUID) -> Answer:
    one, form = session_or_404(session_id), PaperForm()
    paper_id = str(derive_id("session paper", form.command_id.data))
    subject = papers.subject_of(paper_id)

    def command(files: Sequence[LibraryFile]) -> AddSessionPaper:
        [file] = files
        return AddSessionPaper(
            session_id=one.session_id,
            paper_id=paper_id,
            title=vault().seal(subject, form.title.data or ""),
            audience="registered" if form.audience.data == papers.REGISTERED else "public",
            file=file,
        )

    return upload(
        about_session(one),
        form,
        lambda: Page(
            heading=gettext("Add a paper"),
            lead=gettext("Such as an agenda, a background note or a list of speakers."),
            button=gettext("Continue"),
            fields=["title", "audience"],
        ),
        command,
        lambda: Check(
            title=gettext("Check this paper"),
            lead=gettext("It is on the page of the session at once. You can withdraw it."),
            button=gettext("Add the paper"),
            answers=answers(form.title, form.audience),
        ),
        subject=subject,
        needed=gettext("Choose a file"),
        alone=gettext("Choose one file. Add each other one as a paper of its own."),
        said=gettext("The paper is on the page of the session."),
    )


@bp.get("/<uuid:session_id>/papers/<uuid:paper_id>")
@require(*OFFICERS)
def paper(session_id: UUID, paper_id: UUID) -> Response:
    one = session_or_404(session_id)
    found = papers.one_of(papers.every(one.session_id), str(paper_id))
    return papers.handed(one.session_id, found)


@bp.route("/<uuid:session_id>/papers/<uuid:paper_id>/withdraw", methods=["GET", "POST"])
@require(*OFFICERS)
def withdraw_paper(session_id: UUID, paper_id: UUID) -> Answer:
    one = session_or_404(session_id)
    found = papers.one_of(papers.every(one.session_id), str(paper_id))
    title = found.title or gettext("erased")
    return act(
        about_session(one),
        CommandForm(),
        Page(
            heading=gettext("Withdraw this paper?"),
            lead=[
                Markup("<bdi>{}</bdi>").format(title),
                gettext("Nobody finds it any more. Who has a copy keeps it."),
            ],
            button=gettext("Withdraw the paper"),
            leave=gettext("Back without withdrawing it"),
            tone="warning",
        ),
        lambda: WithdrawSessionPaper(session_id=one.session_id, paper_id=found.paper_id),
        said=gettext("The paper is withdrawn."),
    )
