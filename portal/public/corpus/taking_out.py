"""A single text of the corpus is taken out for everybody, or put back: for the desk."""

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length

from portal.followup.recommendations import origins
from portal.public.corpus import queries, words
from portal.public.corpus.desk import CASE
from portal.public.corpus.hidden import NOT_OUT
from portal.public.corpus.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts.access import require
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.commands import CommandRefused
from portal.web.db import engine
from portal.web.forms import CommandForm, said, tidy
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext, lazy
from portal.web.waiting import waited
from shared.contracts.followup_reference_commands import PutReferenceTextBack, TakeReferenceTextOut
from shared.core.roles import Role

bp = Blueprint("corpustexts", __name__, url_prefix="/recommendation-imports/texts")

_LONGEST = 200
_desk = require(Role.QUICK_RESPONSE_DESK)
_NONE = "There is no such text."


class TakeOutForm(CommandForm):
    item = StringField(
        lazy("Which text?"),
        description=lazy("The last part of the address of its page, or the whole address."),
        filters=[tidy, lambda typed: (typed or "").rstrip("/").rpartition("/")[2]],
        validators=[InputRequired(lazy("Enter the address of its page")), Length(max=_LONGEST)],
    )
    reason = RadioField(
        lazy("Why is it taken out?"),
        choices=said(words.TAKEN_OUT),
        validators=[InputRequired(lazy("Choose a reason"))],
    )


@bp.get("")
@_desk
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        page = paging.cut(conn, queries.texts_out(), "texts", paging.asked, size=queries.AT_ONCE)
    return htmx.render("corpus/texts.html", block="content", texts=page, late=late, words=words)


@bp.route("/take-out", methods=["GET", "POST"])
@_desk
def take_out() -> Answer:
    form = TakeOutForm()

    def text() -> str:
        """Also of what is hidden by its words: it shall stay out when the other one is back."""
        with engine().connect() as conn:
            one = queries.by_item(conn, form.item.data or "", NOT_OUT)
        if one is None:
            raise CommandRefused(422, _NONE)
        return one.row.text

    def checks() -> Check:
        return Check(
            title=gettext("Check which text is taken out"),
            lead=gettext(
                "Nobody finds or reads it here any more, also in a later version, and programs "
                "take all of it again. It stays in the sheets that brought it."
            ),
            button=gettext("Take it out"),
            answers=[(gettext("Text"), text()), *_public(form.item.data), *answers(form.reason)],
        )

    def command() -> TakeReferenceTextOut:
        text()
        item = form.item.data or ""
        with engine().connect() as conn:
            words_ = queries.words_of(conn, item)
        return TakeReferenceTextOut(item=item, reason=form.reason.data or "", words=words_)

    return act(
        _about(),
        form,
        Page(
            heading=gettext("Take a text out"),
            lead=[
                gettext(
                    "If it identifies somebody, the same words about the same States are not shown "
                    "from any other sheet either."
                ),
                gettext("Take out one by one what says it in other words, or of other States too."),
                gettext(
                    "A mandate that follows the text up keeps its own copy, which data protection "
                    "can erase."
                ),
            ],
            button=gettext("Continue"),
        ),
        command,
        checks=checks,
        said=gettext("The text is taken out."),
    )


@bp.route("/<item>/put-back", methods=["GET", "POST"])
@_desk
def put_back(item: str) -> Answer:
    item = item[:_LONGEST]
    with engine().connect() as conn:
        by = queries.out_by(conn, item)
        if request.method == "GET" and by is None:
            raise NotFound
        one = queries.by_item(conn, item, ())
        name = accounts.names(conn, {by}).get(by) if by else None
    return act(
        _about(),
        CommandForm(),
        Page(
            heading=gettext("Put the text back?"),
            lead=gettext("Everybody finds and reads it as the sheets have it."),
            texts=[
                *([(gettext("Text"), one.row.text)] if one else []),
                *([(gettext("Taken out by"), name)] if name else []),
            ],
            button=gettext("Put it back"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: PutReferenceTextBack(item=item),
        said=gettext("The text is back."),
    )


def _public(item: str | None) -> list[tuple[str, str]]:
    """Return which mandates made a text public that they took up: theirs stays until they act."""
    with engine().connect() as conn:
        some = origins.of_text(conn, None, item or "")
    whose = [listed((names.mandate(one.mandate), names.recipient(one.addressee))) for one in some]
    label = gettext("Taken up by, and public there until the mandate takes it back")
    return [(label, "; ".join(whose))] if whose else []


def _about() -> About:
    return About(address=url_for(".index"), case=CASE, back=gettext("Texts that were taken out"))
