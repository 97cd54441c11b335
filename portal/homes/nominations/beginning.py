"""A nominator who begins before the candidate: the form, and the link that goes to them.

Asking is answered alike, whatever comes of it: no page says whether an address has an account, or
whether anybody applied.
"""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from wtforms import EmailField, RadioField
from wtforms.validators import InputRequired, Length

from portal.homes.nominations import offers, status
from portal.homes.nominations.answering import bp as by_link
from portal.homes.nominations.answering import over, signer_field
from portal.homes.nominations.mine import name_field
from portal.homes.nominations.offers import Content, Offer
from portal.selection import nominations, page, vacancies
from portal.selection.nominations import KINDS, Nominator, written
from portal.selection.stage import Vacancy
from portal.source.pace import gate
from portal.source.pace.gate import Step
from portal.web.accounts.access import public
from portal.web.act import About, Answer, Page, shown
from portal.web.context import now, settings, today, vault
from portal.web.db import engine
from portal.web.forms import CommandForm, one_address, said, tidy
from portal.web.i18n.texts import gettext, language, lazy
from shared.core.message import derive_id

bp = Blueprint("begin_nomination", __name__, url_prefix="/vacancies/<uuid:vacancy_id>/nominate")

NOMINATE: Final = Step("nominate", 2)


def _address(label: str, hint: str) -> EmailField:
    return EmailField(
        label,
        [
            InputRequired(lazy("Enter the e-mail address")),
            Length(max=254),
            one_address(),
        ],
        filters=[tidy],
        description=hint,
    )


class BeginForm(CommandForm):
    kind = RadioField(
        lazy("What kind of nominator are you?"),
        [InputRequired(lazy("Choose what kind of nominator it is"))],
        choices=said(KINDS),
    )
    name = name_field(lazy("Your own full name, or that of whom you speak for."))
    signer = signer_field()
    email = _address(
        lazy("Your e-mail address"),
        lazy("A link goes there first. Nothing goes to the candidate before you open it."),
    )
    candidate = _address(
        lazy("E-mail address of the candidate"),
        lazy("They get a link, and accept or refuse. We do not say whether they applied."),
    )


@bp.route("", methods=["GET", "POST"])
@public
def begin(vacancy_id: UUID) -> Answer:
    one, form = _open(vacancy_id), BeginForm()
    if request.method != "POST":
        return _form(one, form)
    if not form.validate():
        return _form(one, form), 422
    offer_id = str(derive_id("nomination offer", one.vacancy_id, form.command_id.data or ""))
    if (waits := gate.asked(NOMINATE, offer_id)) is not None:
        return waits
    offers.begin(
        engine(), vault(), offer_id, one.vacancy_id, _content(form), language().code, at=now()
    )
    return redirect(url_for(".asked", vacancy_id=vacancy_id), 303)


@bp.get("/asked")
@public
def asked(vacancy_id: UUID) -> str:
    return render_template("nominations/asked.html", vacancy=_open(vacancy_id), **page.words())


@by_link.route("/send", methods=["GET", "POST"])
@public
def send(link: str) -> Answer:
    """Send it on to the candidate. To open the page sends nothing: programs follow links, too."""
    offer = _begun(link)
    if offer is None or offer.step != "begun":
        return over()
    return _step(
        link,
        offer,
        lambda: Page(
            heading=gettext("Send the nomination to the candidate?"),
            lead=gettext(
                "The candidate gets a letter that names nobody, with a link. If they accept, you "
                "learn on the page of your own link that they applied. If they refuse or do "
                "nothing, you learn nothing, and it ends with the call."
            ),
            texts=_texts(offer),
            button=gettext("Send it to the candidate"),
            leave=gettext("Back without sending"),
        ),
        lambda: offers.send_on(engine(), vault().vault, offer.offer_id, at=now()),
        said=gettext("A letter goes to the candidate."),
        to=url_for("nominating.show", link=link),
    )


@by_link.route("/take-back", methods=["GET", "POST"])
@public
def take_back(link: str) -> Answer:
    offer = _begun(link)
    if offer is None:
        return over()
    return _step(
        link,
        offer,
        lambda: Page(
            heading=gettext("Take the nomination back?"),
            lead=gettext("What you entered is thrown away. No reason is asked."),
            warning=gettext("This link opens nothing afterwards."),
            button=gettext("Take it back"),
            leave=gettext("Keep the nomination"),
            tone="warning",
        ),
        lambda: offers.end(engine(), vault().vault, offer.offer_id, "taken-back", at=now()),
        said=gettext("Your nomination is taken back."),
        to=url_for("home.index"),
    )


@bp.app_template_global()
def takes_nominations(one: Vacancy) -> bool:
    """Whether somebody can begin a nomination now: the letters need a mail server."""
    return one.call_open(now()) and settings().sends_mail and bool(settings().public_url)


def ended(
    do: Callable[[], bool | None],
    said: str,
    to: str,
    about: About,
    form: CommandForm,
    shows: Page | Callable[[], Page],
) -> Answer:
    """Do what a service need not be asked for, and go on; one that is being accepted waits."""
    if do() is False:
        form.form_errors.append(
            gettext(
                "This nomination is being answered at this moment. Open your link again in a few "
                "minutes."
            )
        )
        return shown(about, form, shows), 409
    flash(said, "success")
    return redirect(to, 303)


def _step(
    link: str,
    offer: Offer,
    shows: Callable[[], Page],
    do: Callable[[], bool | None],
    *,
    said: str,
    to: str,
) -> Answer:
    form = CommandForm()
    about = page.on(url_for("nominating.show", link=link), offer.vacancy_id, gettext("Nomination"))
    if request.method == "POST" and form.validate():
        return ended(do, said, to, about, form, shows)
    return shown(about, form, shows)


def _open(vacancy_id: UUID) -> Vacancy:
    with engine().connect() as conn:
        one = vacancies.public_one(conn, str(vacancy_id))
    if one is None or not takes_nominations(one):
        abort(404)
    return one


def _begun(link: str) -> Offer | None:
    with engine().connect() as conn:
        offer = offers.of_nominator(conn, link, now())
    if offer is None or offer.step != "accepting":
        return offer
    offers.settle(engine(), vault().vault, at=now())
    with engine().connect() as conn:
        return offers.of_nominator(conn, link, now())


def _form(one: Vacancy, form: BeginForm) -> str:
    about = About(
        address=url_for("selection.listed.vacancy", vacancy_id=one.vacancy_id),
        case=UUID(one.vacancy_id),
        back=page.title(one),
    )
    shows = Page(
        heading=gettext("Nominate somebody"),
        lead=gettext(
            "You enter who nominates, and the address of the candidate. Nothing of it is in an "
            "application unless the candidate accepts it. It is never public."
        ),
        button=gettext("Go on"),
    )
    return shown(about, form, shows)


def _content(form: BeginForm) -> Content:
    """Freeze the status of this day, on which the nominator signs."""
    name, kind = form.name.data or "", form.kind.data
    nominator = Nominator(
        name=name,
        signer=form.signer.data or "",
        on=today(),
        grades=status.in_force(kind, name),
    )
    return Content(
        kind=kind,
        nominator=written(nominator),
        nominator_email=form.email.data or "",
        candidate_email=form.candidate.data or "",
    )


def _texts(offer: Offer) -> list[tuple[str | None, str | None]]:
    """Return what the nominator entered, who alone has this link."""
    text = vault().unfinished(offer.content) if offer.content else None
    if text is None:
        return []
    content = offers.read(text)
    nominator = nominations.read(content.nominator)
    return [
        (gettext("Name of the nominator"), nominator.name),
        (gettext("Who signs"), nominator.signer),
        (gettext("E-mail address of the candidate"), content.candidate_email),
    ]
