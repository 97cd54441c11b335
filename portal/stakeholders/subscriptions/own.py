"""My notices: what I or my organisation want to hear of, and what was told."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, request, url_for
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.stakeholders.subscriptions import audience, queries, words
from portal.stakeholders.subscriptions.forms import WishesForm
from portal.stakeholders.subscriptions.queries import Report, Subscription
from portal.stakeholders.subscriptions.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts.access import current_account, require
from portal.web.act import About, Answer, Page, act
from portal.web.context import vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext
from portal.web.waiting import waited
from shared.contracts.stakeholders_notice_commands import ChooseSubscription, EndSubscription
from shared.contracts.stakeholders_notices import Subscriber
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("subscriptions", __name__, url_prefix="/my-notices")

AUDIENCE = frozenset({Role.NGO_MEMBER, Role.FOCAL_POINT, Role.CONTACT_POINT})
_AT_ONCE = 20


@bp.get("")
@require(*AUDIENCE)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        ids, merged_ids = _ids(conn)
        every = queries.of(conn, [*ids.values(), *merged_ids])
        told = paging.part(
            [one for one in queries.told_of(conn) if _heard(every, one)],
            "told",
            paging.asked,
            size=_AT_ONCE,
        )
    holding = {one.subscription_id: one for one in every if one.holds}
    now = {subscriber: holding[key] for subscriber, key in ids.items() if key in holding}
    language = next((one.language for one in now.values()), None)
    return htmx.render(
        "subscriptions/mine.html",
        block="content",
        subscribers=list(ids),
        now=now,
        moved=[holding[key] for key in merged_ids if key in holding],
        told=told.of([(one, address_of(one, language)) for one in told]),
        words=words,
        late=late,
    )


@bp.route("/<any(person, organisation):subscriber>", methods=["GET", "POST"])
@require(*AUDIENCE)
def choose(subscriber: Subscriber) -> Answer:
    subscription_id, now = _own(subscriber)
    form = WishesForm()
    if request.method == "GET" and now is not None:
        form.fill(now)
    return act(
        _about(subscription_id),
        form,
        Page(
            heading=gettext("What does your organisation want to hear of?")
            if subscriber == "organisation"
            else gettext("What do you want to hear of?"),
            lead=gettext(
                "When a report on it is public, you are told in your inbox. An e-mail says only "
                "that there is news. Nobody sees whether you read it."
            ),
            button=gettext("Keep the choice"),
        ),
        lambda: ChooseSubscription(
            subscription_id=subscription_id, subscriber=subscriber, wishes=form.wishes
        ),
        said=gettext("Your choice is kept."),
    )


@bp.route("/<any(person, organisation):subscriber>/end", methods=["GET", "POST"])
@require(*AUDIENCE)
def end(subscriber: Subscriber) -> Answer:
    subscription_id, now = _own(subscriber)
    return _ended(subscription_id, now)


@bp.route("/<uuid:subscription_id>/end", methods=["GET", "POST"])
@require(*AUDIENCE)
def end_merged(subscription_id: UUID) -> Answer:
    """What an entry subscribed to that was merged into ours goes on until somebody ends it."""
    with engine().connect() as conn:
        _, merged_ids = _ids(conn)
        if str(subscription_id) not in merged_ids:
            raise NotFound
        now = _now(conn, str(subscription_id))
    return _ended(str(subscription_id), now)


def _ended(subscription_id: str, now: Subscription | None) -> Answer:
    if now is None:
        raise NotFound
    subscriber: Subscriber = "person" if now.subscriber == "person" else "organisation"
    return act(
        _about(subscription_id),
        CommandForm(),
        Page(
            heading=gettext("Get no more of these notices?"),
            lead=gettext("You can subscribe again at any time."),
            button=gettext("End the subscription"),
            leave=gettext("Keep it"),
        ),
        lambda: EndSubscription(subscription_id=subscription_id, subscriber=subscriber),
        said=gettext("The subscription ended."),
    )


def address_of(report: Report, language: str | None) -> str:
    """Return where everybody reads the report, in the language that was chosen."""
    if report.slug is not None:
        return url_for("register.letter", slug=report.slug, lang=language)
    return url_for("register.statement", statement_id=report.report_id, lang=language)


def _heard(every: Sequence[Subscription], report: Report) -> bool:
    first = report.first_sent_at
    return first is not None and any(one.held(first) and one.wants(report) for one in every)


def _ids(conn: Connection) -> tuple[dict[Subscriber, str], list[str]]:
    """Return as whom this person subscribes, with the id of each; and what was merged into it."""
    account = current_account()
    ids: dict[Subscriber, str] = {"person": audience.own_id(vault(), account)}
    ours = audience.our_ids(conn, vault(), account)
    return (ids if not ours else {**ids, "organisation": ours[0]}), ours[1:]


def _own(subscriber: Subscriber) -> tuple[str, Subscription | None]:
    with engine().connect() as conn:
        subscription_id = _ids(conn)[0].get(subscriber)
        if subscription_id is None:
            raise NotFound
        return subscription_id, _now(conn, subscription_id)


def _now(conn: Connection, subscription_id: str) -> Subscription | None:
    return next((one for one in queries.of(conn, [subscription_id]) if one.holds), None)


def _about(subscription_id: str) -> About:
    return About(
        address=url_for("subscriptions.index"),
        case=derive_id("subscription case", subscription_id),
        back=gettext("My notices"),
    )
