"""The timeline of a case."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from portal.casefile.replies.sight import Sight
from portal.followup.replies import words
from portal.web import timeline
from portal.web.i18n.texts import gettext, lazy
from portal.web.presentation import day
from portal.web.timeline import Kind, Row, Step
from shared.core.geneva import day_of
from shared.reference import mandate_acronym

_Sees: TypeAlias = Callable[[Sight, Row], bool]


def _everybody(sight: Sight, _row: Row) -> bool:
    return sight.case


def _replies(sight: Sight, _row: Row) -> bool:
    return sight.case and sight.replies


def _house(sight: Sight, _row: Row) -> bool:
    return sight.case and sight.house


def _drafts(sight: Sight, _row: Row) -> bool:
    return sight.case and sight.drafts


def _source(sight: Sight, _row: Row) -> bool:
    return sight.case and sight.source


def _others(sight: Sight, _row: Row) -> bool:
    """Everybody but the Government, which finds a follow-up letter to it in its own list."""
    return sight.case and (sight.house or not sight.government)


def _told(sight: Sight, row: Row) -> bool:
    """Whoever sees what was said to whom the closure was notified."""
    return _replies(sight, row) if row.detail == "state" else _source(sight, row)


def _by(sight: Sight, row: Row) -> str | None:
    if not row.by_government:
        return None
    yours = sight.government and not sight.house
    return gettext("your Government") if yours else gettext("the Government")


def _step(
    title: str | Callable[[Sight, Row], str],
    sees: _Sees,
    *,
    word: Callable[[str], str] = str,
    reads: _Sees = _house,
    **more: Any,
) -> Kind[Sight]:
    """``word``: what the row's code is called. The house is told the mandate, too."""

    def said(sight: Sight, row: Row) -> str:
        if callable(title):
            what = title(sight, row)
        else:
            until = day(day_of(row.until)) if row.until else ""
            what = title % {"detail": word(row.detail or ""), "day": until}
        mandate = row.mandate if sight.house else None
        return f"{what} ({mandate_acronym(mandate)})" if mandate else what

    return Kind(said, sees, _house, reads, _by, **more)


def _logged(_sight: Sight, row: Row) -> str:
    """By whom stands beside it."""
    kind = words.kind(row.detail or "")
    filed = gettext("%(kind)s filed", kind=kind)
    return filed if row.by_government else gettext("%(kind)s logged", kind=kind)


def _closed(sight: Sight, row: Row) -> str:
    """With what it was closed is not for those who see where it stands only."""
    if not row.detail or not sight.replies:
        return gettext("Case closed")
    return gettext("Case closed: %(outcome)s", outcome=words.outcome(row.detail).lower())


def _grade(code: str) -> str:
    scheme, _, value = code.partition(".")
    return words.grade(scheme, value)[0].lower()


def _contact(code: str) -> str:
    return words.contact(code).lower()


def _to(code: str) -> str:
    return gettext("the State") if code == "state" else gettext("the source")


_ITS_CASE = ("replies.case", "communication_id", lazy("Open its case"))
KINDS: Mapping[str, Kind[Sight]] = MappingProxyType(
    {
        "reply-due": _step(lazy("Transmitted; reply due by %(day)s"), _everybody),
        "reply-overdue": _step(lazy("Overdue; it was due by %(day)s"), _everybody),
        "receipt-acknowledged": _step(
            lazy("Receipt of the letter acknowledged"), _everybody, daily=True
        ),
        # The Government reads the note, which it wrote itself.
        "extension-requested": _step(
            lazy("More time asked for, until %(day)s"), _replies, reads=_replies
        ),
        "extension-noted": _step(lazy("Extension noted, until %(day)s"), _everybody),
        "government-reply-logged": _step(_logged, _everybody, daily=True),
        "reply-attachment-added": _step(lazy("File added to a reply"), _replies),
        "reply-assessed": _step(lazy("Reply assessed: %(detail)s"), _house, word=_grade),
        "translation-requested": _step(
            lazy("Translation into %(detail)s asked for"), _house, word=words.language
        ),
        "translation-received": _step(
            lazy("Translation into %(detail)s received"), _house, word=words.language
        ),
        "reply-forwarded-to-source": _step(lazy("Reply forwarded to the source"), _source),
        "source-commented": _step(lazy("The source commented on the reply"), _source),
        "reminder-proposed": _step(lazy("Reminder %(detail)s proposed"), _drafts),
        "reminder-drafted": _step(lazy("Reminder written"), _drafts),
        "reminder-approved": _step(lazy("Reminder approved"), _drafts),
        "reminder-sent": _step(lazy("Reminder sent"), _everybody),
        "follow-up-letter-sent": _step(lazy("Followed up by %(detail)s"), _others, opens=_ITS_CASE),
        "case-passed-on": _step(lazy("A mandate that signed has ended"), _house),
        "dialogue-noted": _step(
            lazy("Contact with the Government noted: %(detail)s"), _house, word=_contact
        ),
        "dialogue-corrected": _step(
            lazy("Note of a contact with the Government corrected: %(detail)s"),
            _house,
            word=_contact,
        ),
        "case-text-erased": _step(lazy("What was noted here erased on request"), _house),
        "case-closed": _step(_closed, _others),
        "closure-notified": _step(lazy("Closure notified to %(detail)s"), _told, word=_to),
        "case-reopened": _step(lazy("Case reopened"), _everybody),
    }
)


def shown(rows: Iterable[Row], sight: Sight) -> list[Step]:
    """Return the visible steps of ``rows`` (oldest first), newest first."""
    return timeline.shown(_known(rows, sight), KINDS, sight)


def _known(rows: Iterable[Row], sight: Sight) -> Iterator[Row]:
    """A Government that was not told of a closure sees neither the closure nor the reopening."""
    told = False
    for row in rows:
        if row.kind == "closure-notified" and row.detail == "state":
            told = True
        if row.kind == "case-reopened":
            if not (told or sight.house or not sight.government):
                continue
            told = False
        yield row
