"""An assessment part by part, in words: for a page, for paper, and for what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from portal.homes.dossiers import words
from portal.homes.dossiers.queries import Assessment
from portal.homes.dossiers.words import Said
from portal.web import paging
from portal.web.context import vault
from shared.contracts.followup_dossiers import Entry, Line

_AT_ONCE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    lines: Sequence[Line]
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An entry that is opened; None once it was erased."""

    entry_id: str
    on: date
    shared: bool
    origin: str | None
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """``lines``: numbers and facts. ``listed``: documents, a page of them where it is on a page."""

    name: str
    lines: Sequence[Said]
    listed: paging.Page[Said]
    entries: Sequence[Written]

    @property
    def known(self) -> bool:
        return bool(self.lines or self.listed or self.entries)


def laid(conn: Connection, one: Assessment, content: Content, *, whole: bool = False) -> list[Part]:
    """Return the parts that this person reads. ``whole``: with all that is listed."""
    public = words.public(conn, one, content.lines)
    opened = _opened(content.entries)
    return [_part(name, content, public, opened, whole=whole) for name in one.parts]


def _part(
    name: str,
    content: Content,
    public: words.Public,
    opened: Sequence[tuple[str, Written]],
    *,
    whole: bool,
) -> Part:
    own = [each for each in content.lines if each.part == name]
    facts = [words.said(each, public) for each in own if each.kind not in words.OF_LISTS]
    many = [words.said(each, public) for each in own if each.kind in words.OF_LISTS]
    shown = [each for each in many if each]
    at = paging.first if whole else paging.asked
    size = max(len(shown), 1) if whole else _AT_ONCE
    return Part(
        name=name,
        lines=[each for each in facts if each],
        listed=paging.part(shown, name, at, size=size),
        entries=[each for part, each in opened if part == name],
    )


def _opened(entries: Sequence[Entry]) -> list[tuple[str, Written]]:
    sealed = [text for each in entries for text in (each.origin, each.text)]
    texts = iter(vault().reveal_all(sealed) if sealed else [])
    return [
        (
            each.part,
            Written(
                entry_id=each.entry_id,
                on=each.on,
                shared=each.shared,
                origin=next(texts),
                text=next(texts),
            ),
        )
        for each in entries
    ]
