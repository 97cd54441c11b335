"""Removal of encrypted files that no command mentions, or that nobody reads any more.

Those were never sent, or refused by intake; these came with what was withdrawn.

``consume`` runs it; several replicas do each other no harm.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

import structlog
from sqlalchemy import ColumnElement, Engine, Select, func, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from portal.casefile.attachments import unclaimed
from portal.casefile.attachments.objects import Objects, StoreAway
from portal.casefile.attachments.read_model import attachments
from portal.casefile.drafts import expiry
from portal.casefile.replies.tables import attachments as replies_attachments
from portal.web.delivery.outbox import WITHOUT_IT, outbox
from shared.contracts.commands import address
from shared.contracts.followup_action_commands import AddActionFile
from shared.contracts.followup_evidence import AddImplementationFile
from shared.contracts.followup_input_commands import AddContributionFile
from shared.contracts.followup_reply_commands import AddReplyAttachment
from shared.contracts.followup_round_commands import AddAnswerFile
from shared.contracts.followup_visit_files import AddVisitDocumentFile
from shared.contracts.followup_visit_thread_commands import AddVisitMessageFile
from shared.contracts.intake_commands import AddAttachment
from shared.platform.settings import Settings
from shared.platform.vault import Vault

log = structlog.get_logger(__name__)

_EVERY: Final = 600.0  # seconds
_GIVEN_UP: Final = timedelta(days=30)
"""Longer than this process is ever away."""
_TOLD_OF: Final = (attachments.c.object_name, replies_attachments.c.object_name)
TELLING: Final = tuple(
    address(one)[1]
    for one in (
        AddAttachment,
        AddReplyAttachment,
        AddContributionFile,
        AddImplementationFile,
        AddAnswerFile,
        AddVisitDocumentFile,
        AddActionFile,
        AddVisitMessageFile,
    )
)
"""Commands that tell of a file; one that is refused takes its file along."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """``told_of``, ``drafts``, ``given_up``: as of ``portal.web.stored``, from areas above this."""

    engine: Engine
    vault: Vault
    objects: Objects
    draft_lifetime: timedelta
    told_of: Sequence[ColumnElement[str]] = ()
    drafts: Sequence[ColumnElement[str]] = ()
    given_up: Sequence[Select[tuple[str, datetime]]] = ()

    def once(self, at: datetime, *, filled: bool = True) -> int:
        """Sweep; return how many files were removed. Raises ``StoreAway``.

        ``filled``: whether the tables have all facts; a later one can keep what was given up.
        """
        with self.engine.begin() as conn:
            unclaimed.keep(conn, *(select(one) for one in (*_TOLD_OF, *self.told_of)))
        expiry.purge(self.engine, self.vault, at=at, lifetime=self.draft_lifetime)
        for data in self._refused(at):
            try:
                unclaimed.note(self.engine, data["object_name"], at=at - unclaimed.PATIENCE)
            except IntegrityError:  # noted by another process, or at the refusal itself
                continue
        if filled:
            unclaimed.give_up(self.engine, self._of_nobody(at), at=at)
        return unclaimed.sweep(self.engine, self.objects, at=at, also=self.drafts)

    def _of_nobody(self, at: datetime) -> set[str]:
        """Return what was given up lately: a file that is gone is removed once more, at no cost."""
        lately = [query.subquery() for query in self.given_up]
        with self.engine.connect() as conn:
            return {
                name
                for one in lately
                for name in conn.scalars(
                    select(one.c.object_name).where(one.c.since.between(at - _GIVEN_UP, at))
                )
            }

    def _refused(self, at: datetime) -> list[Mapping[str, Any]]:
        """Commands with files that were rejected for good since the last sweep or two."""
        c = outbox.c
        query = select(c.data).where(
            c.type.in_(TELLING),
            c.refused.is_not(None),
            # with its submission, should an operator have that delivered again
            func.coalesce(c.refused_status, 0) != WITHOUT_IT,
            c.delivered_at > at - unclaimed.PATIENCE,
        )
        with self.engine.connect() as conn:
            return list(conn.scalars(query))


async def run(
    engine: Engine,
    vault: Vault,
    settings: Settings,
    filled: Callable[[], Awaitable[bool]],
    *,
    told_of: Sequence[ColumnElement[str]] = (),
    drafts: Sequence[ColumnElement[str]] = (),
    given_up: Sequence[Select[tuple[str, datetime]]] = (),
) -> None:
    """Sweep until cancelled, first at once. ``engine`` must be durable."""
    sweep = Sweep(
        engine,
        vault,
        Objects(settings.attachments),
        timedelta(days=settings.draft_days),
        told_of,
        drafts,
        given_up,
    )
    while True:
        try:
            whole = await filled()
            removed = await asyncio.to_thread(partial(sweep.once, datetime.now(UTC), filled=whole))
        except (StoreAway, SQLAlchemyError) as error:
            log.warning("sweep waits", error=type(error).__name__)
        else:
            if removed:
                log.info("unclaimed files removed", number=removed)
        await asyncio.sleep(_EVERY)
