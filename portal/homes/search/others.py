"""Search for recommendations, statements and vacancies: by State and mandate."""

from collections.abc import Iterable

from flask import url_for
from sqlalchemy import Connection, exists

from portal.followup.recommendations import shared_with
from portal.followup.recommendations import words as recommendation_words
from portal.followup.recommendations.read_model import recommendations
from portal.homes.search.hits import SIZE, Hit, Way, acronyms, fits
from portal.homes.search.typed import Typed
from portal.letters.statements import queries as writing
from portal.letters.statements import words as statement_words
from portal.letters.statements.tables import signatures, statements
from portal.selection import candidates, vacancies
from portal.selection.stage import Vacancy
from portal.web import paging
from portal.web.context import now
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from portal.web.paging import Page
from shared.core.actor import Actor
from shared.reference import mandate_acronym


def advice(conn: Connection, actor: Actor, typed: Typed, name: str) -> Page[Hit]:
    """Recommendations, also before they are public."""
    c = recommendations.c
    ways: list[Way] = [
        lambda word: c.addressee.in_(sorted(word.states)),
        lambda word: c.mandate.in_(sorted(word.mandates)),
    ]
    which = fits(typed, *ways)
    found = shared_with.narrowed(conn, actor, which, name, paging.asked, size=SIZE)
    return found.of(
        Hit(
            title=gettext("Recommendation to %(state)s", state=names.recipient(one.addressee)),
            address=url_for("recommendations.detail", recommendation_id=one.recommendation_id),
            words=(mandate_acronym(one.mandate), recommendation_words.status(one)[0]),
            at=one.issued_at,
        )
        for one in found
    )


def drafted(conn: Connection, actor: Actor, typed: Typed, name: str) -> Page[Hit]:
    """Statements, also while they are written and approved."""
    s = signatures.c
    ways: list[Way] = [
        lambda word: writing.concerns(word.states),
        lambda word: exists().where(
            s.statement_id == statements.c.statement_id,
            s.mandate.in_(sorted(word.mandates)),
            s.declined_at.is_(None),
        ),
    ]
    which = fits(typed, *ways)
    found = writing.narrowed(conn, actor, which, name, paging.asked, size=SIZE)
    about = writing.states_of(conn, found)
    return found.of(
        Hit(
            title=statement_words.kind(one.kind),
            address=url_for("statements.show", statement_id=one.statement_id),
            words=(
                *map(names.recipient, about.get(one.statement_id, ())),
                *acronyms(one.mandates),
                statement_words.status(one)[0],
            ),
            at=one.issued_at or one.drafted_at,
        )
        for one in found
    )


def administered(conn: Connection, actor: Actor, typed: Typed, name: str) -> Page[Hit]:
    """Vacancies, for the selection officer."""
    found = _about(typed, (one for one, _ in vacancies.administered(conn, actor)))
    return paging.part(
        [
            _vacancy(one, url_for("selection.officer.vacancy", vacancy_id=one.vacancy_id))
            for one in found
        ],
        name,
        paging.asked,
        size=SIZE,
    )


def seated(conn: Connection, actor: Actor, typed: Typed, name: str) -> Page[Hit]:
    """Vacancies on whose panel this person sits."""
    found = _about(typed, (one for one, _ in vacancies.seated(conn, actor)))
    hits = [_vacancy(one, url_for("selection.panel.index")) for one in found]
    return paging.part(hits, name, paging.asked, size=SIZE)


def applied(conn: Connection, actor: Actor, typed: Typed, name: str) -> Page[Hit]:
    """This person's own applications."""
    hits = [
        Hit(
            title=gettext("Application: %(mandate)s", mandate=mandate_acronym(one.vacancy.mandate)),
            address=url_for("selection.candidate.application", candidate_id=one.candidate_id),
            words=(one.vacancy.public_stage(now()).word,),
            at=one.submitted_at,
        )
        for one in candidates.own(conn, actor)
        if _named(typed, one.vacancy)
    ]
    return paging.part(hits, name, paging.asked, size=SIZE)


def _about(typed: Typed, some: Iterable[Vacancy]) -> list[Vacancy]:
    return [one for one in some if _named(typed, one)]


def _named(typed: Typed, vacancy: Vacancy) -> bool:
    return all(vacancy.mandate in word.mandates for word in typed.words)


def _vacancy(vacancy: Vacancy, address: str) -> Hit:
    return Hit(
        title=gettext("Vacancy: %(mandate)s", mandate=mandate_acronym(vacancy.mandate)),
        address=address,
        words=(vacancy.stage(now()).word,),
        at=vacancy.declared_at,
    )
