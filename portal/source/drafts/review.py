"""The review before sending: every answer in words, and the effect of each consent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portal.casefile.filing import ConsentAnswers, Victim
from portal.casefile.submissions.effect import effect
from portal.casefile.submissions.told import Said, said
from portal.source.drafts import entered
from portal.source.drafts.asking import filed, not_sent
from portal.source.drafts.progress import Task
from portal.source.drafts.store import Content, Typed
from portal.web.i18n.names import word
from shared.contracts.intake import Consent

SHOWN = 100
"""Entries of a list that a page shows; the rest are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a list, or the whole of a section. ``effect``: what a consent will do.

    ``not_sent``: the titles of what was typed and does not apply.
    """

    entry_id: str | None
    answers: Sequence[Said]
    consent: Sequence[Said] = ()
    effect: Sequence[str] = ()
    not_sent: Sequence[str] = ()

    @property
    def heading(self) -> str:
        """A heading that distinguishes it from other items of its list."""
        kind = word(Victim.model_fields["kind"].title or "")
        return next((one.text for one in self.answers if one.label != kind), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """``more``: how many entries are not shown; ``not_sent``: as in ``Entry``, of all of these."""

    task: Task
    entries: Sequence[Entry]
    more: int
    not_sent: Sequence[str] = ()


def reviewed(task: Task, content: Content) -> Part:
    if task.section.each is None:
        typed = content.sections.get(task.name, {})
        entry = _plain_entry(task, None, typed)
        return Part(task=task, entries=[entry] if entry.answers or entry.not_sent else [], more=0)
    found = content.lists.get(task.name, {})
    shown, more = list(found.items())[:SHOWN], list(found.values())[SHOWN:]
    left_out = [title for typed in more for title in not_sent(task.section.model, typed)]
    return Part(
        task=task,
        entries=[_entry(task, entry_id, typed) for entry_id, typed in shown],
        more=len(more),
        not_sent=list(dict.fromkeys(left_out)),
    )


def _entry(task: Task, entry_id: str, typed: Typed) -> Entry:
    if task.section.model is not Victim:
        return _plain_entry(task, entry_id, typed)
    told = filed(Victim, typed)
    answers: dict[str, Any] = {**_UNASKED, **told.get("consent", {})}
    person = Victim.model_construct(**{**told, "consent": None})
    return Entry(
        entry_id=entry_id,
        answers=_said(task, typed),
        consent=said(ConsentAnswers, told.get("consent", {})),
        effect=effect(Consent(**{**answers, "reason": None}), protected=person.protected).sentences,
        not_sent=not_sent(Victim, typed),
    )


def _plain_entry(task: Task, entry_id: str | None, typed: Typed) -> Entry:
    return Entry(
        entry_id=entry_id,
        answers=_said(task, typed),
        not_sent=not_sent(task.section.model, typed),
    )


_UNASKED = {"act": "no", "authorities": "no", "public": "no", "name_form": "none"}


def _said(task: Task, typed: Typed) -> list[Said]:
    model = task.section.model
    told = said(model, {k: v for k, v in filed(model, typed).items() if k != "consent"})
    return entered.answers(told)
