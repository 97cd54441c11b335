"""Every hour, what is kept about people only for a time is forgotten: no mail holds it up."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from typing import Final, Protocol

import structlog
from sqlalchemy import Engine

from portal.committee.forum import drafts as forum_drafts
from portal.committee.forum import ending as forum_ending
from portal.homes.nominations import inviting, offers
from portal.homes.notices import deriving, following, rosters, round_drafts, selection_files
from portal.public.briefings import subscribing
from portal.public.help import tables as reported
from portal.selection import application_drafts, ending_files, registering
from portal.stakeholders.consultations import drafts as proposals
from portal.stakeholders.sessions import retention
from portal.web.clock.moved import Moved
from portal.web.delivery import emptying
from shared.platform.metrics import BACKGROUND_FAILED
from shared.platform.settings import Settings

log = structlog.get_logger(__name__)

_PAUSE: Final = 3600.0  # seconds between two times
_AGAIN: Final = 60.0  # after a failure: so often that the alert for background work sees it
_UNTIL_TOLD: Final = frozenset(
    {"drafts of rounds", "roster", "seats", "selection files", "threads of the forum"}
)
"""What a later fact may keep for longer: while tables are filled, it may be still to come."""


class Forgetting(
    rosters.Forgetting,
    retention.Forgetting,
    ending_files.Forgetting,
    round_drafts.Forgetting,
    Protocol,
):
    """The vault, as far as it is needed here."""


async def run(
    engine: Engine,
    vault: Forgetting,
    settings: Settings,
    filled: Callable[[], Awaitable[bool]],
    *,
    real: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Forget at once and then every hour, until cancelled.

    ``filled``: whether the tables have all facts. What only a later fact would keep waits for that.
    """
    clock = Moved(settings, engine, real)
    while True:
        some = purges(engine, vault, settings, clock(), real())
        whole = await filled()
        now = some if whole else [one for one in some if one[0] not in _UNTIL_TOLD]
        failed = await asyncio.to_thread(forget, now)
        await asyncio.sleep(_AGAIN if failed or not whole else _PAUSE)


def purges(
    engine: Engine, vault: Forgetting, settings: Settings, at: datetime, real: datetime
) -> list[tuple[str, Callable[[], object]]]:
    """What is forgotten, each with a word for the log and the metric.

    ``at``: by the clock of a demonstration; ``real``: for links to register, which know no other.
    """
    return [
        ("notices", lambda: deriving.prune(engine, settings, at=at)),
        ("roster", lambda: rosters.discard_ended(engine, vault, at=at)),
        ("seats", lambda: retention.discard(engine, vault, days=settings.seat_days, at=at)),
        (
            "selection files",
            lambda: selection_files.end(
                engine, vault, months=settings.selection_file_months, at=at
            ),
        ),
        ("drafts of rounds", lambda: round_drafts.erase(engine, vault, at=at)),
        ("registrations", lambda: registering.purge(engine, at=real)),
        ("invitations", lambda: inviting.purge(engine, at=at)),
        ("nominations", lambda: offers.purge(engine, vault, at=at)),
        ("threads of the forum", lambda: forum_ending.end(engine, vault, at=at)),
        ("forum drafts", lambda: forum_drafts.purge(engine, vault, at=at)),
        (
            "briefings",
            lambda: subscribing.purge(engine, days=settings.following_confirm_days, at=at),
        ),
        ("followings", lambda: following.clean(engine, vault, settings, at=at)),
        ("applications", lambda: application_drafts.purge(engine, vault, at=at)),
        ("proposals", lambda: proposals.purge(engine, vault, at=at)),
        ("problems", lambda: reported.prune(engine, at=at)),
        ("outbox", lambda: emptying.empty(engine, days=settings.outbox_days, at=at)),
    ]


def forget(some: Iterable[tuple[str, Callable[[], object]]]) -> int:
    """Do each of these; one that fails does not hold up the others. Return how many failed."""
    failed = 0
    for what, purge in some:
        try:
            purge()
        except Exception:  # whatever it is
            BACKGROUND_FAILED.labels(f"forget {what}").inc()
            log.exception("could not forget", what=what)
            failed += 1
    return failed
