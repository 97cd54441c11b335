"""One text to several States: each has a recommendation of its own in these words (decision 0224).

The first is asked for while the holder waits, so that a refusal is read at once; the others are
kept in one commit and follow.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import Blueprint, url_for
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.followup.recommendations.forms import SeveralForm
from portal.web import check
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.delivery import outbox
from portal.web.i18n import names
from portal.web.i18n.formats import listed, number
from portal.web.i18n.texts import gettext, ngettext
from shared.contracts.commands import Command, stored
from shared.contracts.followup_recommendation_commands import IssueRecommendation, of_common_text
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference import EVERY_STATE

bp = Blueprint("severalstates", __name__, url_prefix="/recommendations/several")


@bp.route("", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def new() -> Answer:
    form = SeveralForm(mandates=sorted(current_actor().mandates))
    common_id = _common_id(form)
    asked: list[IssueRecommendation] = []

    def first() -> IssueRecommendation:
        asked[:] = _commands(form, common_id)
        return asked[0]

    def others() -> None:
        _keep(asked[1:])

    def said() -> str:
        count = len(asked)
        return ngettext(
            "%(shown)s recommendation is kept. The list shows it in a moment.",
            "%(shown)s recommendations are kept. The list shows them in a moment.",
            count,
            shown=number(count),
        )

    index = "recommendations.index"
    return act(
        About(
            address=url_for(index),
            case=None,
            back=gettext("Back to recommendations"),
            waits=False,
        ),
        form,
        Page(
            heading=gettext("Address one text to several States"),
            lead=gettext(
                "Each State gets a recommendation of its own in these words, with its own "
                "follow-up, grades and number. Each is made public, corrected and closed by itself."
            ),
            button=gettext("Continue"),
        ),
        first,
        said=said,
        to=url_for(index, text=common_id),
        checks=lambda: _check(form),
        then=others,
    )


def _common_id(form: SeveralForm) -> str:
    """Return the id of these words from this form: other words are another text."""
    said = (form.command_id.data, form.mandate.data, form.text.data)
    return str(derive_id("common text", *said))


def _commands(form: SeveralForm, common_id: str) -> list[IssueRecommendation]:
    ids = {one: of_common_text(common_id=common_id, addressee=one) for one in form.addressees}
    subjects = {one: f"recommendation-{id_}" for one, id_ in ids.items()}
    seals = vault().sealers(subjects.values())
    return [
        IssueRecommendation(
            recommendation_id=id_,
            communication_id=None,
            addressee=one,
            mandate=form.mandate.data,
            text=seals[subjects[one]](form.text.data or ""),
            common_id=common_id,
        )
        for one, id_ in ids.items()
    ]


def _keep(commands: Sequence[IssueRecommendation]) -> None:
    """Keep each as a case of its own."""
    ids = ((derive_id("issue", one.recommendation_id), one) for one in commands)
    keep({id_: (one, id_) for id_, one in ids})


def keep(asked: Mapping[UUID, tuple[Command, UUID]]) -> None:
    """Keep commands, by their ids and with their cases, in one commit, each once."""
    if not asked:
        return
    c, at = outbox.outbox.c, now()
    by = outbox.sealed(vault(), current_actor())
    try:
        with engine().begin() as conn:
            there = set(conn.scalars(select(c.command_id).where(c.command_id.in_(asked))))
            for id_, (one, case) in asked.items():
                if id_ not in there:
                    outbox.add(
                        conn, *stored(one), by=by, command_id=id_, correlation_id=case, at=at
                    )
    except IntegrityError:
        pass  # a double click: they were kept


def _check(form: SeveralForm) -> Check:
    states = form.addressees
    return Check(
        title=gettext("Check the recommendations before you issue them"),
        lead=gettext(
            "One recommendation comes into being, to all States and to none by name. The people "
            "of the mandate read it at once, others once you invite them to it or make it public. "
            "It cannot be changed afterwards."
        )
        if states == [EVERY_STATE]
        else ngettext(
            "%(shown)s recommendation comes into being, for its State alone. The Government reads "
            "it at once, others once you invite them to it or make it public. It cannot be "
            "changed afterwards.",
            "%(shown)s recommendations come into being, one for each State. Each Government reads "
            "its own at once, others once you invite them to it or make it public. They cannot be "
            "changed afterwards.",
            len(states),
            shown=number(len(states)),
        ),
        button=ngettext(
            "Issue %(shown)s recommendation",
            "Issue %(shown)s recommendations",
            len(states),
            shown=number(len(states)),
        ),
        answers=[
            *check.answers(form.mandate),
            (gettext("States"), listed(map(names.recipient, names.in_order(states, "states")))),
            *check.answers(form.text),
        ],
    )
