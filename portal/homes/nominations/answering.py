"""Whom a candidate asked to nominate them: confirm, decline, and withdraw later, by the link alone.

A link that opens nothing gets one sentence, whatever the reason (decision 0053).
"""

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from portal.homes.nominations import inviting, offers, status
from portal.homes.nominations.mine import name_field
from portal.selection import nominations, page
from portal.selection import vacancies as vacancies_of
from portal.selection.nominating_model import nominations as rows
from portal.selection.nominations import Nomination, Nominator, written
from portal.selection.read_model import candidates, vacancies
from portal.selection.stage import Vacancy, vacancy
from portal.web import htmx
from portal.web.accounts.access import public
from portal.web.act import About, Answer, Page, act
from portal.web.context import now, today, vault
from portal.web.db import engine
from portal.web.forms import CommandForm, tidy
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.stakeholders_nomination_commands import (
    DeclineNomination,
    NominateCandidate,
    WithdrawNomination,
)
from shared.core.actor import by_nomination
from shared.core.message import Sealed

bp = Blueprint("nominating", __name__, url_prefix="/nominate/<link>")
_NAME = 200  # characters


def signer_field() -> StringField:
    return StringField(
        lazy("Who signs"),
        [
            InputRequired(lazy("Enter who signs")),
            Length(max=_NAME, message=lazy("Shorten the name to %(most)s characters", most=_NAME)),
        ],
        filters=[tidy],
        description=lazy("Name and function."),
    )


class SignForm(CommandForm):
    name = name_field(lazy("Your own full name, or that of whom you speak for."))
    signer = signer_field()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a link opens. ``step``: asked, or confirmed."""

    link: str
    nomination: Nomination
    vacancy: Vacancy
    candidate: Sealed
    step: str

    @property
    def ids(self) -> dict[str, str]:
        of = self.nomination
        return {
            "vacancy_id": of.vacancy_id,
            "candidate_id": of.candidate_id,
            "nomination_id": of.nomination_id,
        }


@bp.after_request
def keep_nowhere(response: Response) -> Response:
    headers = response.headers
    headers["Cache-Control"] = "no-store"
    headers["Referrer-Policy"] = "no-referrer"
    headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


@bp.get("")
@public
def show(link: str) -> Answer:
    """Say who asks, and for what. To open it answers nothing: programs follow links, too."""
    late = not page.caught_up()
    one = _opened(link)
    if one is None:
        return _begun(link)
    return htmx.render(
        "nominations/ask.html",
        block="content",
        one=one,
        candidate=_candidate(one),
        late=late,
        **page.words(),
    )


@bp.route("/confirm", methods=["GET", "POST"])
@public
def confirm(link: str) -> Answer:
    one, form = _opened(link), SignForm()
    if one is None or one.step != "asked":
        return over()
    if request.method == "GET":
        text = vault().reveal(one.nomination.nominator)
        form.name.data = nominations.read(text).name if text else ""
    return act(
        _about(one),
        form,
        Page(
            heading=gettext("Confirm the nomination"),
            lead=gettext(
                "The selection office, the panel and, if the candidate is recommended, the "
                "President read it. It is never public. You can withdraw it by the same link."
            ),
            button=gettext("Confirm the nomination"),
            leave=gettext("Back without confirming"),
        ),
        lambda: NominateCandidate(**one.ids, nominator=_signed(one, form)),
        by=by_nomination(one.nomination.nomination_id),
    )


@bp.route("/decline", methods=["GET", "POST"])
@public
def decline(link: str) -> Answer:
    one = _opened(link)
    if one is None or one.step != "asked":
        return over()
    return act(
        _about(one),
        CommandForm(),
        Page(
            heading=gettext("Decline?"),
            lead=gettext("The candidate sees that you declined. No reason is asked."),
            warning=gettext("This link opens nothing afterwards."),
            button=gettext("Decline"),
            leave=gettext("Back without declining"),
            tone="warning",
        ),
        lambda: DeclineNomination(**one.ids),
        said=gettext("You declined."),
        by=by_nomination(one.nomination.nomination_id),
        to=url_for("home.index"),
    )


@bp.route("/withdraw", methods=["GET", "POST"])
@public
def withdraw(link: str) -> Answer:
    one = _opened(link)
    if one is None or one.step != "confirmed":
        return over()
    return act(
        _about(one),
        CommandForm(),
        Page(
            heading=gettext("Withdraw your nomination?"),
            lead=gettext("Nobody reads it any more. The candidate sees that you withdrew it."),
            warning=gettext("This link opens nothing afterwards."),
            button=gettext("Withdraw the nomination"),
            leave=gettext("Keep the nomination"),
            tone="warning",
        ),
        lambda: WithdrawNomination(**one.ids),
        said=gettext("Your nomination is withdrawn."),
        by=by_nomination(one.nomination.nomination_id),
        to=url_for("home.index"),
    )


def _signed(one: Opened, form: SignForm) -> Sealed:
    """Freeze the status of this day."""
    name = form.name.data or ""
    nominator = Nominator(
        name=name,
        signer=form.signer.data or "",
        on=today(),
        grades=status.in_force(one.nomination.kind, name),
    )
    return page.seal(one.nomination.candidate_id, written(nominator))


def _opened(link: str) -> Opened | None:
    c, of = candidates.c, rows.c
    with engine().connect() as conn:
        nomination_id = inviting.opened(conn, link)
        row = conn.execute(
            select(vacancies, c.name, *of)
            .join(candidates, c.vacancy_id == vacancies.c.vacancy_id)
            .join(rows, of.candidate_id == c.candidate_id)
            .where(of.nomination_id == (nomination_id or ""), c.withdrawn_at.is_(None))
        ).one_or_none()
    if row is None:
        return None
    found, about = nominations.nomination(row), vacancy(row)
    step = found.step_at(now())
    open_to = {"asked": about.call_open(now()), "confirmed": about.published_at is None}
    if not open_to.get(step):
        return None
    return Opened(link=link, nomination=found, vacancy=about, candidate=row.name, step=step)


def _begun(link: str) -> Answer:
    """What a nominator began by themselves, until the candidate accepts it."""
    with engine().connect() as conn:
        offer = offers.of_nominator(conn, link, now())
        about = vacancies_of.public_one(conn, offer.vacancy_id) if offer else None
    if offer is None or about is None:
        return over()
    return htmx.render(
        "nominations/begun.html",
        block="content",
        link=link,
        offer=offer,
        vacancy=about,
        **page.words(),
    )


def _candidate(one: Opened) -> str:
    return vault().reveal(one.candidate) or str(page.ERASED)


def _about(one: Opened) -> About:
    address = url_for("nominating.show", link=one.link)
    return page.on(address, one.vacancy.vacancy_id, gettext("Nomination"))


def over() -> Answer:
    return render_template("nominations/over.html"), 404
