"""A briefing as files: for the press, as a workbook, and for programs.

Every file says of what it is, as of which day, where each line stands, and if it is signed off.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for

from portal.letters.documents.blocks import Block, block, direction, heading, text
from portal.letters.documents.words import WORDS
from portal.public.register import events, words
from portal.public.register.briefing import TEXTS, Asked, Briefing
from portal.public.register.events import Event, Kind
from portal.public.register.signed import SignOff, can_be
from portal.web.i18n.formats import listed, number, short_day
from portal.web.i18n.texts import gettext, language
from portal.web.sheet import Sheet
from shared.core.geneva import day_of, start_of
from shared.reference.themes import UPR

Texts = Mapping[tuple[Kind, int], str | None]
_LINES = 300
"""Sources in a PDF, the newest: the press has seconds, and anybody may ask for it."""

_OF_VISIT = frozenset({"visit", "report", "past_visit"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A briefing as it is laid out for somebody.

    ``first``: recommendations that stand before all other sources, under ``heading``, and after
    ``more``.
    """

    title: str
    more: Sequence[Block]
    heading: str
    first: Collection[str]


def title(one: Briefing) -> str:
    return gettext("Briefing: %(state)s", state=words.recipient(one.asked.state))


def about(one: Briefing, today: date) -> list[tuple[str, str]]:
    """Return what the briefing is of, in words: label and value."""
    asked = one.asked
    years = [str(year) if year else "…" for year in (asked.since, asked.until)]
    rows = [
        (gettext("State"), words.recipient(asked.state)),
        (gettext("As of"), short_day(today)),
        (gettext("Source"), gettext("Public register of the Special Procedures")),
    ]
    if asked.body:
        label = gettext("Mechanism") if asked.body == UPR else gettext("Treaty body")
        rows += [(label, words.body(asked.body))]
    if asked.body and asked.session and asked.cut_off:
        rows += [
            (gettext("First day of the session"), short_day(asked.session)),
            (gettext("Stage of the review"), str(words.STAGES[asked.stage])),
            (gettext("Cut-off"), short_day(asked.cut_off)),
        ]
    if asked.chosen:
        rows += [(gettext("Themes"), listed([words.theme(code) for code in asked.chosen]))]
    if asked.since or asked.until:
        rows += [(gettext("Years"), "\N{EN DASH}".join(years))]
    if by := {code for event in one.events for code in event.mandates}:
        rows += [(gettext("Mandates"), words.acronyms(sorted(by)))]
    return rows


def unsigned() -> str:
    return gettext(
        "A summary of what is published of this State, for a treaty body, the Universal Periodic "
        "Review or your own use. "
        "Nothing in it is confidential, and nobody has signed it."
    )


def note(asked: Asked, sign_off: SignOff | None) -> str:
    """Say whether it is signed off, as it is now: one that nobody can sign off says so, too."""
    if not can_be(asked):
        return unsigned()
    about = (
        gettext(
            "A summary of what is published of this State, for the Universal Periodic Review. "
            "Nothing in it is confidential."
        )
        if asked.body == UPR
        else gettext(
            "A summary of what is published of this State, for a treaty body. Nothing in it is "
            "confidential."
        )
    )
    if sign_off is None or sign_off.last is None or not sign_off.holds:
        draft = gettext("Draft, not signed off.")
        return f"{draft} {about}"
    said = gettext(
        "Signed off by the desk officer for %(state)s on %(day)s, version %(version)s.",
        state=words.recipient(asked.state),
        day=short_day(day_of(sign_off.last.signed_at)),
        version=number(sign_off.last.version),
    )
    return f"{said} {about}"


def of_grades() -> str:
    return gettext("Grades are those of today, also where the cut-off is earlier.")


def numbers(one: Briefing) -> list[tuple[str, str]]:
    of = one.numbers
    return [
        (gettext("Letters published"), str(of.letters)),
        (gettext("Time to reply is over"), str(of.due)),
        (gettext("Of these, answered in substance"), str(of.answered)),
        (gettext("Days to the first reply"), "\N{EN DASH}" if of.days is None else str(of.days)),
        (gettext("Visits"), str(len(events.visits(one.events)))),
        (gettext("Statements"), str(len(one.of("statement")))),
        (gettext("Recommendations"), str(len(one.of("recommendation")))),
        (gettext("Follow-up tables"), str(len(one.of("followup")))),
        (gettext("Calls for input to country visits"), str(len(one.of("call")))),
        *_where_any(one, "past_visit"),
        *_where_any(one, "reprisal"),
    ]


def _where_any(one: Briefing, kind: Kind) -> list[tuple[str, str]]:
    """Return nothing where there is none: a 0 would say more than is known."""
    count = len(one.of(kind))
    return [(str(words.EVENTS[kind]), str(count))] if count else []


def grade_line(one: Briefing, event: Event) -> str:
    """Return who gave which grade to a published reply, or to what followed a recommendation.

    A grade is its mandate's, and of a recommendation the last one in each scheme.
    """
    if event.kind == "recommendation":
        return "; ".join(each.whole for each in one.assessed.get(event.part, ()))
    return "; ".join(
        f"{words.acronym(mandate)}: {words.grade(value)}"
        for mandate, value in one.grades.get(event.part, ())
    )


def theme_line(one: Briefing, event: Event) -> str:
    """Return the themes that a recommendation was tagged with."""
    return listed([words.theme(code) for code in one.tags.get(event.part, ())])


def address(one: Event, state: str) -> str:
    """Return where the line stands, so that whoever reads the file finds it."""
    if one.kind in {"letter", "reply"}:
        return url_for("register.letter", slug=one.item, _external=True)
    if one.kind == "recommendation":
        return url_for(
            "register.recommendations", state=state, mandate=one.mandates[0], _external=True
        )
    if one.kind == "report":
        return url_for("publicreports.show", mission_id=one.item, _external=True)
    if one.kind == "followup":
        return url_for("publicrounds.show", round_id=one.item, _external=True)
    if one.kind == "call":
        return url_for("inputcalls.show", call_id=one.item, _external=True)
    if one.kind == "reprisal":
        return url_for("publicreprisals.show", entry_id=one.item, _external=True)
    if one.kind == "past_visit":
        return url_for("pastvisits.index", state=state, year=one.year, _external=True)
    return url_for("register.statement", statement_id=one.item, _external=True)


def as_json(one: Briefing, texts: Texts, today: date, sign_off: SignOff | None) -> dict[str, Any]:
    """Return codes as they are kept, so that programs compare: the note alone is translated."""
    asked, of = one.asked, one.numbers
    return {
        "state": asked.state,
        "as_of": today.isoformat(),
        "source": url_for("register.index", _external=True),
        "note": f"{note(asked, sign_off)} {of_grades()}",
        "signed": [],
        "sign_off": _signed(asked, sign_off),
        "body": asked.body or None,
        "stage": asked.stage if asked.body else None,
        "session": _iso(asked.session),
        "cut_off": _iso(asked.cut_off),
        "themes": list(asked.chosen),
        "since": asked.since,
        "until": asked.until,
        "numbers": {
            "letters": of.letters,
            "due": of.due,
            "answered": of.answered,
            "in_time": of.in_time,
            "median_days": of.days,
            "visits": len(events.visits(one.events)),
        },
        "items": [_item(one, event, texts) for event in one.events],
    }


def sheets(one: Briefing, texts: Texts, today: date, sign_off: SignOff | None) -> list[Sheet]:
    notes = [[said] for said in (note(one.asked, sign_off), of_grades())]
    titles = [
        gettext("Day"), gettext("Kind"), gettext("Reference"), gettext("Mandates"),
        gettext("First reply"), gettext("Grades"), gettext("First day"), gettext("Last day"),
        gettext("Text"), gettext("Address"), gettext("Themes"),
    ]  # fmt: skip
    lines = [titles, *(_row(one, event, texts) for event in one.events)]
    return [
        Sheet(name=gettext("About"), rows=[*about(one, today), *numbers(one), *notes], head=0),
        Sheet(name=gettext("Sources"), rows=lines),
    ]


def laid_out(
    one: Briefing,
    texts: Texts,
    today: date,
    sign_off: SignOff | None,
    edition: Edition | None = None,
) -> dict[str, object]:
    """Return the briefing for the press, with its frame in the reader's language."""
    of = edition or Edition(title=title(one), more=(), heading="", first=())
    spoken = language().code
    frame = WORDS.get(spoken, WORDS["en"])
    pairs = [f"{label}: {value}" for label, value in (*about(one, today), *numbers(one))]

    def leads(event: Event) -> bool:
        return event.kind == "recommendation" and event.part in of.first

    listed_, all_ = sorted(one.events, key=lambda event: not leads(event))[:_LINES], len(one.events)
    ahead = [event for event in listed_ if leads(event)]
    notes = [note(one.asked, sign_off), of_grades()]
    if all_ > _LINES:
        notes.append(_cut(all_, of_public=edition is not None))
    return {
        "title": of.title,
        "language": spoken,
        "direction": direction(spoken),
        "organisation": frame.organisation,
        "draft": None,
        "date": frame.day(today),
        "mandates_label": frame.mandates,
        "signed": [],
        "blocks": [
            block(notes, spoken),
            block(pairs, spoken),
            *of.more,
            *([heading(of.heading, spoken)] if ahead else ()),
            *(p for event in ahead for p in _paragraphs(one, event, texts, spoken)),
            *(
                part
                for kind, said in words.EVENTS.items()
                for some in [[e for e in listed_ if e.kind == kind and not leads(e)]]
                if some
                for part in (
                    heading(str(said), spoken),
                    *(p for event in some for p in _paragraphs(one, event, texts, spoken)),
                )
            ),
        ],
        "at": int(datetime.timestamp(start_of(today))),
    }


def _cut(all_: int, *, of_public: bool) -> str:
    """Say where all sources are. ``of_public``: the file is none of the public briefing's."""
    counts = {"shown": number(_LINES), "all": number(all_)}
    if of_public:
        return gettext(
            "Sources in this PDF: the newest %(shown)s of %(all)s. The public briefing has all.",
            **counts,
        )
    return gettext(
        "Sources in this PDF: the newest %(shown)s of %(all)s. The workbook has all.", **counts
    )


def _paragraphs(one: Briefing, event: Event, texts: Texts, spoken: str) -> Sequence[dict[str, Any]]:
    head = [short_day(event.on), event.title or words.event(event), words.acronyms(event.mandates)]
    graded = grade_line(one, event)
    more = (event.symbol, words.visited(event), theme_line(one, event))
    lines = [listed(head), *(each for each in more if each)]
    own = texts.get((event.kind, event.key)) if event.kind in TEXTS else None
    return [
        block([*lines, *([graded] if graded else []), address(event, one.asked.state)], spoken),
        *text(own, spoken),
    ]


def _row(one: Briefing, event: Event, texts: Texts) -> Sequence[object]:
    letter = event.kind == "letter"
    replied = one.replied.get(event.of) if letter else None
    return (
        event.on.isoformat(),
        words.event(event),
        event.symbol or event.title,
        words.acronyms(event.mandates),
        _iso(replied) or "",
        grade_line(one, event),
        _iso(event.begin) or "",
        _iso(event.end or event.until) or "",
        texts.get((event.kind, event.key)) or "" if event.kind in TEXTS else "",
        address(event, one.asked.state),
        theme_line(one, event),
    )


def _item(one: Briefing, event: Event, texts: Texts) -> dict[str, object]:
    letter, recommendation = event.kind == "letter", event.kind == "recommendation"
    return {
        "on": event.on.isoformat(),
        "year": event.year,
        "kind": event.kind,
        "type": event.type,
        "title": event.title,
        "symbol": event.symbol or None,
        "mandates": list(event.mandates),
        "language": event.language,
        "replied": _iso(one.replied.get(event.of)) if letter else None,
        "grades": [
            {"mandate": mandate, "value": value}
            for mandate, value in one.grades.get(event.part, ())
        ],
        "implementation": [
            {
                "scheme": each.scheme,
                "grade": each.grade,
                "mandate": each.mandate,
                "on": day_of(each.assessed_at).isoformat(),
            }
            for each in (one.assessed.get(event.part, ()) if recommendation else ())
        ],
        "visit": [_iso(event.begin), _iso(event.end)] if event.kind in _OF_VISIT else None,
        "period": [_iso(event.begin), _iso(event.end)] if event.kind == "reprisal" else None,
        "until": _iso(event.until),
        "themes": list(one.tags.get(event.part, ())),
        "text": texts.get((event.kind, event.key)) if event.kind in TEXTS else None,
        "address": address(event, one.asked.state),
    }


def _signed(asked: Asked, sign_off: SignOff | None) -> dict[str, object] | None:
    """Return codes; None of a briefing that is not for a session of a treaty body."""
    if not can_be(asked):
        return None
    if sign_off is None or sign_off.last is None or not sign_off.holds:
        return {"state": "draft", "version": None, "on": None, "hash": None}
    last = sign_off.last
    on = day_of(last.signed_at).isoformat()
    return {"state": "signed-off", "version": last.version, "on": on, "hash": last.hash}


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None
