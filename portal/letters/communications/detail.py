"""The whole file of a communication on one page, as far as a person may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, request, url_for
from sqlalchemy import Connection

from portal.casefile.filing.consent import QUESTIONS
from portal.casefile.submissions.texts import Texts, texts_of
from portal.letters.approval import opened as opened_versions
from portal.letters.approval.forms import LONGEST_NOTE, ExactForm
from portal.letters.approval.offers import number
from portal.letters.approval.text import Compared, compared
from portal.letters.communications import contents, languages, queries, words
from portal.letters.communications.additions import Addition, News, added_to, news, written
from portal.letters.communications.contents import Version
from portal.letters.communications.letter import Letter, Sight
from portal.letters.communications.offers import Offers, offers
from portal.letters.communications.powers import powers_of
from portal.web import htmx
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from portal.web.presentation import relative
from portal.web.timeline import Timeline, told
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role

_MINUTE = 60
_DIGITS = 6
_RECOMMEND = "recommendations.new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """A submission that the letter rests on. ``texts``: None unless it is seen whole.

    ``added``: what came after filing; answers stand in ``answers``, persons in ``texts``.
    """

    head: Mapping[str, Any]
    texts: Texts | None
    answers: Sequence[tuple[str | None, str | None]]
    added: Sequence[Addition] = ()

    @property
    def unnamed(self) -> bool:
        """Whether somebody may not be named to the authorities."""
        victims = self.texts.victims if self.texts else ()
        return any(one.consent.authorities == "no" for one in victims)


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """``text``: None once it was erased. ``shown``: what of the letter the whole page shows.

    ``addressee``: who exactly it goes to, where the code does not say it. ``together``: letter →
    title, of the others that were drafted with it and exist for this person. ``news``: what came
    from the sources since the text was written, where this person reads what they say.
    """

    letter: Letter
    sight: Sight
    text: str | None
    versions: Sequence[Version]
    compared: Compared | None
    behind: Sequence[Behind]
    news: News
    timeline: Timeline
    names: Mapping[str, str]
    addressee: str | None
    together: Mapping[str, str]
    offers: Offers
    recommend: str | None
    statement: str | None
    seen: str

    @property
    def shown(self) -> str:
        blocked = ".blocked" if self.letter.blocked else ""
        return f"{self.letter.state}.{self.letter.version}{blocked}.{len(self.news.additions)}"


def gathered(
    conn: Connection,
    actor: Actor,
    letter: Letter,
    sight: Sight,
    *,
    compare: int | None = None,
    kept: ExactForm | None = None,
) -> Detail:
    """Gather the file.

    ``compare``: the version to compare with, else the one that this holder opened last. ``kept``: a
    form that was refused; what was typed into it is shown again.
    """
    versions = contents.versions_of(conn, letter, sight)
    approvers = {one.approved_by for one in letter.signatures if one.approved_by}
    base = _base(conn, actor, letter, versions, compare) if sight.work else None
    text, changes = compared_with(letter, versions[0], base)
    new = news(conn, actor, letter, sight, versions[0], base)
    offered = offers(
        actor, letter, {one.written_by for one in versions}, powers_of(conn, actor, now())
    )
    number((one.of_text for one in offered.decisions), kept)
    others = queries.together(conn, actor, letter)
    named = addressees([letter, *others])
    return Detail(
        letter=letter,
        addressee=named.get(letter.communication_id),
        together={
            one.communication_id: words.title(one, named.get(one.communication_id))
            for one in others
        },
        sight=sight,
        text=text,
        versions=versions,
        compared=changes,
        behind=behind(conn, actor, letter, sight, new_since=written(letter, versions[0])),
        news=new,
        timeline=told(conn, contents.steps_of(conn, letter, sight)),
        names=accounts.names(conn, approvers) if sight.clearance else {},
        offers=offered,
        recommend=_recommend(actor, letter),
        statement=_statement(actor, letter),
        seen=f"{letter.changed}-{len(new.additions)}-{int(now().timestamp()) // _MINUTE}",
    )


def addressees(letters: Sequence[Letter]) -> dict[str, str | None]:
    """Return who exactly these letters go to, of those where that is written; None: erased."""
    written = [(one.communication_id, one.addressee) for one in letters if one.addressee]
    names = vault().reveal_all([sealed for _, sealed in written])
    return dict(zip([letter for letter, _ in written], names, strict=True))


def render(
    detail: Detail,
    *,
    refusal: str | None = None,
    incomplete: bool = False,
    processing: bool = False,
) -> str:
    """The page, noting that its text was opened; or, for htmx, what of it changes by itself.

    ``refusal``: a sentence to show; ``incomplete``: with the places that are not filled in.
    """
    context: dict[str, Any] = {
        "detail": detail,
        "words": words,
        "consent": QUESTIONS,
        "longest_note": LONGEST_NOTE,
        "communication_id": detail.letter.communication_id,
        "refusal": refusal,
        "incomplete": incomplete,
        "processing": processing,
        "shown": request.args.get("shown", detail.shown),
    }
    if not htmx.asked():
        letter = detail.letter
        opened_versions.note(
            engine(), current_actor(), letter.communication_id, [letter.version], at=now()
        )
        return htmx.render("communications/detail.html", block="content", **context)
    return "".join(
        htmx.render("communications/detail.html", block=block, **context, beside=True)
        for block in ("state", "timeline")
    )


def compared_with(
    letter: Letter, present: Version, base: Version | None
) -> tuple[str | None, Compared | None]:
    """Return the present text, and what changed in it since ``base``."""
    sealed: list[Sealed] = [present.text, *([base.text] if base else [])]
    new, *old = vault().reveal_all(sealed)
    if base is None:
        return new, None
    return new, compared(base, old[0], new, languages.of_both(letter, old[0], new))


def behind(
    conn: Connection, actor: Actor, letter: Letter, sight: Sight, *, new_since: datetime
) -> list[Behind]:
    """Return the submissions behind the letter, revealed if permitted."""
    return [
        opened(conn, actor, head, new_since=new_since)
        if "narrative" in head
        else Behind(head=head, texts=None, answers=())
        for head in contents.submissions_behind(conn, actor, letter, sight)
    ]


def opened(
    conn: Connection,
    actor: Actor,
    submission: Mapping[str, Any],
    *,
    new_since: datetime | None = None,
) -> Behind:
    """Open a submission's texts. Ask who is looking before."""
    asked = contents.questions_about(conn, [submission["submission_id"]])
    sealed = [one for row in asked for one in (row.question, row.answer) if one]
    texts = iter(vault().reveal_all(sealed))
    answers = [
        tuple(next(texts) if one else "" for one in (row.question, row.answer)) for row in asked
    ]
    return Behind(
        head=submission,
        texts=texts_of(submission),
        answers=[(question, answer) for question, answer in answers],
        added=added_to(conn, actor, [submission["submission_id"]], new_since=new_since),
    )


def version_asked_for(name: str) -> int | None:
    """Return the version that the address names under ``name``; None if that makes no sense."""
    asked = request.args.get(name, "")
    sensible = asked.isascii() and asked.isdecimal() and len(asked) <= _DIGITS
    return int(asked) if sensible else None


def changed_by(letter: Letter, sight: Sight) -> str:
    """Return who changed the text last: "Hana Demo changed this text 2 minutes ago."."""
    with engine().connect() as conn:
        present = contents.versions_of(conn, letter, sight)[0]
        names = accounts.names(conn, [present.written_by])
    return gettext(
        "%(name)s changed this text %(ago)s.",
        name=names.get(present.written_by) or gettext("Somebody"),
        ago=relative(present.written_at, now()),
    )


def _base(
    conn: Connection,
    actor: Actor,
    letter: Letter,
    versions: Sequence[Version],
    compare: int | None,
) -> Version | None:
    if compare is not None:
        return next((one for one in versions[1:] if one.version == compare), None)
    mine = [one for one in letter.signing if one.mandate in actor.mandates]
    if not (letter.open and actor.has(Role.MANDATE_HOLDER) and mine):
        return None
    if any(one.approved_by == actor.actor_id for one in mine):
        return None
    return opened_versions.last_of(
        conn, actor, letter.communication_id, versions, before=letter.version
    )


def _recommend(actor: Actor, letter: Letter) -> str | None:
    signed = actor.has(Role.MANDATE_HOLDER) and not actor.mandates.isdisjoint(letter.mandates)
    if letter.state != "transmitted" or not signed:
        return None
    if _RECOMMEND not in current_app.view_functions:
        return None
    return url_for(_RECOMMEND, communication=letter.communication_id)


def _statement(actor: Actor, letter: Letter) -> str | None:
    """Return where an officer of a mandate that signed drafts a statement about the letter."""
    signed = actor.has(Role.HUMAN_RIGHTS_OFFICER) and not actor.mandates.isdisjoint(letter.mandates)
    if letter.state != "transmitted" or not signed:
        return None
    return url_for("statements.new", letter=letter.communication_id)
