"""The mandate shows a partner its own meetings; both keep how the partner is reached safely."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import request
from werkzeug.exceptions import NotFound

from portal.followup.missions import found as missions
from portal.followup.missions import queries as programmes
from portal.followup.missions.queries import Item
from portal.followup.partners import found, mine, own, queries, words
from portal.followup.partners.forms import ContactForm, MeetingsForm
from portal.followup.partners.queries import Partner
from portal.followup.partners.views import bp
from portal.web.accounts.access import require
from portal.web.act import About, Answer, Page, act
from portal.web.context import vault
from portal.web.db import engine
from portal.web.forms import shown_number
from portal.web.i18n.texts import gettext
from portal.web.presentation import day
from shared.contracts.followup_partner_commands import KeepPartnerContact, ShowPartnerMeetings
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.reference.missions import GONE
from shared.reference.partners import BY_ORGANISATION

__all__ = ["bp"]  # with all the views that are on it


@bp.route("/<uuid:partner_id>/meetings", methods=["GET", "POST"])
@require(*queries.OFFICE)
def meet(mission_id: UUID, partner_id: UUID) -> Answer:
    one, this = found.written(mission_id, partner_id)
    if this.kind not in BY_ORGANISATION or not one.confidential:
        raise NotFound
    with engine().connect() as conn:
        steps = programmes.confidential_steps(conn, one)  # first: words of later are not of it
        every = programmes.confidential_programme(conn, one)
        now = [each.item_id for each in own.current(conn, this)]
    form = MeetingsForm(offered=_offered([each for each in every if each.state != GONE]))
    if request.method == "GET":
        form.seen.data, form.items.data = str(this.steps), now
        form.programme.data = str(steps)
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Its own meetings of the confidential programme"),
            lead=[
                gettext(
                    "It reads the day, the time and these words. Show a meeting only to whom it "
                    "is with, and only if its words name nobody else."
                ),
                gettext("A meeting that changes is hidden from it until you show it anew."),
            ],
            button=gettext("Keep it"),
            leave=gettext("Not now"),
        ),
        lambda: ShowPartnerMeetings(
            **found.of(this),
            seen=form.shown,
            programme=shown_number(form.programme.data),
            items=tuple(form.items.data or ()),
        ),
        said=gettext("What it reads is kept."),
    )


@bp.route("/<uuid:partner_id>/contact", methods=["GET", "POST"])
@require(*queries.OFFICE)
def contact(mission_id: UUID, partner_id: UUID) -> Answer:
    one, this = found.written(mission_id, partner_id)
    return _contact(found.about(one), this, None)


@mine.bp.route("/<uuid:partner_id>/contact", methods=["GET", "POST"])
@require(*queries.ADMITTED)
def own_contact(partner_id: UUID) -> Answer:
    this = found.mine(partner_id)
    if not this.open:
        raise NotFound
    return _contact(found.about_mine(this), this, found.by(this))


def _contact(about: About, this: Partner, by: Actor | None) -> Answer:
    form = ContactForm()
    if request.method == "GET":
        with engine().connect() as conn:
            known = own.contacts(conn, [this]).get(this.partner_id)
        form.seen.data = str(this.steps)
        form.contact.data = vault().reveal(known) if known else None
    contact_id = str(derive_id("contact of a partner", form.id))
    return act(
        about,
        form,
        Page(
            heading=gettext("How the partner is reached safely"),
            lead=gettext("The mandate and the partner alone read it."),
            button=gettext("Keep it"),
            leave=gettext("Not now"),
        ),
        lambda: KeepPartnerContact(
            **found.of(this),
            seen=form.shown,
            contact=missions.sealed(contact_id, form.contact.data) if form.contact.data else None,
        ),
        said=gettext("It is kept."),
        by=by,
    )


def _offered(some: Sequence[Item]) -> Mapping[str, str]:
    """Its words are shown whole: they are what the partner reads, and may name somebody."""
    texts = [text for each in some for text in each.words]
    said = dict(zip(texts, vault().reveal_all(texts) if texts else [], strict=True))
    return {
        each.item_id: f"{day(each.day)}, {words.hours(each)}: {words.MEETINGS[each.kind]}. "
        + " · ".join(said[text] or "" for text in each.words)
        for each in some
    }
