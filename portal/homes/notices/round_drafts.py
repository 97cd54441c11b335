"""Drafts in follow-up rounds of who left are erased: FR3 of section F.8, decision 0241.

The service is asked to empty the draft of an organisation that was dissolved, or whose entry in
the register was erased. What its facts say is gone loses its key, also where a request was taken
back or a provider discarded its draft: first the record, then the key.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection, Engine, select

from portal.followup.rounds.found import KEYS, case_of, subject_of
from portal.followup.rounds.read_model import gone, providers
from portal.stakeholders.organisations import asking, merged
from portal.stakeholders.organisations.read_model import organisations
from portal.web.delivery import once
from shared.contracts.followup_round_commands import EraseLeftDraft
from shared.core.message import derive_id
from shared.reference.organisations import register_id
from shared.reference.rounds import LEAVES, LEFT, ROUNDS_CLOCK

_p, _o = providers.c, organisations.c


class Forgetting(Protocol):
    def forget(self, subject: str, *, at: datetime) -> bool: ...
    def forgotten(self, subjects: Iterable[str]) -> dict[str, datetime]: ...
    def forgotten_of(self, kind: str) -> set[str]: ...


def erase(engine: Engine, vault: Forgetting, *, at: datetime) -> int:
    """Ask for what is due, and destroy the keys of what is gone; return how many there were."""
    _ask(engine, vault, at)
    with engine.connect() as conn:
        due = {subject_of(one) for one in conn.scalars(select(gone.c.item_id))}
    left = due - vault.forgotten_of(KEYS) if due else due
    return sum(vault.forget(one, at=at) for one in sorted(left))


def _ask(engine: Engine, vault: Forgetting, at: datetime) -> None:
    """Ask once for each number of steps of a provider: emptying its draft is such a step itself."""
    these = select(_p.provider_id, _p.round_id, _p.organisation_id, _p.steps)
    with engine.connect() as conn:
        rows = conn.execute(these.where(_p.kind.in_(LEAVES), _p.steps > 0)).all()
        over = _left(conn, vault, {row.organisation_id for row in rows}, at) if rows else set()
    once.keep_each(
        engine,
        (
            (
                EraseLeftDraft(round_id=row.round_id, provider_id=row.provider_id),
                derive_id("draft of who left", row.provider_id, row.steps),
                case_of(row.round_id),
            )
            for row in rows
            if row.organisation_id in over
        ),
        by=ROUNDS_CLOCK,
        at=at,
    )


def _left(conn: Connection, vault: Forgetting, codes: set[str], at: datetime) -> set[str]:
    """Return those whose entry was dissolved or erased so long ago that their drafts go."""
    of = merged.pointers(conn)
    entries = {code: merged.real(of, register_id(code)) for code in codes}
    ended = (_o.stage == "dissolved", _o.staged_at <= at - LEFT)
    over = set(conn.scalars(select(_o.organisation_id).where(*ended)))
    erased = vault.forgotten(map(asking.subject_of, sorted(set(entries.values()))))
    since = {subject for subject, when in erased.items() if when <= at - LEFT}
    return {
        code
        for code, entry in entries.items()
        if entry in over or asking.subject_of(entry) in since
    }
