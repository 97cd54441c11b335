"""The weekly briefing by mail, for the staff: asked for on a page, confirmed by a letter's link.

It ends on the same page, or by one click on the link in a mail, without signing in.
"""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.public.briefings import subscribing
from portal.public.briefings.queries import STAFF
from portal.web.accounts.access import current_account, one_click, public, require
from portal.web.act import About, Answer, Page, shown
from portal.web.context import now, settings, vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext

bp = Blueprint("staffmail", __name__, url_prefix="/staff-briefings/mail")
by_link = Blueprint("briefingmail", __name__, url_prefix="/b/<link>")


@by_link.after_request
def keep_nowhere(response: Response) -> Response:
    headers = response.headers
    headers["Cache-Control"] = "no-store"
    headers["Referrer-Policy"] = "no-referrer"
    headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


@bp.route("", methods=["GET", "POST"])
@require(*STAFF)
def choose() -> Answer:
    account, form = current_account(), CommandForm()
    if form.validate_on_submit() and _mails():
        subscribing.ask(engine(), vault(), account, at=now())
        return redirect(url_for(".choose"), 303)
    with engine().connect() as conn:
        mine = subscribing.of(conn, vault(), account)
    return render_template(
        "briefings/mail.html",
        form=form,
        mine=mine,
        mails=_mails(),
        days=settings().following_confirm_days,
    )


@bp.route("/end", methods=["GET", "POST"])
@require(*STAFF)
def end() -> Answer:
    form = CommandForm()
    if form.validate_on_submit():
        subscribing.end(engine(), current_account().account_id)
        return redirect(url_for(".choose"), 303)
    page = Page(
        heading=gettext("Get no more of these e-mails?"),
        button=gettext("End it"),
        leave=gettext("Leave it as it is"),
        tone="warning",
    )
    return shown(_about(), form, page)


@bp.route("/<link>", methods=["GET", "POST"])
@require(*STAFF)
def confirm(link: str) -> Answer:
    """To open the page confirms nothing: programs that look for viruses follow links, too."""
    account, form = current_account(), CommandForm()
    with engine().connect() as conn:
        waits = subscribing.asked(conn, account.account_id, link)
    if form.validate_on_submit():
        subscribing.confirm(engine(), account.account_id, link, at=now())
        return redirect(url_for(".choose"), 303)
    if not waits:
        return render_template("briefings/mail_over.html"), 404
    page = Page(
        heading=gettext("Get the weekly briefing by mail?"),
        button=gettext("Confirm"),
        lead=gettext("It goes to the address of your account from now on."),
        leave=gettext("Not now"),
    )
    return shown(_about(), form, page)


@by_link.get("")
@public
def show(link: str) -> str:
    return render_template("briefings/mail_end.html", link=link)


@by_link.post("")
@one_click
def stop(link: str) -> str:
    """The answer is the same for a link that ended before, or never was."""
    subscribing.end_by(engine(), link)
    return render_template("briefings/mail_ended.html")


def _about() -> About:
    return About(address=url_for(".choose"), case=None, back=gettext("The weekly briefing by mail"))


def _mails() -> bool:
    """Whether mails can go: they need a mail server, and an address of ours to link to."""
    return settings().sends_mail and bool(settings().public_url)
