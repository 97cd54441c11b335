"""Shared parts of the selection's pages: sealing, revealing, and what a page is about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from hashlib import sha256
from typing import Any, Protocol
from uuid import UUID

from flask import abort, request, url_for
from markupsafe import Markup
from sqlalchemy import Connection

from portal.selection import asked_to_apply, calls, files, given, vacancies
from portal.selection.balance import balance
from portal.selection.nominations import GRADES, KINDS, SCHEMES
from portal.selection.read_model import CONSUMER
from portal.selection.results import points, results, scores_of
from portal.selection.stage import Vacancy
from portal.selection.vacancies import Listed, Preferred
from portal.web import htmx
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor
from portal.web.act import About
from portal.web.context import now, settings, vault
from portal.web.db import engine
from portal.web.i18n.formats import decimal, long_month, number
from portal.web.i18n.names import mandate, recipient, spelt
from portal.web.i18n.texts import gettext, lazy, ngettext
from portal.web.waiting import waited
from shared import reference
from shared.contracts.stakeholders_points import at_the_cut
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.calls import VISIBILITIES
from shared.reference.eligibility import REASONS
from shared.reference.panels import CLOSINGS, PRESETS, SEATS
from shared.reference.selection_files import HOLDS, kept_until
from shared.reference.vacancies import DEFERRALS, LAPSES, MORE_CALLS

ERASED = lazy("[erased]")
DISCLOSED = lazy("Your disclosure is kept.")
_FORGOTTEN = lazy(
    "This person was erased on request: nothing more can be recorded about him or her."
)


class Seated(Protocol):
    """A vacancy, or one that is foreseen."""

    @property
    def mandate(self) -> str: ...
    @property
    def seat_region(self) -> str | None: ...


class Named(Protocol):
    @property
    def candidate_id(self) -> str: ...
    @property
    def name(self) -> Sealed: ...


def names(people: Iterable[Named], *, public: bool = False) -> dict[str, str]:
    """Return the candidates' names by id. ``public``: they stand on a list for everybody."""
    people = list(people)
    reveal = vault().reveal_public if public else vault().reveal_all
    texts = reveal([person.name for person in people])
    return {
        person.candidate_id: text or str(ERASED) for person, text in zip(people, texts, strict=True)
    }


def seal(candidate_id: str, text: str | None) -> Sealed:
    """Seal what a form asks for about a candidate."""
    return vault().seal(f"candidate-{candidate_id}", text or "")


def sealed(candidate_id: str, text: str | None) -> Sealed | None:
    """Seal what is said about a candidate; nothing stays nothing."""
    return seal(candidate_id, text) if text else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place on the short list, readable."""

    rank: int
    listed: Listed
    name: str
    reason: str


def substantiated(ranking: Sequence[Preferred], *, public: bool) -> list[Place]:
    """Return the short list with names and reasons (resolution 5/1, section 50).

    ``public``: whether the reasons are; before they are published, reading them is on record.
    """
    by_id = names((preferred.listed for preferred in ranking), public=True)
    reveal = vault().reveal_public if public else vault().reveal_all
    reasons = reveal([preferred.reason for preferred in ranking])
    return [
        Place(
            rank=preferred.rank,
            listed=preferred.listed,
            name=by_id[preferred.listed.candidate_id],
            reason=reason or str(ERASED),
        )
        for preferred, reason in zip(ranking, reasons, strict=True)
    ]


def reviewed(conn: Connection, vacancy: Vacancy) -> dict[str, Any]:
    """Return the content of a closed review's pages; nothing while it is open.

    ``pool``: the files that exist for this person, most points or highest mean first; ``given`` and
    ``points``: their results; ``before``: the same with what became void since; ``opened``: each
    member's, and how it was opened; ``members``: names; ``notes``: by candidate and member.
    """
    if vacancy.review_closed_at is None:
        return {}
    actor, vacancy_id = current_actor(), vacancy.vacancy_id
    pool = files.files(conn, actor, vacancy_id)
    among = {one.candidate_id for one in pool}
    scores = files.visible_scores(conn, actor, vacancy_id)
    opened = given.opened(conn, actor, vacancy_id)
    counted = [one for one in opened if one.counts]
    scale = vacancy.rules.scale if vacancy.rules else ()
    means, placed = results(scores), points(counted, scale, among)
    values = {
        **{one: result.value for one, result in means.items()},
        **{one: Fraction(result.total) for one, result in placed.items()},
    }
    pool.sort(key=lambda one: -values.get(one.candidate_id, 0))
    void = len(counted) < len(opened)
    noted = [(score, score.note) for score in scores if score.note]
    texts = vault().reveal_all([note for _, note in noted])
    interviews = vacancies.interviews(conn, actor, vacancy)
    ranking = vacancies.adopted(conn, vacancy_id)
    asked = asked_to_apply.of_vacancy(conn, actor, vacancy_id)
    whys = vault().reveal_all([one.reason for one in asked])
    return {
        "additional": [(one, why or str(ERASED)) for one, why in zip(asked, whys, strict=True)],
        "pool": pool,
        "given": means,
        "points": placed,
        "opened": opened,
        "interviews": interviews,
        "why": vault().reveal(interviews.reason) if interviews else None,
        "cut": at_the_cut(values, vacancy.rules.cut if vacancy.rules else 0),
        "before": {
            "given": results(scores_of(opened, among)),
            "points": points(opened, scale, among),
        }
        if void
        else None,
        "names": names(pool),
        "members": accounts.names(
            conn,
            {score.member_id for score in scores}
            | {one.member_id for one in opened}
            | set(vacancy.missing),
        ),
        "notes": {
            (score.candidate_id, score.member_id): text or str(ERASED)
            for (score, _), text in zip(noted, texts, strict=True)
        },
        "shortlist": substantiated(ranking, public=vacancy.published_at is not None),
        "balance": balance(
            [preferred.listed for preferred in ranking],
            [one for one in vacancies.public_list(conn, vacancy_id, now()) if not one.withdrawn],
        ),
    }


def title(vacancy: Seated) -> str:
    name = mandate(vacancy.mandate)
    if not vacancy.seat_region:
        return name
    group = gettext(reference.REGIONS[vacancy.seat_region])
    return gettext("%(mandate)s, seat of the %(group)s", mandate=name, group=group)


def promises(vacancy_id: str) -> calls.Call | None:
    """Return what the call of this vacancy promised."""
    with engine().connect() as conn:
        return calls.of(conn, vacancy_id)


def files_until(vacancy: Vacancy) -> date | None:
    """Return the day on which the applications end; None while the vacancy goes on."""
    months = settings().selection_file_months
    return kept_until(vacancy.ended_on, months) if vacancy.ended_on else None


def keeping() -> str:
    """Say for how long an application is kept."""
    months = settings().selection_file_months
    return ngettext(
        "Applications, with letters and notes, are erased %(shown)s month after the end of the "
        "selection; that of the person appointed, %(shown)s month after the end of the term. What "
        "the lists and the report made public stays.",
        "Applications, with letters and notes, are erased %(shown)s months after the end of the "
        "selection; that of the person appointed, %(shown)s months after the end of the term. What "
        "the lists and the report made public stays.",
        months,
        shown=number(months),
    )


def who_can_sit(conn: Connection) -> dict[str, str]:
    """Return by id everybody who can sit on a panel, in the order of their names.

    An officer reads every file, and would read on when recused.
    """
    people = {
        person.account_id: person
        for role in (Role.PANEL_MEMBER, Role.PANEL_CHAIR)
        for person in accounts.holding(conn, role)
        if not person.has(Role.SELECTION_OFFICER)
    }
    by_name = sorted(people.values(), key=lambda person: spelt(person.name))
    return {person.account_id: _who(person) for person in by_name}


def _who(person: accounts.Account) -> str:
    return f"{person.name} ({person.organisation})" if person.organisation else person.name


def on(address: str, vacancy_id: str, back: str) -> About:
    """A vacancy, as the pages say it on which something is done about it."""
    return About(
        address=address,
        case=UUID(vacancy_id),
        back=Markup("<bdi>{}</bdi>").format(back),
        erased=_FORGOTTEN,
    )


def on_review(one: Vacancy) -> About:
    """A vacancy, on the page of the review of its panel."""
    address = url_for("selection.chair.review", vacancy_id=one.vacancy_id)
    return on(address, one.vacancy_id, title(one))


def awaiting_list(conn: Connection, vacancy_id: UUID) -> Vacancy:
    """Return the vacancy whose list this chair has yet to adopt; 404 otherwise."""
    mine = vacancies.seated(conn, current_actor())
    one = next((v for v, chair in mine if chair and v.vacancy_id == str(vacancy_id)), None)
    if one is None or one.review_closed_at is None or one.shortlist_at is not None:
        abort(404)
    if vacancies.out_of_a_file(conn, current_actor(), one.vacancy_id):
        abort(404)
    return one


def among_my_files(vacancy_id: str) -> str:
    """Return where this vacancy stands on the page of a member of its panel."""
    return url_for("selection.panel.index", _anchor=f"vacancy-{vacancy_id}")


def caught_up() -> bool:
    """Wait for what the person has just written; False when the page cannot show it yet."""
    return waited(engine(), CONSUMER, request.args.get("after"))


def fingerprint(*shown: object) -> str:
    """Return a value that changes exactly when this person's page changes."""
    return sha256(repr(shown).encode()).hexdigest()[:16]


def unchanged(version: str) -> bool:
    """Whether a page that looks for news holds this version already."""
    return bool(htmx.asked()) and request.args.get("seen") == version


def nominating() -> dict[str, Any]:
    """Return the words for nominators."""
    return {"nominator_kinds": KINDS, "nominator_grades": GRADES, "nominator_schemes": SCHEMES}


def words() -> dict[str, Any]:
    """Return the helpers with which templates show things."""
    return {
        "vacancy_title": title,
        "month": lambda day: long_month(day.year, day.month),
        "promises": promises,
        "visibilities": VISIBILITIES,
        "regions": reference.REGIONS,
        "genders": reference.GENDERS,
        "criteria": reference.CRITERIA,
        "more_calls": MORE_CALLS,
        "lapses": LAPSES,
        "eligibility_reasons": REASONS,
        "deferrals": DEFERRALS,
        "closings": CLOSINGS,
        "files_until": files_until,
        "file_holds": HOLDS,
        "keeping": keeping,
        "presets": PRESETS,
        "seats": SEATS,
        "language_names": reference.LANGUAGES,
        **nominating(),
        "state_name": recipient,
        "mandate_name": mandate,
        "decimal": decimal,
    }
