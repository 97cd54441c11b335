"""The victims of a submission and their present consent, as a read model keeps them.

Every area that shows submissions has two tables of its own: the victims as filed, and the latest
consent of each. ``consents_by_now`` combines them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Connection, Integer, MetaData, String, Table
from sqlalchemy import select as sql_select

from shared.contracts.intake import (
    Consent,
    ConsentGranted,
    ConsentScope,
    ConsentWithdrawn,
    Victim,
)
from shared.platform.tables import SealedText
from shared.read_models.model import Put

SCOPES: tuple[ConsentScope, ...] = ("act", "authorities", "public", "press", "sharing")
_ANSWERS = ("act", "authorities", "public", "name_form", "press", "sharing", "given_by", "reason")
_ALL = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    victims: Table
    consents: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """``victim.consent`` is what holds now; ``withdrawn`` is what was given once and is not now."""

    victim: Victim
    withdrawn: frozenset[ConsentScope] = frozenset()


def tables_of(area: str, tables: MetaData) -> Tables:
    """Define the two tables of this area."""
    return Tables(
        victims=Table(
            f"{area}_victims",
            tables,
            Column("submission_id", String(36), primary_key=True),
            Column("victim_id", String(36), primary_key=True),
            Column("position", BigInteger),  # of the fact, then of the victim in it
            Column("number", Integer),
            Column("details", SealedText),
            Column("act", String(10)),
            Column("authorities", String(3)),
            Column("public", String(3)),
            Column("name_form", String(8)),
            Column("press", String(3)),
            Column("sharing", String(3)),
            Column("given_by", String(14)),
            Column("reason", SealedText),
        ),
        consents=Table(
            f"{area}_consents",
            tables,
            Column("submission_id", String(36), primary_key=True),
            Column("victim_id", String(36), primary_key=True),  # empty: told for all
            Column("scope", String(11), primary_key=True),
            Column("granted", Boolean),
            Column("position", BigInteger),
        ),
    )


def named(
    tables: Tables, submission_id: str, victims: Iterable[Victim], position: int
) -> list[Put]:
    """Return the rows of these victims."""
    return [
        Put(
            tables.victims,
            (submission_id, one.victim_id),
            {
                "position": position,
                "number": number,
                "details": one.details,
                **{name: getattr(one.consent, name) for name in _ANSWERS},
            },
        )
        for number, one in enumerate(victims)
    ]


def told(tables: Tables, fact: ConsentWithdrawn | ConsentGranted, position: int) -> Put:
    """Return the row of a consent that was withdrawn or given."""
    key = (fact.submission_id, fact.victim_id or _ALL, fact.scope)
    granted = isinstance(fact, ConsentGranted)
    return Put(tables.consents, key, {"granted": granted, "position": position})


def by_submission(
    conn: Connection, tables: Tables, submission_ids: Sequence[str]
) -> dict[str, list[Standing]]:
    """Return the victims of each, in the order in which they were filed."""
    v, c = tables.victims.c, tables.consents.c
    changed = {
        (row.submission_id, row.victim_id, row.scope): row
        for row in conn.execute(
            sql_select(tables.consents).where(c.submission_id.in_(submission_ids))
        )
    }
    found: dict[str, list[Standing]] = {one: [] for one in submission_ids}
    for row in conn.execute(
        sql_select(tables.victims)
        .where(v.submission_id.in_(submission_ids))
        .order_by(v.submission_id, v.position, v.number)
    ):
        found[row.submission_id].append(_standing(row, changed))
    return found


def with_victims(
    conn: Connection, tables: Tables, rows: Iterable[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Return these submissions, each with its ``victims``."""
    found = list(rows)
    victims = by_submission(conn, tables, [row["submission_id"] for row in found])
    return [{**row, "victims": victims[row["submission_id"]]} for row in found]


def nobody_consents(victims: Iterable[Standing]) -> bool:
    """Whether no letter may be written about any of them (procedure.md section 5, c1)."""
    return all(one.victim.consent.act == "no" for one in victims)


def _standing(row: Any, changed: Mapping[tuple[str, str, str], Any]) -> Standing:
    filed = Consent(**{name: getattr(row, name) for name in _ANSWERS})
    last = {
        scope: max(words, key=lambda word: word.position)
        for scope in SCOPES
        if (words := list(_words(row, scope, changed)))
    }
    answers = {scope: _answer(filed, scope, granted=word.granted) for scope, word in last.items()}
    return Standing(
        victim=Victim(
            victim_id=row.victim_id, details=row.details, consent=replace(filed, **answers)
        ),
        withdrawn=frozenset(scope for scope, word in last.items() if not word.granted),
    )


def _words(row: Any, scope: str, changed: Mapping[tuple[str, str, str], Any]) -> Iterable[Any]:
    """Return the last record for this victim, or for all victims including this one."""
    for whose in (row.victim_id, _ALL):
        word = changed.get((row.submission_id, whose, scope))
        if word is not None and word.position > row.position:
            yield word


def _answer(filed: Consent, scope: ConsentScope, *, granted: bool) -> Any:
    if not granted:
        return "no"
    stands_in = scope == "act" and filed.act == "impossible"
    return "impossible" if stands_in else "yes"
