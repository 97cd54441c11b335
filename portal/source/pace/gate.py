"""The gate before what anybody may ask without an account: it lets go on, or asks to pay in time.

A view asks at the gate once its form is valid, and returns the page that the gate gives, if any::

    page = gate.asked(gate.SUBMIT, draft_id)
    if page is not None:
        return page

The page carries all that was typed, as the check page does, and sends it again to the same address.
``about`` names what is done, and what is done twice under one name is done once: a draft begins
under the id of its form, and is sent under its own. That is what makes a ticket good for one use.

Whoever signed in goes on at once, but at a step that is asked from all. Files: ``file_waits``.
"""

from dataclasses import dataclass, field
from math import ceil
from typing import Final, TypeAlias

from flask import current_app, request

from portal.source.pace import ticket as tickets
from portal.source.pace.budget import Budgets, Free, Priced, Rates
from portal.source.pace.network import Names
from portal.source.pace.ticket import Ticket
from portal.web import htmx
from portal.web.accounts.access import signed_in
from portal.web.context import real_now, settings
from portal.web.i18n.texts import ngettext
from shared.platform.metrics import PACE_PRICE, PACED
from shared.platform.settings import Settings

Shown: TypeAlias = tuple[str, int]
"""A page with its status."""


@dataclass(frozen=True, slots=True)
class Step:
    """``cost``: in units, of which a network has some an hour for nothing.

    ``from_all``: also from who signed in, where a step costs a stranger something.
    """

    name: str
    cost: float
    from_all: bool = False


BEGIN: Final = Step("begin", 1)
SUBMIT: Final = Step("submit", 4)
FILE_UNIT: Final = 5 * 1024 * 1024
"""Bytes of files that cost a unit; with the first ones of a draft, its beginning has paid for."""

TICKET, WORK = "pace", "pace_work"
_OPEN: Final = 1800.0
"""Seconds in which a ticket is good, once waiting has paid for it."""
_STATUS: Final = 429
_MINUTE: Final = 60
_KEY: Final = "pace"


@dataclass(slots=True)
class Pace:
    """What this process counts. It is in memory alone, and begins anew when the process does."""

    budgets: Budgets
    names: Names = field(default_factory=Names)

    def network(self) -> str:
        """Return the name of the network that asks, for today."""
        if self.names.turned(real_now()):
            self.budgets.forget()
        return self.names.name(request.remote_addr or "")


def asked(step: Step, about: str) -> Shown | None:
    """Return None to go on, or the page to show instead. Call it once, when the form is valid."""
    if signed_in() is not None and not step.from_all:
        return None
    pace, at = _pace(), real_now().timestamp()
    network, written = pace.network(), request.form.get(TICKET, "")
    ticket = tickets.read(written, _keys(), what=step.name, about=about, at=at)
    if ticket is not None:
        paid = _paid(ticket, written, at)
        if paid is None:
            return _page(ticket, written, early=True)
        pace.budgets.paid(network, step.cost, at)
        if at < ticket.ready:
            pace.budgets.leave_line(network, ticket.place)
        PACED.labels(step.name, paid).inc()
        return None
    match pace.budgets.ask(network, step.cost, at):
        case Free():
            PACED.labels(step.name, "free").inc()
            return None
        case Priced() as priced:
            PACED.labels(step.name, "asked").inc()
            ticket = _ticket(step, about, priced)
            return _page(ticket, ticket.written(_keys()))


def file_waits(size: int, *, before: int) -> str | None:
    """Return None to keep this file, or the sentence that says when it can be sent.

    ``size``: its bytes; ``before``: those of the files that came to the draft before. What was
    typed and kept before stays.
    """
    if signed_in() is not None or before + size <= FILE_UNIT:
        return None
    pace = _pace()
    seconds = pace.budgets.fits(pace.network(), ceil(size / FILE_UNIT), real_now().timestamp())
    PACED.labels("file", "asked" if seconds else "free").inc()
    if not seconds:
        return None
    return ngettext(
        "This file is not kept yet: many files come without an account just now. All else is kept. "
        "Send it again in %(count)s minute, or add it later with your return code",
        "This file is not kept yet: many files come without an account just now. All else is kept. "
        "Send it again in %(count)s minutes, or add it later with your return code",
        max(1, ceil(seconds / _MINUTE)),
    )


def _paid(ticket: Ticket, written: str, at: float) -> str | None:
    """Return how it was paid; None: not yet."""
    if tickets.solved(written, ticket.work, request.form.get(WORK, "")):
        return "worked"
    return "waited" if at >= ticket.ready else None


def _ticket(step: Step, about: str, priced: Priced) -> Ticket:
    units = step.cost * priced.times
    return Ticket(
        what=step.name,
        about=about,
        work=ceil(units * settings().pace_work),
        ready=priced.ready,
        until=priced.ready + _OPEN,
        place=min(units * settings().pace_wait_seconds, settings().pace_wait_longest),
    )


def _page(ticket: Ticket, written: str, *, early: bool = False) -> Shown:
    left_out = {"csrf_token", TICKET, WORK}
    seconds = max(1, ceil(ticket.ready - real_now().timestamp()))
    page = htmx.render(
        "pace/wait.html",
        block="content",
        kept=[one for one in request.form.items(multi=True) if one[0] not in left_out],
        action=request.full_path.rstrip("?"),
        names={"ticket": TICKET, "work": WORK},
        ticket=written,
        puzzle={
            "seed": tickets.seed(written),
            "parts": tickets.PARTS,
            "limit": tickets.bound(ticket.work),
        },
        seconds=seconds,
        minutes=ceil(seconds / _MINUTE),
        early=early,
    )
    return page, _STATUS


def _pace() -> Pace:
    found: Pace | None = current_app.extensions.get(_KEY)
    if found is None:
        found = current_app.extensions.setdefault(_KEY, Pace(Budgets(rates(settings()))))
        clock = current_app.extensions["rapporteur"].clock
        PACE_PRICE.set_function(lambda: found.budgets.common(clock().timestamp()))
    return found


def rates(settings: Settings) -> Rates:
    return Rates(
        network=settings.pace_network,
        total=settings.pace_total,
        wait=settings.pace_wait_seconds,
        dearest=settings.pace_dearest,
        longest=settings.pace_wait_longest,
    )


def _keys() -> tuple[str, ...]:
    return settings().secret_key_list
