"""A candidate whom somebody nominates who began before them: accept or refuse, by a link.

Until it is accepted nothing of it is in an application. A link that opens nothing gets one
sentence, whatever the reason.
"""

from flask import Blueprint, request, url_for
from sqlalchemy import Connection

from portal.homes.nominations import offers
from portal.homes.nominations.answering import keep_nowhere, over
from portal.homes.nominations.beginning import ended
from portal.homes.nominations.offers import Content, Offer
from portal.selection import candidates, nominations, page, vacancies
from portal.selection.candidates import Application
from portal.selection.forms import ConfirmForm
from portal.selection.nominations import GRADES, KINDS, SCHEMES, Nominator
from portal.selection.stage import Vacancy
from portal.web import htmx
from portal.web.accounts.access import current_actor, public, require
from portal.web.act import About, Answer, Page, act, shown
from portal.web.commands import CommandRefused, ServiceAway
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_nomination_commands import AcceptNomination
from shared.core.roles import Role

bp = Blueprint("nominated", __name__, url_prefix="/nominated/<link>")
bp.after_request(keep_nowhere)

_WAITS = "This nomination is being answered at this moment. Open your link again in a few minutes."


@bp.get("")
@public
def show(link: str) -> Answer:
    """Say who nominates, and for what. To open it answers nothing: programs follow links, too."""
    found = _opened(link)
    if found is None:
        return over()
    _, one, content, nominator = found
    return htmx.render(
        "nominations/offered.html",
        block="content",
        link=link,
        vacancy=one,
        kind=KINDS[content.kind],
        nominator=nominator,
        grades=[(SCHEMES[scheme], GRADES[grade]) for scheme, grade in nominator.grades],
        **page.words(),
    )


@bp.route("/accept", methods=["GET", "POST"])
@require(Role.CANDIDATE)
def accept(link: str) -> Answer:
    found = _opened(link)
    if found is None:
        return over()
    offer, one, _, nominator = found
    claimed: list[str] = []
    with engine().connect() as conn:
        own = _application(conn, one)
    if own is None:
        return htmx.render(
            "nominations/first.html", block="content", link=link, vacancy=one, **page.words()
        )
    address = url_for("nominations.index", candidate_id=own.candidate_id)
    about = page.on(url_for(".show", link=link), one.vacancy_id, gettext("Nomination"))
    form = ConfirmForm()
    asks = Page(
        heading=gettext("Accept this nomination?"),
        texts=[(gettext("Name of the nominator"), nominator.name)],
        lead=gettext(
            "The selection office, the panel and, if you are recommended, the President read "
            "who it is. It is never public. The nominator learns that you applied."
        ),
        note=gettext("You can withdraw it afterwards."),
        button=gettext("Accept the nomination"),
        leave=gettext("Back without accepting"),
    )
    return act(
        about,
        form,
        asks,
        lambda: _claimed(link, own, claimed),
        refused=lambda no: _refused(claimed, no, about, form, asks),
        then=lambda: offers.accepted(engine(), vault().vault, offer.offer_id, at=now()),
        to=address,
    )


@bp.route("/refuse", methods=["GET", "POST"])
@public
def refuse(link: str) -> Answer:
    found = _opened(link)
    if found is None:
        return over()
    offer, one, *_ = found
    about = page.on(url_for(".show", link=link), one.vacancy_id, gettext("Nomination"))
    form = CommandForm()
    asks = Page(
        heading=gettext("Refuse?"),
        lead=gettext("All of it is thrown away. Nobody is told, and no reason is asked."),
        warning=gettext("This link opens nothing afterwards."),
        button=gettext("Refuse"),
        leave=gettext("Back without refusing"),
        tone="warning",
    )
    if request.method == "POST" and form.validate():
        return ended(
            lambda: offers.end(engine(), vault().vault, offer.offer_id, "refused", at=now()),
            gettext("You refused the nomination."),
            url_for("home.index"),
            about,
            form,
            asks,
        )
    return shown(about, form, asks)


def _claimed(link: str, own: Application, claimed: list[str]) -> AcceptNomination:
    """Return the command once nobody can take the nomination back any more, or accept it too.

    ``claimed``: gets the offer then. It is read again: the same person may send the form twice.
    """
    for _ in range(2):
        found = _opened(link)
        if found is None:
            raise CommandRefused(409, "This nomination was taken back. Nothing was accepted.")
        offer, _, content, _ = found
        command = AcceptNomination(
            vacancy_id=own.vacancy.vacancy_id,
            candidate_id=own.candidate_id,
            nomination_id=offer.offer_id,
            kind=content.kind,  # type: ignore[arg-type]  # one that the form offered
            nominator=page.seal(own.candidate_id, content.nominator),
        )
        by = current_actor().actor_id
        if offers.claim(engine(), vault().vault, offer, content, by, at=now()):
            claimed.append(offer.offer_id)
            return command
    raise CommandRefused(409, _WAITS)


def _refused(
    claimed: list[str], no: CommandRefused, about: About, form: CommandForm, asks: Page
) -> str:
    """Let it wait for the candidate again, who reads why it was not accepted.

    A service that did not answer may have accepted it: then nobody takes it back until the
    candidate tries again, or ``offers.settle`` finds what the facts say. What somebody else
    accepts stays theirs.
    """
    if not isinstance(no, ServiceAway):
        for one in claimed:
            offers.release(engine(), one)
    form.form_errors.append(no.sentence)
    return shown(about, form, asks)


def _opened(link: str) -> tuple[Offer, Vacancy, Content, Nominator] | None:
    """Return what waits for the answer of who has this link; their own, so it is not on record."""
    with engine().connect() as conn:
        offer = offers.of_candidate(conn, link, now())
        one = vacancies.public_one(conn, offer.vacancy_id) if offer else None
    text = vault().unfinished(offer.content) if offer and offer.content else None
    if offer is None or one is None or text is None:
        return None
    content = offers.read(text)
    return offer, one, content, nominations.read(content.nominator)


def _application(conn: Connection, one: Vacancy) -> Application | None:
    """Return this person's application for the vacancy, which stands."""
    own = candidates.own(conn, current_actor())
    return next(
        (
            sent
            for sent in own
            if sent.vacancy.vacancy_id == one.vacancy_id and sent.withdrawn_at is None
        ),
        None,
    )
