"""What speaks against sending a letter about a visit today, before anybody sends it.

The service records what was sent on a day by the terms of that day, so that nothing sent is lost.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, and_, not_, select

from portal.followup.visits import letter_queries, queries
from portal.followup.visits.letter_model import letters, signatures
from portal.followup.visits.letter_queries import VisitLetter
from portal.followup.visits.queries import File
from portal.followup.visits.read_model import files
from portal.web.accounts.offices import holdings
from portal.web.commands import CommandRefused
from shared.core.actor import Actor
from shared.core.said import Day, Mandates
from shared.reference import mandate_acronym
from shared.reference.holding import Holding
from shared.reference.visits import asks_again, begun_anew, is_open, visit_file_id

_STOP = 409


def looked_at(
    conn: Connection, actor: Actor, some: Sequence[VisitLetter], on: date
) -> list[VisitLetter]:
    """Return the letters with what speaks against sending those that are approved."""
    approved = [one for one in some if one.stage == "approved"]
    held = holdings(conn, {each for one in approved for each in one.mandates})
    known = _files(conn, actor, approved, on)
    return [
        replace(one, against=_against(one, held, known, on)) if one in approved else one
        for one in some
    ]


def lapsed(conn: Connection, actor: Actor, on: date) -> list[str]:
    """Return the letters that whoever holds a mandate now approves in a predecessor's place."""
    own = letter_queries.decides(actor, actor.mandates)
    if not own:
        return []
    s = signatures.c
    these = select(s.visit_letter_id, s.mandate, s.approved_by).where(
        s.visit_letter_id == letters.c.visit_letter_id,
        letters.c.stage.in_(("awaiting", "approved")),
        and_(s.mandate.in_(own), s.approved, not_(s.gone), s.approved_by != actor.actor_id),
    )
    rows = conn.execute(these).all()
    held = holdings(conn, {row.mandate for row in rows})
    return [
        row.visit_letter_id for row in rows if not held[row.mandate].held_by(row.approved_by, on)
    ]


def _files(
    conn: Connection, actor: Actor, some: Iterable[VisitLetter], on: date
) -> Mapping[str, File]:
    """Return those of the visit files that this person reads: to others they tell nothing (VR1)."""
    ids = {visit_file_id(each, one.state) for one in some for each in one.mandates}
    rows = conn.execute(queries.EVERY.where(files.c.visit_file_id.in_(ids))) if ids else ()
    found = [queries.of_row(row, actor, on) for row in rows]
    return {one.file_id: one for one in found if one.reads}


def _against(
    one: VisitLetter, held: Mapping[str, Holding], known: Mapping[str, File], on: date
) -> tuple[str, ...]:
    found = [*_of_terms(one, held, on)]
    dates = one.asking.dates
    if dates and dates.first < on:
        found.append(
            CommandRefused(
                _STOP, "The visit cannot begin before the letter that proposes its dates."
            )
        )
    of_one = [known.get(visit_file_id(each, one.state)) for each in one.mandates]
    found += [no for file in of_one if file for no in _of_file(one, file, on)]
    return tuple(each.sentence for each in found)


def _of_terms(one: VisitLetter, held: Mapping[str, Holding], on: date) -> Iterable[CommandRefused]:
    past = [each for each, by in one.approved.items() if not held[each].held_by(by, on)]
    if past:
        yield CommandRefused(
            _STOP,
            "The term of who approved it is over for {mandates}. Who holds the mandate now "
            "approves it first.",
            mandates=Mandates(tuple(map(mandate_acronym, past))),
        )
    for each in one.mandates:
        last = held[each].transmits_until
        if last is not None and on > last:
            yield CommandRefused(
                _STOP,
                "Nothing is transmitted in the name of {mandate} after {day}, unless the Council "
                "renews it.",
                mandate=Mandates((mandate_acronym(each),)),
                day=Day(last),
            )


def _of_file(one: VisitLetter, file: File, on: date) -> Iterable[CommandRefused]:
    now, name = begun_anew(file.now, on), Mandates((mandate_acronym(file.mandate),))
    if one.letter == "request" and not asks_again(now):
        yield CommandRefused(
            _STOP,
            "The Government has invited {mandate}, or accepted: propose dates instead.",
            mandate=name,
        )
    if one.letter == "reminder" and not is_open(now):
        yield CommandRefused(
            _STOP,
            "No request of {mandate} is open, so there is nothing to remind of.",
            mandate=name,
        )
