"""What a view finds of the training register, and what is needed to act on it; 404 for all else."""

from collections.abc import Mapping
from uuid import UUID

from flask import request, url_for
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.homes.trainings import queries, words
from portal.homes.trainings.queries import Finding, Item, Training
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor
from portal.web.act import About
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.names import spelt
from portal.web.i18n.texts import gettext
from shared.core.message import Sealed, derive_id
from shared.reference.trainings import STAFF


def found(training_id: UUID, *stages: str) -> Training:
    """Return the event, at one of these stages.

    A form that stayed open is for the service to refuse, with the reason.
    """
    with engine().connect() as conn:
        one = queries.one(conn, str(training_id))
    if one is None or (request.method == "GET" and stages and one.stage not in stages):
        raise NotFound
    return one


def item_of(one: Training, item_id: UUID, *, is_open: bool) -> Item:
    """Return a follow-up item for who has it, and for who keeps the register."""
    actor = current_actor()
    with engine().connect() as conn:
        some = queries.items_of(conn, one.training_id)
    this = next((each for each in some if each.item_id == str(item_id)), None)
    if this is None or not (queries.keeps(actor) or this.owner_id == actor.actor_id):
        raise NotFound
    if request.method == "GET" and (this.outcome is None) != is_open:
        raise NotFound
    return this


def recording(training_id: UUID) -> Training:
    """Return the event for who records findings of it: its trainers, and who keeps the register."""
    one, actor = found(training_id, "held"), current_actor()
    if not (queries.keeps(actor) or queries.trains(actor, one)):
        raise NotFound
    return one


def finding_of(one: Training, finding_id: UUID, *, own: bool = False) -> Finding | None:
    """Return a finding that stands; None: it was struck, and the form was sent again.

    ``own``: one that this person may strike.
    """
    with engine().connect() as conn:
        some = queries.findings_of(conn, one.training_id)
    this = next((each for each in some if each.finding_id == str(finding_id)), None)
    actor = current_actor()
    if this is None and request.method == "GET":
        raise NotFound
    if own and this and not (queries.keeps(actor) or this.by_id == actor.actor_id):
        raise NotFound
    return this


def owners(conn: Connection) -> Mapping[str, str]:
    """Return who can have a follow-up item, by name."""
    some = sorted(accounts.holding(conn, *STAFF), key=lambda each: spelt(each.name))
    return {each.account_id: each.name for each in some}


def subject_of(training_id: str) -> str:
    """Under this key all texts of an event are sealed."""
    return f"training-{training_id}"


def case_of(training_id: str) -> UUID:
    return derive_id("training event", training_id)


def sealed(training_id: str, text: str | None) -> Sealed | None:
    return vault().seal(subject_of(training_id), text) if text else None


def about(one: Training) -> About:
    return About(
        address=url_for("trainings.show", training_id=one.training_id),
        case=case_of(one.training_id),
        back=gettext("The training event"),
        caption=words.called(one),
        title=words.days(one.first_on, one.last_on),
    )
