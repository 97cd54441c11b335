"""Ten years of submissions, letters, recommendations and feed lines, as the read models have them.

Rows are written as they stand after all facts, in the tables that the Committee's pages read: to
tell each fact of ten years twice would take longer than all that is measured.
"""

import random
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final, TypeAlias

from sqlalchemy import Connection, Engine, Table, insert

from portal.casefile import reprisals
from portal.casefile.queue.tables import mandates as asked
from portal.casefile.queue.tables import queue, tokens
from portal.casefile.replies import tables as replies
from portal.committee.activity.lines import ALLOWED, UNSENT
from portal.committee.activity.read_model import activity, of_mandate
from portal.followup.publication import tables as publication
from portal.followup.recommendations.read_model import recommendations, tops
from portal.letters.communications import tables as communications
from portal.public.register import tables as register
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.reference import COOPERATION, mandates
from shared.reference.coverage import covered
from tests.bench import plans

Row: TypeAlias = tuple[Table, dict[str, Any]]

YEARS: Final = timedelta(days=3_652)
_AT_ONCE: Final = 5_000
_TOKENS: Final = 12  # pieces of a narrative, from which on two are compared
_LATELY: Final = timedelta(days=30)
_DAY: Final = timedelta(days=1)
_KINDS: Final = tuple(kind for kind, _ in ALLOWED.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    at: datetime
    kind: str
    mandates: Sequence[str]
    recipient: str | None = None
    type: str | None = None
    reference: str | None = None
    communication_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    number: int
    submission_id: str
    at: datetime
    state: str
    mandates: Sequence[str]
    became: str


class TenYears:
    """What happened, the same each time, from ten years before ``now`` until then."""

    def __init__(self, now: datetime) -> None:
        self.now, self.begin = now, now - YEARS
        self.chance = random.Random(1)
        self.lines: list[Line] = []
        self._states = list(covered())
        self._weights = [1 / (at + 5) for at in range(len(self._states))]
        self._mandates = list(mandates())

    def state(self) -> str:
        """Return a State: there is much of a few, and something of all."""
        return self.chance.choices(self._states, self._weights)[0]

    def some(self, most: int) -> list[str]:
        return self.chance.sample(self._mandates, self.chance.randint(1, most))

    def when(self, number: int, of: int) -> datetime:
        return self.begin + YEARS * ((number + 0.5) / of)

    def fill(
        self,
        engine: Engine,
        *,
        submissions: int,
        letters: int,
        recommended: int,
        without: Container[Table] = (),
    ) -> None:
        """Write all rows; each letter is about one of the submissions.

        ``without``: tables that something else fills.
        """
        every = max(1, submissions // letters)
        with engine.begin() as conn:
            for rows in (
                self._submissions(submissions, letters, every),
                self._recommendations(recommended),
                self._told(),
            ):
                write(conn, (row for row in rows if row[0] not in without))
        plans.settle(engine)

    def _submissions(self, number: int, letters: int, every: int) -> Iterator[Row]:
        for n in range(number):
            one = self._submission(n, number, led=n % every == 0 and n // every < letters)
            yield from self._of_the_desk(one)
            yield from _behind_letters(one)
            if one.became == "led":
                yield from self._letter(n // every, one)

    def _submission(self, n: int, number: int, *, led: bool) -> Submission:
        at = self.when(n, number)
        ends = ("shared", "shared", "outside", "outside", "duplicate", "referred")
        became = "led" if led else self.chance.choice(ends)
        if became != "led" and self.now - at < _LATELY and n % 3 == 0:
            became = "with_desk"
        return Submission(
            number=n,
            submission_id=str(derive_id("submission of ten years", n)),
            at=at,
            state=self.state(),
            mandates=self.some(2),
            became=became,
        )

    def _of_the_desk(self, one: Submission) -> Iterator[Row]:
        after = one.at + _DAY
        shared, refused = one.became in {"led", "shared"}, one.became in {"outside", "duplicate"}
        closed = {"outside": "outside_mandate", "duplicate": "duplicate"}.get(one.became)
        reprisal = one.number % 40 == 0 and one.became != "led"
        yield (
            queue,
            {
                "submission_id": one.submission_id,
                "received_at": one.at,
                "day": day_of(one.at),
                "changed": one.number + 1,
                "channel": "portal",
                "state": one.state,
                "rank": int(self.chance.random() > 0.1),
                "reprisal": reprisal,
                "on_behalf": False,
                "with_desk": one.became == "with_desk",
                "mandates": list(one.mandates),
                "triage_position": one.number + 1 if shared else 0,
                "triaged_at": after if shared else None,
                "referred": "treaty_body" if one.became == "referred" else None,
                "not_actioned": closed,
                "decided_at": after if shared or closed or one.became == "referred" else None,
            },
        )
        told = {"submission_id": one.submission_id}
        yield reprisals.submissions, {**told, "reprisal": reprisal, "state": one.state}
        for mandate in one.mandates:
            position = one.number + 1 if shared else 0
            yield asked, {**told, "mandate": mandate, "triage_position": position}
        for at in range(_TOKENS):
            yield tokens, {**told, "token": f"t:{one.number:08x}{at:08x}"}
        self._tell(one.at, "allegation-received", one.mandates)
        if shared:
            self._tell(after, "submission-triaged", one.mandates)
            self._tell(after, "admissibility-confirmed", one.mandates)
        if refused:
            self._tell(after, "submission-not-actioned", one.mandates)

    def _letter(self, n: int, one: Submission) -> Iterator[Row]:
        letter_id = str(derive_id("letter of ten years", n))
        type_ = self.chance.choice(("AL", "AL", "UA", "OL"))
        signed, drafted = self.some(4), one.at + 2 * _DAY
        sent_at = drafted + 3 * _DAY
        sent = sent_at if sent_at < self.now else None
        told = {"communication_id": letter_id}
        reference = f"{type_} {one.state} {n + 1}/{sent_at.year}" if sent else None
        yield (
            communications.letters,
            {
                **told,
                "submission_ids": [one.submission_id],
                "type": type_,
                "recipient": one.state,
                "language": "en",
                "lead_mandate": signed[0],
                "version": 1,
                "state": "transmitted" if sent else "awaiting",
                "drafted_at": drafted,
                "requested_at": drafted + _DAY if drafted + _DAY < self.now else drafted,
                "approved_at": drafted + 2 * _DAY if sent else None,
                "ordered_at": sent,
                "transmitted_at": sent,
                "reference": reference,
                "changed": n + 1,
            },
        )
        yield communications.links, {**told, "submission_id": one.submission_id}
        yield reprisals.behind, {**told, "submission_id": one.submission_id}
        for mandate in signed:
            lead = mandate == signed[0]
            yield communications.signatures, {**told, "mandate": mandate, "lead": lead}
        self._tell(drafted, "communication-drafted", signed)
        for mandate in signed:
            self._tell(drafted + _DAY, "approval-given", [mandate])
        if sent and reference:
            yield from self._sent(n, told, type_, one.state, signed, sent, reference)

    def _sent(
        self,
        n: int,
        told: dict[str, str],
        type_: str,
        state: str,
        signed: Sequence[str],
        sent: datetime,
        reference: str,
    ) -> Iterator[Row]:
        due = sent + 60 * _DAY
        answered = sent + (30 + n % 90) * _DAY if n % 2 == 0 else None
        if answered and answered > self.now:
            answered = None
        kind = "acknowledgement" if n % 10 == 0 else "substantive"
        yield (
            replies.cases,
            {
                **told,
                "reference": reference,
                "type": type_,
                "recipient": state,
                "transmitted_at": sent,
                "first_due_at": due,
                "due_at": due,
                "overdue_at": due if not answered and due < self.now else None,
                "answered_at": answered if kind == "substantive" else None,
            },
        )
        for mandate in signed:
            yield replies.signatures, {**told, "mandate": mandate}
            yield publication.signatures, {**told, "mandate": mandate}
        public = due if due < self.now else None
        yield from _published_letter(n, told, type_, state, signed, sent, public, reference)
        about = {"recipient": state, "type": type_, "reference": reference, **told}
        self._tell(sent, "communication-transmitted", signed, **about)
        if public:
            self._tell(public, "communication-published", signed, **about)
        if answered:
            yield from self._answered(n, told, signed, answered, kind, public)
            self._tell(answered, "government-reply-logged", signed, **about)
        elif public:
            self._tell(public, "reply-overdue", signed, **about)

    def _answered(
        self,
        n: int,
        told: dict[str, str],
        signed: Sequence[str],
        at: datetime,
        kind: str,
        public: datetime | None,
    ) -> Iterator[Row]:
        reply = {**told, "reply_id": str(derive_id("reply of ten years", n))}
        came = {"kind": kind, "language": "en", "received_at": at}
        yield replies.replies, {**reply, **came}
        if public:
            shown = {"document": reply["reply_id"], "shown_at": max(public, at), **came}
            yield publication.documents, {**reply, **shown}
            also = {"key": n + 1, "terms": "", "text": "x", "published_at": max(public, at)}
            yield register.replies, {**reply, **came, **also}
        if kind == "substantive" and n % 4 == 0:
            value = self.chance.choice(list(COOPERATION.values))
            for mandate in signed[:1]:
                grade = {**reply, "mandate": mandate, "scheme": COOPERATION.code, "value": value}
                yield replies.grades, {**grade, "assessed_at": at + _DAY}
                yield replies.given, {**grade, "year": at.year}

    def _recommendations(self, number: int) -> Iterator[Row]:
        for n in range(number):
            one, at = str(derive_id("recommendation of ten years", n)), self.when(n, number)
            state, mandate = self.state(), self.chance.choice(self._mandates)
            of = {"recommendation_id": one, "addressee": state, "mandate": mandate}
            public = {"issued_at": at, "published_at": at + _DAY}
            closed = "superseded" if n % 3 == 0 else None
            words = f"Recommendation {n}: release, and report."
            read = {"text": Sealed(f"recommendation-{one}", ""), "public_text": words}
            yield recommendations, {**of, **public, **read, "closed": closed}
            said = {"key": n + 1, "terms": "", "text": words}
            yield register.recommendations, {**of, **public, **said}
            if n % 5 == 0:
                yield tops, {"recommendation_id": one, "scheme": "traffic", "graded_at": at}
            if n % 10 == 0:
                self._tell(at, "recommendation-issued", [mandate], recipient=state)

    def _tell(self, at: datetime, kind: str, named: Sequence[str], **of: Any) -> None:
        assert kind in _KINDS
        if at <= self.now:
            self.lines.append(Line(at=at, kind=kind, mandates=named, **of))

    def _told(self) -> Iterator[Row]:
        self.lines.sort(key=lambda one: one.at)
        for position, one in enumerate(self.lines, start=1):
            yield (
                activity,
                {
                    "position": position,
                    "kind": one.kind,
                    "at": one.at,
                    "mandates": list(one.mandates),
                    "recipient": one.recipient,
                    "type": one.type,
                    "reference": one.reference,
                    "desk": one.kind not in UNSENT and one.communication_id is None,
                    "communication_id": one.communication_id,
                },
            )
            for mandate in one.mandates:
                yield of_mandate, {"mandate": mandate, "position": position}


def write(conn: Connection, rows: Iterable[Row]) -> None:
    """Write rows, many at once; all of a table have the same columns."""
    held: dict[Table, list[dict[str, Any]]] = {}
    rows = iter(rows)
    while some := list(islice(rows, _AT_ONCE)):
        for table, row in some:
            held.setdefault(table, []).append(row)
        for table, these in held.items():
            conn.execute(insert(table), these)
        held.clear()


def _behind_letters(one: Submission) -> Iterator[Row]:
    shared = one.became in {"led", "shared"}
    told, after = {"submission_id": one.submission_id}, one.at + _DAY
    yield (
        communications.submissions,
        {
            **told,
            "received_at": one.at,
            "language": "en",
            "state": one.state,
            "mandates": list(one.mandates),
            "triage_position": one.number + 1 if shared else None,
            "triaged_at": after if shared else None,
        },
    )
    if shared:
        triage = {**told, "position": one.number + 1}
        yield communications.triages, {**triage, "triaged_at": after}
        for mandate in one.mandates:
            share = {**told, "mandate": mandate, "triage_position": one.number + 1}
            yield communications.shares, share


def _published_letter(
    n: int,
    told: dict[str, str],
    type_: str,
    state: str,
    signed: Sequence[str],
    sent: datetime,
    public: datetime | None,
    reference: str,
) -> Iterator[Row]:
    of = {"reference": reference, "type": type_, "recipient": state, "transmitted_at": sent}
    ends = {"embargo_until": sent + 60 * _DAY, "published_at": public}
    yield publication.letters, {**told, **of, **ends, "edition": 1 if public else None}
    if not public:
        return
    letter = {"document": "letter", "kind": None, "received_at": None, "shown_at": public}
    yield publication.documents, {**told, "reply_id": None, "language": "en", **letter}
    yield (
        register.letters,
        {
            **told,
            **of,
            "key": n + 1,
            "terms": "",
            "slug": f"letter-{n}",
            "mandates": list(signed),
            "year": sent.year,
            "joint": len(signed) > 1,
            "edition": 1,
            "text": "x",
            "published_at": public,
        },
    )
