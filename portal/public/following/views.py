"""Follow what is published: everybody chooses, by an address that is confirmed, or by a feed.

Asking is answered alike, whatever comes of it: no page says whether an address is known. A link in
a mail shows what is followed, and never the address: mails are forwarded.
"""

from typing import Any, Final

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.public.following import asking, followings
from portal.public.following.followings import Following
from portal.public.following.forms import FollowForm, WishesForm
from portal.public.following.wishes import KINDS, RHYTHMS, Wishes
from portal.public.register import words
from portal.public.register.feeds import chosen, parameters
from portal.public.register.publication import OF_ALL
from portal.source.pace import gate
from portal.source.pace.gate import Step
from portal.web.accounts.access import one_click, public
from portal.web.act import About, Answer, Page, shown
from portal.web.context import now, settings, vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n import names
from portal.web.i18n.asked import in_every_language, of_submission
from portal.web.i18n.languages import LANGUAGES
from portal.web.i18n.texts import gettext
from shared.core.message import derive_id

bp = Blueprint("following", __name__, url_prefix="/follow")
by_link = Blueprint("followed", __name__, url_prefix="/u/<link>")

_CHOSEN: Final = ("states", "mandates", "themes", "kinds")
FOLLOW: Final = Step("follow", 2, from_all=True)  # a candidate's account is anybody's


@by_link.after_request
def keep_nowhere(response: Response) -> Response:
    headers = response.headers
    headers["Cache-Control"] = "no-store"
    headers["Referrer-Policy"] = "no-referrer"
    headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


@bp.route("", methods=["GET", "POST"])
@public
@in_every_language
def follow() -> Answer:
    form = FollowForm()
    if request.method != "POST":
        form.choose(chosen())
        return _form(form)
    if "feeds" in request.form or not _mails():
        form.validate()
        if not any(form[name].errors for name in _CHOSEN):
            return redirect(url_for(".follow", **parameters(form.choice), _anchor="feeds"), 303)
        return _form(form), 422
    if not form.validate():
        return _form(form), 422
    address = form.address.data or ""
    if (waits := gate.asked(FOLLOW, str(derive_id(form.id, address)))) is not None:
        return waits
    asking.ask(engine(), vault(), str(form.id), address, form.wishes, at=now())
    return redirect(url_for(".asked"), 303)


@bp.get("/asked")
@public
@in_every_language
def asked() -> str:
    return render_template("following/asked.html", days=settings().following_confirm_days)


@by_link.route("/confirm", methods=["GET", "POST"])
@public
def confirm(link: str) -> Answer:
    """To open the page confirms nothing: programs that look for viruses follow links, too."""
    with engine().connect() as conn:
        wishes = asking.asked(conn, link)
    if wishes is None:
        return _over()
    of_submission(wishes.language)
    form = CommandForm()
    if request.method == "POST" and form.validate():
        own = asking.confirm(engine(), vault().vault, link, at=now())
        return redirect(url_for(".show", link=own), 303) if own else _over()
    return _said("following/confirm.html", wishes, form=form)


@by_link.get("")
@public
def show(link: str) -> Answer:
    found = _found(link)
    if found is None:
        return _over()
    how = {"stopped": found.stopped, "returned": found.returned}
    return _said("following/show.html", found.wishes, link=link, **how)


@by_link.post("")
@one_click
def end(link: str) -> str:
    """The answer is the same for a link that ended before, or never was."""
    found = _found(link)
    if found is not None:
        followings.end(engine(), vault().vault, link, at=now())
    return render_template("following/ended.html")


@by_link.route("/change", methods=["GET", "POST"])
@public
def change(link: str) -> Answer:
    found = _found(link)
    if found is None:
        return _over()
    form = WishesForm()
    if request.method == "POST" and form.validate():
        followings.change(engine(), found.following_id, form.wishes, at=now())
        return redirect(url_for(".show", link=link), 303)
    if request.method == "GET":
        form.fill(found.wishes)
    page = shown(
        About(address=url_for(".show", link=link), case=None, back=gettext("What you follow")),
        form,
        Page(heading=gettext("Follow something else"), button=gettext("Keep the choice")),
    )
    return (page, 422) if form.errors else page


def _found(link: str) -> Following | None:
    with engine().connect() as conn:
        found = followings.by_link(conn, link)
    if found is not None:
        of_submission(found.wishes.language)
    return found


def _over() -> tuple[str, int]:
    return render_template("following/over.html"), 404


def _said(template: str, wishes: Wishes, **given: Any) -> str:
    choice = wishes.choice
    return render_template(
        template,
        states=[names.recipient(one) for one in names.in_order(choice.states, "states")],
        mandates=[names.mandate(one) for one in names.in_order(choice.mandates, "mandates")],
        themes=[words.theme(one) for one in choice.themes],
        kinds=[KINDS[one] for one in choice.kinds],
        of_all=not OF_ALL.isdisjoint(choice.kinds),
        rhythm=RHYTHMS[wishes.rhythm],
        spoken=LANGUAGES[wishes.language],
        **given,
    )


def _form(form: FollowForm) -> str:
    choice = chosen()
    about = About(address=url_for("register.index"), case=None, back=gettext("The register"))
    return shown(
        about,
        form,
        Page(
            heading=gettext("Follow what is published"),
            lead=gettext(
                "What the Special Procedures publish, from letters to documents of the library, as "
                "soon as it is public. You need no account, and you end it by one click."
            ),
            button=gettext("Send me a letter to confirm")
            if _mails()
            else gettext("Show the feeds of this choice"),
            template="following/follow.html",
            fields=None if _mails() else [*_CHOSEN],
            given={"choice": parameters(choice), "mails": _mails()},
        ),
    )


def _mails() -> bool:
    """Whether letters can go: they need a mail server, and an address of ours to link to."""
    return settings().sends_mail and bool(settings().public_url)
