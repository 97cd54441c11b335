"""The progress of a draft: each task, and the whole as it would be filed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from pydantic import BaseModel, ValidationError

from portal.casefile.filing import Filing, Wrong, wrong
from portal.source.drafts import entered
from portal.source.drafts.asking import field_of, filed, parsed
from portal.source.drafts.sections import ENTRY, SECTIONS, Section
from portal.source.drafts.store import Content, Typed
from portal.source.drafts.writer import writer
from portal.web.i18n.texts import gettext, lazy


class Progress(Enum):
    """A word, and its tone as in the macro ``status``."""

    NOT_STARTED = (lazy("Not started"), "neutral")
    OPTIONAL = (lazy("Optional"), "neutral")
    IN_PROGRESS = (lazy("In progress"), "waiting")
    MISTAKEN = (lazy("Has mistakes"), "late")
    DONE = (lazy("Done"), "done")

    @property
    def word(self) -> str:
        return self.value[0]

    @property
    def tone(self) -> str:
        return self.value[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """``missing``: what still has to be done in it before anything can be sent."""

    name: str
    section: Section
    progress: Progress
    missing: Sequence[str]


def asked() -> dict[str, Section]:
    """Return the sections that are asked of this person."""
    desk = entered.enters()
    return {name: one for name, one in SECTIONS.items() if desk or name != ENTRY}


def tasks(content: Content) -> dict[str, Task]:
    return {name: _task(name, section, content) for name, section in asked().items()}


def whole(content: Content) -> Filing:
    """Return the submission as it would be filed. Raises pydantic's ``ValidationError``."""
    data: dict[str, Any] = {}
    for name, section in asked().items():
        if section.each is not None:
            entries = content.lists.get(name, {}).values()
            data[name] = [filed(section.model, typed) for typed in entries]
        elif name != ENTRY:
            data |= filed(section.model, content.sections.get(name, {}))
    return Filing.model_validate(data, context=writer().actor)


def problems(model: type[BaseModel], typed: Typed) -> list[Wrong]:
    """Return the errors of an entry or a section."""
    try:
        parsed(model, typed)
    except ValidationError as error:
        return wrong(error)
    return []


def _task(name: str, section: Section, content: Content) -> Task:
    begun = bool(content.lists.get(name)) if section.each else name in content.sections
    missing = list(_missing(name, section, content)) if begun or section.required else []
    if begun and missing:
        mistaken = _mistaken(name, section, content)
        progress = Progress.MISTAKEN if mistaken else Progress.IN_PROGRESS
    elif begun:
        progress = Progress.DONE
    else:
        progress = Progress.NOT_STARTED if section.required else Progress.OPTIONAL
    return Task(name=name, section=section, progress=progress, missing=missing)


def _mistaken(name: str, section: Section, content: Content) -> bool:
    """Whether something that was typed cannot stay as it is; the rest is only not answered yet."""
    lists, sections = content.lists.get(name, {}), content.sections.get(name, {})
    return any(
        typed.get(field_of(one.field)) not in (None, "", [])
        for typed in (lists.values() if section.each else [sections])
        for one in problems(section.model, typed)
    )


def _missing(name: str, section: Section, content: Content) -> Iterator[str]:
    if section.each is None:
        for one in problems(section.model, content.sections.get(name, {})):
            yield entered.reason(one.field, one.reason)
        return
    entries = content.lists.get(name, {})
    if not entries:
        yield str(section.each.needed)
    for number, typed in enumerate(entries.values(), 1):
        which = section.each.numbered(number)
        for one in problems(section.model, typed):
            yield gettext("%(which)s: %(reason)s", which=which, reason=one.reason)
