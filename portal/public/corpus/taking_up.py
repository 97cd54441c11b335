"""A text of the corpus becomes a recommendation that a mandate follows up."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, request, url_for
from sqlalchemy import Connection, select
from werkzeug.exceptions import NotFound
from wtforms import HiddenField
from wtforms.validators import InputRequired

from portal.followup.recommendations import origins
from portal.followup.recommendations.origins import TakenUp
from portal.followup.recommendations.shared_with import Recommendation as Followed
from portal.followup.recommendations.views import sealed
from portal.public.corpus import queries, words
from portal.public.corpus.queries import Recommendation
from portal.public.corpus.read_model import sheets
from portal.web import check
from portal.web.accounts.access import current_actor, known, require, signed_in
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check
from portal.web.commands import CommandRefused
from portal.web.db import engine
from portal.web.forms import Choice, CommandForm
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.followup_recommendation_commands import TakeRecommendationUp, taken_up_id
from shared.contracts.followup_taking_up import Origin
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference import OTHER, mandate_acronym, recipients

bp = Blueprint("corpustaking", __name__, url_prefix="/all-recommendations")

_LONGEST = 200
_CHANGED = "The text was changed since. Look at it again."
_BEFORE = "Your mandate took this up before."


class TakeUpForm(CommandForm):
    """``states``: those of the text that are there today.

    ``seen``: the import whose version was shown. Keys of rows are given again after an undoing.
    """

    seen = HiddenField()
    mandate = Choice(lazy("Mandate"), [InputRequired(lazy("Choose the mandate"))])
    addressee = Choice(
        lazy("State"),
        [InputRequired(lazy("Choose the State"))],
        description=lazy("The State whose follow-up you want to follow"),
    )

    def __init__(self, *, mandates: Sequence[str], states: Sequence[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.mandate.offer({one: mandate_acronym(one) for one in mandates})
        self.addressee.offer({one: names.recipient(one) for one in states})


@bp.route("/<item>/take-up", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def take_up(item: str) -> Answer:
    """Show the text, and ask for whom it is taken up; what was changed since is shown again."""
    actor = current_actor()
    with engine().connect() as conn:
        one = queries.by_item(conn, item[:_LONGEST])
        batch = _batch(conn, one) if one else None
        before = [each for each in origins.of_text(conn, actor, item) if each.opens]
    if one is None or batch is None or one.replaced or not _states(one):
        raise NotFound
    form = TakeUpForm(mandates=sorted(actor.mandates), states=_states(one))
    if request.method == "GET":
        form.seen.data = batch

    def command() -> TakeRecommendationUp:
        _fits(form, batch, before)
        this = _this(form, one)
        return TakeRecommendationUp(
            origin=Origin(item=one.item, source=one.source, batch_id=batch),
            addressee=form.addressee.data,
            mandate=form.mandate.data,
            text=sealed(this, one.row.text),
            document=sealed(this, document(one)),
        )

    def checks() -> Check:
        _fits(form, batch, before)
        return Check(
            title=gettext("Check the text before you take it up"),
            lead=gettext(
                "The Government addressed reads it at once as a recommendation that your mandate "
                "follows up, and can add information. You can let it go again while nothing was "
                "said of it."
            ),
            button=gettext("Take it up"),
            answers=[*_told(one), *check.answers(form.mandate, form.addressee)],
        )

    return act(
        About(
            address=url_for("corpus.show", item=one.item),
            case=None,
            back=gettext("Back to the text"),
        ),
        form,
        Page(
            heading=gettext("Take the recommendation up"),
            lead=gettext(
                "Your mandate then follows up what another mechanism recommended. It stays that "
                "mechanism's recommendation, and its page says where it comes from."
            ),
            texts=_told(one),
            button=gettext("Continue"),
            template="corpus/take_up.html",
            given={"before": before, "names": names},
        ),
        command,
        to=_address(form, one) if form.mandate.data and form.addressee.data else "",
        checks=checks,
    )


def _batch(conn: Connection, one: Recommendation) -> str | None:
    """Return the import that brought the text as it is shown."""
    return conn.scalar(select(sheets.c.batch_id).where(sheets.c.number == one.number))


def _fits(form: TakeUpForm, batch: str, before: Sequence[TakenUp]) -> None:
    """Refuse what another version of the text was shown for, and what was taken up before."""
    if form.seen.data != batch:
        form.seen.data = batch  # the page shows this one now
        raise CommandRefused(409, _CHANGED)
    this = form.mandate.data, form.addressee.data
    if any((each.mandate, each.addressee) == this and not each.let_go for each in before):
        raise CommandRefused(409, _BEFORE)


def _this(form: TakeUpForm, one: Recommendation) -> str:
    return taken_up_id(mandate=form.mandate.data, item=one.item, addressee=form.addressee.data)


def _address(form: TakeUpForm, one: Recommendation) -> str:
    return url_for("recommendations.detail", recommendation_id=_this(form, one))


def _states(one: Recommendation) -> list[str]:
    """Return its States that are there today; one that has ended implements nothing."""
    return [code for code in one.states if code in recipients() and code != OTHER]


def _told(one: Recommendation) -> list[tuple[str, str]]:
    told = [
        (gettext("Text"), one.row.text),
        (gettext("Source"), words.source(one.source)),
        (gettext("Recommended by"), document(one)),
        (gettext("States"), listed(names.recipient(code) for code in one.states)),
        (gettext("Themes"), "; ".join(one.row.themes)),
    ]
    return [(label, value) for label, value in told if value]


def document(one: Recommendation) -> str:
    """Return who said it, and where: as the sheet has it, in no language of ours."""
    row = one.row
    said = [
        row.body.replace("\n", ", "),
        ", ".join(row.by_states),
        row.symbol,
        f"§ {row.number}" if row.number else "",
        row.session,
        row.published.date().isoformat() if row.published else "",
    ]
    return "; ".join(part for part in said if part) or one.item


@bp.app_template_global()
def taken_up_from(item: str) -> Sequence[TakenUp]:
    """Return who took up a text, as whoever reads this page may learn."""
    with engine().connect() as conn:
        return origins.of_text(conn, _reader(), item)


@bp.app_template_global()
def text_of_corpus(about: Followed) -> Recommendation | None:
    """Return the text that a recommendation was taken up from, if it is still to be read."""
    with engine().connect() as conn:
        return queries.by_item(conn, about.item or "")


@bp.app_template_global()
def corpus_is_filling() -> bool:
    """Return whether texts are still to come: one that is not here may be."""
    with engine().connect() as conn:
        return queries.filling(conn)


@bp.app_template_global()
def takes_texts_up(one: Recommendation) -> bool:
    """Return whether whoever reads this page may take this text up."""
    actor = _reader()
    return bool(
        actor
        and actor.has(Role.MANDATE_HOLDER)
        and actor.mandates
        and not one.replaced
        and _states(one)
    )


def _reader() -> Actor | None:
    account = signed_in()
    return known(account) if account else None
