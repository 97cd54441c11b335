"""The training register: what is to come, what was held, the counts, one event, and the sheet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, request

from portal.homes.trainings import found, library, queries, words
from portal.homes.trainings.queries import (
    NO_REGION,
    READERS,
    Count,
    Filters,
    Finding,
    Item,
    Training,
)
from portal.homes.trainings.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require, signed_in
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.figures import Figure, Row
from portal.web.i18n.texts import gettext
from portal.web.sheet import CSV, as_asked, line
from portal.web.waiting import waited
from shared.reference.trainings import PARTICIPANTS, STAFF

bp = Blueprint("trainings", __name__, url_prefix="/trainings")

_AT_ONCE: Final = 20
_read = require(*READERS)
_COLUMNS: Final = (
    *("first_on", "last_on", "kind", "audience", "state", "region", "mode"),
    *("stage", "code"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Texts:
    """What is written of an event: nothing for who does not read it."""

    place: str | None = None
    trainers: str | None = None
    text: str | None = None
    findings: Sequence[tuple[Finding, str | None]] = ()
    items: Sequence[tuple[Item, str | None]] = ()


@bp.get("")
@_read
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    actor = current_actor()
    with engine().connect() as conn:
        years = queries.years(conn)
        by = _filters(years)
        coming = paging.cut(conn, queries.coming(by), "coming", paging.asked, size=_AT_ONCE)
        over = paging.cut(conn, queries.over(by), "over", paging.asked, size=_AT_ONCE)
        counts = queries.counts(conn, by)
    return _page(
        "index",
        late=late,
        coming=coming.of(queries.training(row) for row in coming),
        over=over.of(queries.training(row) for row in over),
        figures=_figures(counts),
        by=by,
        years={str(year): str(year) for year in years},
        regions={code or NO_REGION: label for code, label in words.regions().items()},
        narrowed=by != Filters(),
        keeps=queries.keeps(actor),
    )


@bp.get("/<uuid:training_id>")
@_read
def show(training_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one, actor = found.found(training_id), current_actor()
    with engine().connect() as conn:
        items = queries.items_of(conn, one.training_id)
        findings = queries.findings_of(conn, one.training_id)
        full = queries.reads_all(actor, one, items)
        steps = queries.steps_of(conn, one.training_id)
        some = {*(each.by_id for each in steps), *(each.owner_id for each in items)}
        people = accounts.names(conn, some | {*one.trainer_ids}) if full else {}
    texts = _texts(one, items, findings) if full else _Texts()
    return _page(
        "one",
        late=late,
        one=one,
        full=full,
        keeps=queries.keeps(actor),
        me=actor.actor_id,
        modules=library.of(one),
        records=queries.keeps(actor) or queries.trains(actor, one),
        place=texts.place,
        trainers=texts.trainers,
        text=texts.text,
        items=texts.items,
        findings=texts.findings,
        steps=[each for each in steps if full or each.kind not in words.OF_ITEMS],
        people=people,
    )


@bp.get("/trainings.csv")
@_read
def sheet() -> Response:
    """What the filters leave, a row for each event: codes, days and numbers, and no text."""
    with engine().connect() as conn:
        some = queries.every(conn, _filters(queries.years(conn)))
        found = queries.findings_by(conn)
    response = Response("".join(as_asked(_lines(some, found))), content_type=CSV)
    response.headers["Content-Disposition"] = 'attachment; filename="trainings.csv"'
    return response


@bp.app_template_global()
def my_training_items() -> list[tuple[Item, str | None]]:
    """Return the open follow-up items of whoever reads the page, the most urgent first."""
    person = signed_in()
    if person is None or not person.has(*STAFF):
        return []
    with engine().connect() as conn:
        page = paging.cut(conn, queries.mine(current_actor()), "trainings", size=_AT_ONCE)
    some = [queries.item(row) for row in page]
    texts = vault().reveal_all([each.text for each in some]) if some else []
    return list(zip(some, texts, strict=True))


def _page(name: str, **given: Any) -> str:
    return htmx.render(
        f"trainings/{name}.html", block="content", words=words, today=today(), **given
    )


def _texts(one: Training, items: Sequence[Item], findings: Sequence[Finding]) -> _Texts:
    own = [one.place, one.trainers, one.text]
    sealed = [each for each in own if each is not None]
    every = [*sealed, *(each.text for each in findings), *(each.text for each in items)]
    read = iter(vault().reveal_all(every) if every else ())
    place, trainers, text = (next(read) if each is not None else "" for each in own)
    return _Texts(
        place=place,
        trainers=trainers,
        text=text,
        findings=[(each, next(read)) for each in findings],
        items=list(zip(items, read, strict=True)),
    )


def _filters(years: Sequence[int]) -> Filters:
    """Return what the address asks for; what is not on a list asks for nothing."""
    year, region = request.args.get("year", ""), request.args.get("region", "")
    audience = request.args.get("audience", "")
    return Filters(
        year=next((one for one in years if str(one) == year), 0),
        region=region if region == NO_REGION or (region and region in words.regions()) else "",
        audience=audience if audience in words.AUDIENCES else "",
    )


def _figures(counts: Sequence[Count]) -> list[Figure]:
    """Return what was held by year, and by region, each with the people who came."""
    years = dict.fromkeys(one.year for one in counts)
    return [
        _figure(
            gettext("What was held, by year"),
            gettext("Year"),
            {str(year): [one for one in counts if one.year == year] for year in years},
        ),
        _figure(
            gettext("What was held, by region"),
            gettext("Region"),
            {
                label: some
                for code, label in words.regions().items()
                if (some := [one for one in counts if one.region == code])
            },
        ),
    ]


def _figure(caption: str, about: str, by: dict[str, list[Count]]) -> Figure:
    return Figure(
        caption=caption,
        about=about,
        columns=[
            gettext("Training events"),
            gettext("People who came"),
            gettext("Findings"),
            gettext("Findings that are done"),
        ],
        rows=[
            Row(
                label=label,
                values=[
                    sum(one.events for one in some),
                    sum(one.people for one in some),
                    sum(one.findings for one in some),
                    sum(one.done for one in some),
                ],
            )
            for label, some in by.items()
        ],
    )


def _lines(some: Sequence[Training], found: Mapping[str, tuple[int, int]]) -> Iterator[str]:
    counted = ("people", "modules", "findings", "findings_done")
    yield line((*_COLUMNS, *(f"people_{kind}" for kind in PARTICIPANTS), *counted))
    for one in some:
        held = one.stage == "held"
        people = [one.participants.get(kind, 0) if held else None for kind in PARTICIPANTS]
        of = [one.people, len(one.modules), *found.get(one.training_id, (0, 0))]
        total = of if held else [None] * len(of)
        yield line((*(getattr(one, name) for name in _COLUMNS), *people, *total))
