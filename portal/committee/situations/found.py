"""What a view finds: a situation that exists for whoever came, or 404; its case; its texts' key."""

from uuid import UUID

from flask import request, url_for
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from portal.committee.situations import queries, whose
from portal.committee.situations.forms import StepForm
from portal.committee.situations.queries import Situation
from portal.web.accounts.access import current_actor
from portal.web.act import About
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext
from shared.core.message import derive_id


def found(situation_id: UUID, stage: str = "", *, may: str = "") -> Situation:
    """Return the situation, at this stage; 404 for what is not there for this person.

    ``may``: a field of ``whose.Part``, without which it is not theirs to do.
    """
    with engine().connect() as conn:
        one = queries.one(conn, str(situation_id), whose.seen(conn))
        if one is None or (may and not getattr(whose.part_of(conn, current_actor(), one), may)):
            raise NotFound
    # A form that stayed open is for the service to refuse, with the reason.
    if stage and one.stage != stage and request.method == "GET":
        raise NotFound
    return one


def showing(form: StepForm, one: Situation) -> None:
    """Let the form name the steps that its page shows (decision 0063)."""
    if request.method == "GET":
        with engine().connect() as conn:
            form.step.data = str(queries.number_of_steps(conn, one.situation_id))
        form.suggest(today())


def subject_of(situation_id: str) -> str:
    """Under this key all reasons and notes of a situation are sealed."""
    return f"situation-{situation_id}"


def case_of(situation_id: str) -> UUID:
    return derive_id("situation", situation_id)


def about(one: Situation) -> About:
    return About(
        address=url_for("situations.show", situation_id=one.situation_id),
        case=case_of(one.situation_id),
        back=gettext("The situation"),
        caption=names.recipient(one.state),
    )


def line(one: Situation, endpoint: str, *said: str) -> tuple[Markup, str, str]:
    """Return its line on the page of its State: what the link says, its address, the hint.

    Several links say the same there: whoever hears them hears what each is about.
    """
    themes = listed([names.mandate(code) for code in one.mandates])
    words = Markup('{}<span class="govuk-visually-hidden">: {}</span>').format(
        listed(said), themes or names.recipient(one.state)
    )
    return words, url_for(endpoint, situation_id=one.situation_id), themes
