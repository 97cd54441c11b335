"""The contact log: what was said to whom is not in it, only that somebody was in contact, and why.

Stakeholder officers write all of it; officers and holders what belongs to their mandates; an
organisation sees when it was in contact, and nothing else.
"""

from uuid import UUID

from flask import Blueprint, request, url_for
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from portal.stakeholders.contacts import asking, queries, words
from portal.stakeholders.contacts.asking import Who
from portal.stakeholders.contacts.forms import LogForm
from portal.stakeholders.contacts.queries import Contact
from portal.stakeholders.contacts.read_model import CONSUMER
from portal.stakeholders.organisations import cards, merged
from portal.stakeholders.organisations import queries as organisations
from portal.stakeholders.organisations.queries import Entry
from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_account, current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from portal.web.waiting import waited
from shared.contracts.stakeholders_contact_commands import FollowUpContact, TakeBackContact
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("contactlog", __name__, url_prefix="/contact-log")
own = Blueprint("ourcontacts", __name__, url_prefix="/our-contacts")

WRITERS = frozenset({Role.STAKEHOLDER_OFFICER, *queries.OF_MANDATES})
ORGANISATIONS = frozenset({Role.FOCAL_POINT, Role.CONTACT_POINT})
_AT_ONCE = 20
_LONGEST = 200


@bp.get("")
@require(*WRITERS)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    actor = current_actor()
    with engine().connect() as conn:
        unread = asking.unread(conn, actor)
        todo, every = queries.to_do(actor, unread), queries.log(actor, unread)
        to_do = paging.cut(conn, todo, "todo", paging.asked, size=_AT_ONCE)
        log = paging.cut(conn, every, "log", paging.asked, size=_AT_ONCE)
    waiting, logged = [queries.contact(row) for row in to_do], [queries.contact(row) for row in log]
    people = asking.people([*waiting, *logged])
    return htmx.render(
        "contacts/index.html",
        block="content",
        to_do=to_do.of(zip(waiting, people[: len(waiting)], strict=True)),
        log=log.of(zip(logged, people[len(waiting) :], strict=True)),
        today=today(),
        mandate_name=names.mandate,
        words=words,
        late=late,
    )


@bp.get("/log")
@require(*WRITERS)
def choose() -> str:
    """Choose with whom the contact was, by name."""
    called = request.args.get("q", "")[:_LONGEST].strip()
    with engine().connect() as conn:
        some = cards.of(conn, asking.may_be_logged(conn, current_actor()))
        found = [one.organisation_id for one in cards.mentioning(some, called)]
        page = paging.part(found, "found", paging.asked, size=_AT_ONCE)
        entries = asking.opened(conn, page)
    return htmx.render(
        "contacts/choose.html",
        block="content",
        found=page.of(entries),
        called=called,
        recipient=names.recipient,
    )


@bp.route("/log/<uuid:organisation_id>", methods=["GET", "POST"])
@require(*WRITERS)
def log(organisation_id: UUID) -> Answer:
    entry, form = _organisation(organisation_id), LogForm()
    form.offer(asking.mandates_of(current_actor()))
    if request.method == "GET":
        form.on.data = today()
    entry_id = str(derive_id("contact", form.id))
    return act(
        About(
            address=url_for("contactlog.index"),
            case=asking.case_of(entry_id),
            back=gettext("Contact log"),
            caption=Markup("<bdi>{}</bdi>").format(entry.profile.name),
            title=entry.profile.name,
            erased=gettext(
                "This person was erased from the contact log on request, and is not logged again."
            ),
        ),
        form,
        Page(
            heading=gettext("Log a contact"),
            lead=gettext("The organisation sees the day and the channel, and nothing else."),
            button=gettext("Log the contact"),
        ),
        lambda: asking.command(entry_id, entry.organisation_id, form),
        said=gettext("The contact is logged."),
    )


@bp.get("/<uuid:entry_id>")
@require(*WRITERS)
def show(entry_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one, who = _found(entry_id)
    with engine().connect() as conn:
        by = accounts.names(conn, [one.logged_by])
    return htmx.render(
        "contacts/show.html",
        block="content",
        one=one,
        who=who,
        note=vault().reveal(one.note),
        by=by.get(one.logged_by, ""),
        today=today(),
        mandate_name=names.mandate,
        words=words,
        late=late,
    )


@bp.route("/<uuid:entry_id>/done", methods=["GET", "POST"])
@require(*WRITERS)
def done(entry_id: UUID) -> Answer:
    one, who = _found(entry_id)
    if not one.open:
        raise NotFound
    return act(
        _about(one, who),
        CommandForm(),
        Page(
            heading=gettext("Was it followed up?"),
            button=gettext("It is done"),
            leave=gettext("Not yet"),
        ),
        lambda: FollowUpContact(entry_id=one.entry_id),
        said=gettext("It is noted."),
    )


@bp.route("/<uuid:entry_id>/take-back", methods=["GET", "POST"])
@require(*WRITERS)
def take_back(entry_id: UUID) -> Answer:
    one, who = _found(entry_id)
    return act(
        _about(one, who),
        CommandForm(),
        Page(
            heading=gettext("Take this entry back?"),
            lead=gettext(
                "It was logged in error: nobody reads or counts it any more. Log the contact again "
                "as it was."
            ),
            button=gettext("Take it back"),
            leave=gettext("Keep it"),
            tone="warning",
        ),
        lambda: TakeBackContact(entry_id=one.entry_id),
        to=url_for("contactlog.index"),
        said=gettext("The entry is taken back."),
    )


@own.get("")
@require(*ORGANISATIONS)
def index_own() -> str:
    """When and how we were in contact: that is the organisation's to know, and no more."""
    account = current_account()
    if account.organisation_id is None:
        raise NotFound
    with engine().connect() as conn:
        family = merged.family(conn, merged.real_of(conn, account.organisation_id))
        ours = queries.of_organisation([asking.pseudonym(one) for one in family])
        rows = paging.cut(conn, ours, "contacts", paging.asked, size=_AT_ONCE)
    return htmx.render("contacts/own.html", block="content", contacts=rows, words=words)


def _organisation(organisation_id: UUID) -> Entry:
    """Return whom the contact was with; 404 for what this person could not choose."""
    with engine().connect() as conn:
        which = asking.may_be_logged(conn, current_actor())
        found = asking.opened(conn, organisations.among(conn, which, str(organisation_id)))
    if not found:
        raise NotFound
    return found[0]


def _found(entry_id: UUID) -> tuple[Contact, Who | None]:
    with engine().connect() as conn:
        actor = current_actor()
        one = queries.one(conn, str(entry_id), actor, asking.unread(conn, actor))
    if one is None:
        raise NotFound
    return one, asking.people([one])[0]


def _about(one: Contact, who: Who | None) -> About:
    name = who.person if who else gettext("Name erased")
    return About(
        address=url_for("contactlog.show", entry_id=one.entry_id),
        case=asking.case_of(one.entry_id),
        back=gettext("The contact"),
        caption=Markup("<bdi>{}</bdi>").format(name),
        title=name,
    )
