"""Pages on which a member discloses: conflicts before any file, and who approached them.

Beside them, what a panel has with the call: the questions of earlier panels.
"""

from collections.abc import Collection
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from pydantic_core import from_json
from sqlalchemy import Connection

from portal.selection import page, slots, vacancies
from portal.selection.applying import other_nationalities
from portal.selection.forms import DiscloseForm, LobbyingForm
from portal.selection.recused import recused_from
from portal.selection.stage import Vacancy
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext as _
from shared.contracts.stakeholders_recusal_commands import DeclareNoConflict, DiscloseLobbying
from shared.contracts.stakeholders_selection_commands import DeclareConflict
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("disclosing", __name__, url_prefix="/panel")
_panel = require(Role.PANEL_MEMBER, Role.PANEL_CHAIR)


@bp.route("/<uuid:vacancy_id>/disclose", methods=["GET", "POST"])
@_panel
def disclose(vacancy_id: UUID) -> Answer:
    """Before any file opens; anew when another candidate joins the list."""
    place = page.among_my_files(str(vacancy_id))
    with engine().connect() as conn:
        out = {one.vacancy_id for one in recused_from(conn, current_actor())}
        if request.method == "POST" and str(vacancy_id) in out:  # a double click
            return redirect(place, 303)
        one = _seated(conn, vacancy_id)
        pool = vacancies.pool(conn, current_actor(), one.vacancy_id)
    if not pool:
        abort(404)
    names, form = page.names(pool), DiscloseForm()
    form.offer(names)
    if request.method == "GET":
        form.shown.data = ",".join(names)

    def command() -> DeclareConflict | DeclareNoConflict:
        with_whom = form.candidate.data if form.answer.data == "conflict" else ""
        if not with_whom:
            with_whom = _of_the_same(one.vacancy_id, form.nationalities())
        if with_whom:
            return DeclareConflict(vacancy_id=one.vacancy_id, candidate_id=with_whom)
        return DeclareNoConflict(
            vacancy_id=one.vacancy_id,
            candidate_ids=form.candidate_ids(),
            nationalities=form.nationalities(),
        )

    return act(
        _on(one),
        form,
        Page(
            heading=_("Do you have a conflict of interest?"),
            title=_("Disclose"),
            lead=_(
                "Say it before any file opens. Whoever has a conflict with one candidate is "
                "recused from the whole vacancy while that candidate is considered. The same "
                "nationality is a conflict, also where it is not the only one."
            ),
            button=_("Disclose"),
            template="selection/disclose.html",
            given={"pool": pool, "names": names},
        ),
        command,
        to=place,
        said=str(page.DISCLOSED),
    )


@bp.route("/<uuid:vacancy_id>/lobbying", methods=["GET", "POST"])
@_panel
def lobbying(vacancy_id: UUID) -> Answer:
    """Tell the panel and the selection officer who approached one, and read what others told."""
    with engine().connect() as conn:
        one = _seated(conn, vacancy_id)
    form = LobbyingForm()
    # from the form's own id, so that sending it twice is one disclosure
    disclosure_id = str(derive_id("lobbying", form.command_id.data or ""))
    return act(
        _on(one),
        form,
        Page(
            heading=_("Who approached you?"),
            title=_("Disclose lobbying"),
            lead=_(
                "Tell within 24 hours who tried to influence you for or against a candidate. The "
                "other members and the selection officer read it; the public does not."
            ),
            button=_("Disclose"),
        ),
        lambda: DiscloseLobbying(
            vacancy_id=one.vacancy_id,
            disclosure_id=disclosure_id,
            text=vault().seal(f"panel-{one.vacancy_id}", form.text.data or ""),
        ),
        to=url_for("selection.disclosing.lobbied", vacancy_id=vacancy_id),
    )


@bp.get("/<uuid:vacancy_id>/lobbied")
@require(Role.PANEL_MEMBER, Role.PANEL_CHAIR, Role.SELECTION_OFFICER)
def lobbied(vacancy_id: UUID) -> str:
    """What members disclosed, for those who take part and for the selection officer."""
    with engine().connect() as conn:
        one = vacancies.of_actor(conn, current_actor(), str(vacancy_id)) or abort(404)
        told = vacancies.lobbying(conn, current_actor(), one.vacancy_id)
        who = accounts.names(conn, {each.member_id for each in told})
    texts = vault().reveal_all([each.text for each in told])
    return render_template(
        "selection/lobbied.html",
        vacancy=one,
        told=[(each, text or str(page.ERASED)) for each, text in zip(told, texts, strict=True)],
        members=who,
    )


@bp.get("/<uuid:vacancy_id>/earlier-questions")
@require(Role.PANEL_MEMBER, Role.PANEL_CHAIR, Role.SELECTION_OFFICER)
def earlier(vacancy_id: UUID) -> str:
    """What earlier panels of the mandate asked, which the panel has with the call (SA14)."""
    with engine().connect() as conn:
        one = vacancies.of_actor(conn, current_actor(), str(vacancy_id)) or abort(404)
        sets = slots.earlier(conn, current_actor(), one)
    texts = vault().reveal_all([each.questions for each in sets])
    return render_template(
        "selection/earlier.html",
        vacancy=one,
        sets=sets,
        asked=[(each, text or str(page.ERASED)) for each, text in zip(sets, texts, strict=True)],
    )


def _on(one: Vacancy) -> About:
    return page.on(url_for("selection.panel.index"), one.vacancy_id, _("My files"))


def _of_the_same(vacancy_id: str, nationalities: Collection[str]) -> str:
    """Return a candidate one of whose other nationalities is the member's too (SA2); else "".

    They are sealed, so the service, which compares the public one, cannot know them.
    """
    with engine().connect() as conn:
        forms = vacancies.pool_forms(conn, current_actor(), vacancy_id)
    texts = vault().compared(list(forms.values()))
    for candidate_id, text in zip(forms, texts, strict=True):
        if text and not other_nationalities(from_json(text)).isdisjoint(nationalities):
            return candidate_id
    return ""


def _seated(conn: Connection, vacancy_id: UUID) -> Vacancy:
    """The vacancy, if this person takes part in it."""
    mine = vacancies.seated(conn, current_actor())
    return next((one for one, _ in mine if one.vacancy_id == str(vacancy_id)), None) or abort(404)
