"""The sources of a visit are told what comes next (M14): written, checked, and listed.

For those who work for the mandate that leads the visit, and for nobody else.
"""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from flask import Blueprint, flash, request, url_for
from pydantic_core import from_json, to_json
from werkzeug.exceptions import NotFound

from portal.followup.missions import found as missions
from portal.followup.missions.queries import Mission
from portal.followup.partners import named
from portal.followup.partners import queries as partners
from portal.followup.partners import words as of_partners
from portal.followup.tellings import queries, words
from portal.followup.tellings.forms import TellForm
from portal.followup.tellings.queries import OVER, Head, Telling, Whom
from portal.followup.tellings.read_model import CONSUMER
from portal.followup.tellings.showing import in_order
from portal.followup.threads.checking import looked_at, refuse_what_tells
from portal.web import htmx
from portal.web.accounts import account as accounts
from portal.web.accounts.access import require
from portal.web.act import ERASED, About, Answer, Page, act, ask, onwards, shown
from portal.web.check import Check, answers
from portal.web.commands import CommandRefused
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.formats import number
from portal.web.i18n.texts import gettext
from portal.web.waiting import waited
from shared.contracts.followup_telling_commands import KeepSourcesDraft, TellSources
from shared.contracts.followup_tellings import ToldText
from shared.core.message import derive_id
from shared.platform.vault import Forgotten

bp = Blueprint("tellings", __name__, url_prefix="/missions/<uuid:mission_id>/sources")

_DRAFT: Final = "draft"
_WHOM: Final = "whom"
_CHANGED: Final = "Who is told has changed since you looked. Nothing was sent: look at it again."
_NOBODY: Final = (
    "Nobody on the platform is there to be told. Log the step on the page of the mission, once the "
    "people met were told by other means."
)


@bp.get("")
@require(*queries.TEAM)
def show(mission_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one = missions.of_own(mission_id)
    with engine().connect() as conn:
        head = queries.head(conn, one.mission_id)
        some = queries.of_mission(conn, one.mission_id)
        numbers = {each.number: queries.contributors(conn, one, each) for each in some}
        every = {each.partner_id: each for each in partners.of_mission(conn, one.mission_id)}
        called = named.called(conn, {(each.kind, each.who) for each in every.values()})
        wrote = {each.by_id for each in some} | {head.draft_by or ""}
        people = accounts.names(conn, wrote - {""})
    sealed = [text for each in some for text in each.sealed]
    said = dict(zip(sealed, vault().reveal_all(sealed) if sealed else [], strict=True))
    return htmx.render(
        "tellings/index.html",
        block="content",
        one=one,
        head=head,
        tellings=[(each, in_order(each, said), numbers[each.number]) for each in some],
        partners=every,
        called=called,
        kinds=of_partners.KINDS,
        opened=said,
        writes=_writes(one),
        people=people,
        words=words,
        state_name=names.recipient,
        mandate_name=names.mandate,
        late=late,
    )


@bp.route("/tell", methods=["GET", "POST"])
@require(*queries.TEAM)
def tell(mission_id: UUID) -> Answer:
    """Where something was typed the service says that the visit did not end."""
    one, form = missions.of_own(mission_id), TellForm()
    if request.method == "GET" and not _writes(one):
        raise NotFound
    with engine().connect() as conn:
        head = queries.head(conn, one.mission_id)
        last = next(iter(queries.of_mission(conn, one.mission_id)), None)
        whom = queries.whom(conn, one, today())
    form.offer(again=bool(head.number))
    if request.method == "GET":
        form.seen.data = str(head.steps)
        form.fill(_before(head, last))
    page = Page(
        heading=gettext("Tell the sources what comes next"),
        lead=[
            gettext(
                "Whoever sent a contribution reads it when they come back with their return code, "
                "and partners on the page of their visit. No mail has a word of it."
            ),
            gettext("Name nobody whom the mandate met, and nobody who is at risk."),
            gettext("Write both texts in each language that is wanted, and leave the rest empty."),
        ],
        button=gettext("Continue"),
        leave=gettext("Not now"),
        fields=form.order,
        template="tellings/write.html",
    )
    if request.method == "POST" and request.form.get(_DRAFT) == "keep":
        return _kept(one, form, page, head)
    return act(
        about_tellings(one),
        form,
        page,
        lambda: _told(one, form, head, whom),
        checks=lambda: looked_at(one, _said(form), _check(one, form, whom)),
        said=gettext("The sources are told."),
    )


def about_tellings(one: Mission) -> About:
    return About(
        address=url_for("tellings.show", mission_id=one.mission_id),
        case=derive_id("mission case", one.mission_id),
        back=gettext("What the sources are told"),
        caption=names.recipient(one.state),
    )


def subject_of(mission_id: str, number_: int) -> str:
    """Each telling has a key of its own, with its drafts: it is a text of its mission."""
    return f"mission-{derive_id('telling of a mission', mission_id, number_)}"


def _check(one: Mission, form: TellForm, whom: Whom) -> Check:
    if not whom.contributors and not whom.partners:
        raise CommandRefused(422, _NOBODY)
    kinds = [
        (str(of_partners.KINDS[kind]), number(many)) for kind, many in sorted(whom.by_kind.items())
    ]
    beyond = gettext("Partners who are not told, as their admission does not reach to it")
    joined = gettext("Those who sent contributions to mandates that joined the visit")
    unread = gettext("How many they are is theirs alone to know")
    return Check(
        title=gettext("Check what the sources are told, and who is told"),
        lead=gettext(
            "Whoever sends a contribution later reads it, too. It cannot be taken back: a further "
            "telling takes its place."
        ),
        button=gettext("Tell them"),
        answers=[
            (gettext("Contributions whose senders are told"), number(whom.contributors)),
            *([(joined, unread)] if one.joined else []),
            *kinds,
            *([(beyond, number(len(whom.beyond)))] if whom.beyond else []),
            *answers(*form.told),
        ],
        also=[(_WHOM, _mark(whom))],
    )


def _told(one: Mission, form: TellForm, head: Head, whom: Whom) -> TellSources:
    if request.form.get(_WHOM) != _mark(whom):
        raise CommandRefused(409, _CHANGED)
    refuse_what_tells(one, _said(form))
    seal = vault().sealer(subject_of(one.mission_id, head.number + 1))
    return TellSources(
        mission_id=one.mission_id,
        mandate=one.mandate,
        seen=form.shown,
        texts=tuple(
            ToldText(language=code, comes=seal(comes), call=seal(call))
            for code, (comes, call) in form.texts.items()
        ),
        partners=tuple(each.partner_id for each in whom.partners),
        met=form.met.data,
        reason=seal(form.reason.data or "") if "reason" in form else None,
    )


def _mark(whom: Whom) -> str:
    """Return what tells those who were shown on the check from anybody else."""
    ids = sorted(each.partner_id for each in whom.partners)
    return str(derive_id("those who are told", whom.contributors, *ids))


def _said(form: TellForm) -> list[str]:
    return [text for both in form.texts.values() for text in both]


def _kept(one: Mission, form: TellForm, page: Page, head: Head) -> Answer:
    about = about_tellings(one)
    if form.is_too_long():
        return shown(about, form, page), 422
    typed = to_json(form.typed()).decode()
    try:
        accepted = ask(
            KeepSourcesDraft(
                mission_id=one.mission_id,
                mandate=one.mandate,
                seen=form.shown,
                draft=vault().seal(subject_of(one.mission_id, head.number + 1), typed),
            ),
            # Sent again with other words it is another command, and whoever wrote looks again.
            derive_id("draft of a telling", form.command_id.data or "", typed),
            about.case,
        )
    except (CommandRefused, Forgotten) as no:
        form.form_errors.append(no.sentence if isinstance(no, CommandRefused) else ERASED)
        return shown(about, form, page), no.status if isinstance(no, CommandRefused) else 409
    flash(gettext("Your draft is kept."), "success")
    return onwards(about.address, accepted.after)


def _before(head: Head, last: Telling | None) -> Mapping[str, str]:
    """Return what is in the form at first: the draft, or what was told last."""
    typed = vault().reveal(head.draft) if head.draft else None
    if typed:
        kept: dict[str, str] = from_json(typed)
        return kept
    if last is None:
        return {}
    said: dict[str, str] = {"met": last.met}
    for code, (comes, call) in last.texts.items():
        said[f"comes_{code}"] = vault().reveal(comes) or ""
        said[f"call_{code}"] = vault().reveal(call) or ""
    return said


def _writes(one: Mission) -> bool:
    return one.works and not one.kept and one.phase in OVER
