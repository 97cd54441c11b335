"""The tables of reprisal cases: for their group alone. All that was written is sealed."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    String,
    Table,
)

from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_erasure import CaseTextErased
from shared.contracts.followup_reprisals import (
    DETAILS,
    TYPES,
    OfReprisal,
    ReprisalActionDecided,
    ReprisalActionTaken,
    ReprisalClosed,
    ReprisalClosureAgreed,
    ReprisalConsentRecorded,
    ReprisalDetailsRecorded,
    ReprisalDocumentNoted,
    ReprisalDocumentStruck,
    ReprisalFollowedUp,
    ReprisalGroupNamed,
    ReprisalHarmAssessed,
    ReprisalLetterLinked,
    ReprisalLetterUnlinked,
    ReprisalPassedOn,
    ReprisalReopened,
    ReprisalReported,
    ReprisalScreened,
    ReprisalSentForAnnualReport,
    ReprisalShowingEnded,
    ReprisalShown,
    ReprisalVictimContacted,
    StateAnsweredOnReprisal,
)
from shared.core.geneva import day_of
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Delete, Put, ReadModel
from shared.reference.reprisals import ACTIONS, AGREES, CONSENTS, NO_VICTIM

CONSUMER = "portal.reprisalcases"

tables = MetaData()
cases = Table(
    "reprisalcases_cases",
    tables,
    Column("case_id", String(36), primary_key=True),
    Column("mandate", String(60)),
    Column("state", String(3)),
    Column("origin", String(12)),
    Column("link", String(36)),
    Column("relation", String(12)),
    Column("act", String(15)),
    Column("imminent", Boolean),
    Column("stage", String(10)),
    Column("condition", String(10)),
    Column("account", SealedText),
    Column("cooperation", SealedText),
    Column("answer", SealedText),
    Column("answer_value", String(10)),
    Column("next_look_on", Date),
    Column("contact_by", Instant),
    Column("contacted_at", Instant),
    Column("screen_by", Instant),
    Column("reported_at", Instant),
    Column("agreed_part", String(10)),
    Column("agreed_reason", String(10)),
    Column("reason", String(10)),
    Column("group_no", BigInteger),  # the position of the fact that named the group
    Column("shown_after", BigInteger),  # what was shown before this position ended with it
    Column("erased", Boolean),  # its key was destroyed
    Index("reprisalcases_cases_look", "stage", "next_look_on"),
    Index("reprisalcases_cases_link", "link"),
)
people = Table(
    "reprisalcases_people",  # by name; those of an older group have an older position
    tables,
    Column("case_id", String(36), primary_key=True),
    Column("account_id", String(80), primary_key=True),
    Column("part", String(10), primary_key=True),
    Column("group_no", BigInteger),
    Index("reprisalcases_people_account", "account_id"),
)
details = Table(
    "reprisalcases_details",  # as they were recorded last
    tables,
    Column("case_id", String(36), primary_key=True),
    *(Column(name, SealedText) for name in DETAILS),
)
consents = Table(
    "reprisalcases_consents",
    tables,
    Column("case_id", String(36), primary_key=True),
    Column("consent", String(10), primary_key=True),
    Column("answer", String(10)),
    Column("ended", Boolean),  # refused or withdrawn, until it is given anew
    Column("given_by", String(10)),
    Column("note", SealedText),
    Column("assessed_on", Date),
    Column("assessment", SealedText),
)
actions = Table(
    "reprisalcases_actions",
    tables,
    Column("case_id", String(36), primary_key=True),
    Column("action", String(12), primary_key=True),
    Column("decided", Boolean),
    Column("taken_on", Date),
    Column("note", SealedText),
    Column("to_review", Boolean),
)
letters = Table(
    "reprisalcases_letters",  # that it went into; which, is sealed
    tables,
    Column("case_id", String(36), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("letter", SealedText),
)
shown = Table(
    "reprisalcases_shown",  # to somebody outside the group, what was shown to them last
    tables,
    Column("case_id", String(36), primary_key=True),
    Column("account_id", String(80), primary_key=True),
    Column("position", BigInteger),
    Column("as_part", String(10)),
    Column("until", Date),
    Column("text", SealedText),
    Column("by_id", String(80)),
    Column("at", Instant),
    Column("ended", Boolean),
    Index("reprisalcases_shown_account", "account_id", "until"),
)
reports = Table(
    "reprisalcases_reports",
    tables,
    Column("case_id", String(36), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("part", String(10)),
    Column("words", Integer),
    Column("text", SealedText),
    Column("to_review", Boolean),
    Index("reprisalcases_reports_year", "year"),
)
documents = Table(
    "reprisalcases_documents",  # of the United Nations, public, by their symbols (XR6)
    tables,
    Column("case_id", String(36), primary_key=True),
    Column("symbol", String(140), primary_key=True),
    Column("published_on", Date),
)
years = Table(
    "reprisalcases_years",  # how each year left it; of a year that is over nothing changes
    tables,
    Column("case_id", String(36), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("outcome", String(10)),
    Index("reprisalcases_years_year", "year"),
)
steps = Table(
    "reprisalcases_steps",
    tables,
    Column("case_id", String(36), primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(40)),  # the fact's wire name
    Column("what", String(15)),
    Column("by_id", String(80)),
    Column("at", Instant),
    Column("note", SealedText),
)
_KINDS = {kind: name for name, kind in TYPES.items()}
_WHAT = ("channel", "consent", "action", "value", "year", "condition", "reason", "with_whom")
_REPORTED = ("mandate", "state", "origin", "link", "relation", "act", "imminent", "account")


def project(published: Published) -> Iterable[Change]:
    fact = published.fact
    if isinstance(fact, CaseTextErased) and fact.what == "reprisal":
        return [Put(cases, (fact.item_id,), {"erased": True})]
    if not isinstance(fact, OfReprisal):
        return []
    number = published.position
    return [*_voided(fact), *_changes(fact, number), *_outcome(fact), _step(fact, number)]


def _voided(fact: OfReprisal) -> Iterable[Change]:
    """What one of two has agreed to was the case as it was."""
    if isinstance(fact, (ReprisalReported, ReprisalVictimContacted)):
        return []
    return [Put(cases, (fact.case_id,), {"agreed_part": None, "agreed_reason": None})]


def _outcome(fact: OfReprisal) -> Iterable[Change]:
    match fact:
        case ReprisalClosed(reason=reason):
            outcome = "no_more" if reason == "erased" else reason
        case ReprisalScreened(in_scope=False):
            outcome = "out"
        case ReprisalReported() | ReprisalScreened() | ReprisalReopened():
            outcome = "going"
        case _:
            return []
    return [Put(years, (fact.case_id, day_of(fact.done_at).year), {"outcome": outcome})]


def _changes(fact: OfReprisal, number: int) -> Iterable[Change]:  # one case for each fact
    one = fact.case_id
    match fact:
        case ReprisalReported() as f:
            return _reported(f, number)
        case ReprisalGroupNamed() as f:
            named = [(each, "holder") for each in f.holders]
            named += [(each, "officer") for each in f.officers]
            return [
                Put(cases, (one,), {"group_no": number}),
                *(Put(people, (one, *each), {"group_no": number}) for each in named),
            ]
        case ReprisalPassedOn() as f:
            now = {"mandate": f.mandate, "group_no": number, "shown_after": number}
            return [Put(cases, (one,), now)]
        case ReprisalVictimContacted() as f:
            look = {"next_look_on": f.next_look_on} if f.next_look_on else {}
            return [Put(cases, (one,), {"contacted_at": f.done_at, **look})]
        case ReprisalScreened() as f:
            stage = "open" if f.in_scope else "out"
            now = {"stage": stage, "cooperation": f.cooperation, "next_look_on": f.next_look_on}
            return [Put(cases, (one,), now)]
        case ReprisalDetailsRecorded() as f:
            return [Put(details, (one,), {name: getattr(f, name) for name in DETAILS})]
        case ReprisalConsentRecorded() as f:
            return _consented(f, number)
        case ReprisalHarmAssessed() as f:
            now = {"assessed_on": f.assessed_on, "assessment": f.assessment}
            return [Put(consents, (one, f.consent), now)]
        case ReprisalActionDecided() as f:
            return [Put(actions, (one, f.action), {"decided": True})]
        case ReprisalActionTaken() as f:
            taken = {"decided": False, "taken_on": f.taken_on, "note": f.note}
            return [Put(actions, (one, f.action), {**taken, "to_review": False})]
        case _:
            return [*_told(fact, number), *_later(fact, number)]


def _told(fact: OfReprisal, number: int) -> Iterable[Change]:
    one = fact.case_id
    match fact:
        case ReprisalLetterLinked() as f:
            return [Put(letters, (one, f.number), {"letter": f.letter})]
        case ReprisalLetterUnlinked() as f:
            return [Delete(letters, (one, f.number))]
        case ReprisalShown() as f:
            now = {"as_part": f.as_part, "until": f.until, "text": f.text, "ended": False}
            by = {"position": number, "by_id": f.done_by, "at": f.done_at}
            return [Put(shown, (one, f.account_id), {**now, **by})]
        case ReprisalShowingEnded() as f:
            return [Put(shown, (one, f.account_id), {"ended": True})]
        case _:
            return []


def _later(fact: OfReprisal, number: int) -> Iterable[Change]:
    one = fact.case_id
    match fact:
        case StateAnsweredOnReprisal() as f:
            return [Put(cases, (one,), {"answer_value": f.value, "answer": f.answer})]
        case ReprisalSentForAnnualReport() as f:
            sent = {"part": f.part, "words": f.words, "text": f.text, "to_review": False}
            return [Put(reports, (one, f.year), sent)]
        case ReprisalDocumentNoted() as f:
            return [Put(documents, (one, f.symbol), {"published_on": f.published_on})]
        case ReprisalDocumentStruck() as f:
            return [Delete(documents, (one, f.symbol))]
        case ReprisalFollowedUp() as f:
            now: dict[str, Any] = {"condition": f.condition, "next_look_on": f.next_look_on}
            if f.condition == "worse":
                return [Put(cases, (one,), {**now, "imminent": True}), *_anew(one, number)]
            urgent = {} if f.condition == "same" else {"imminent": False}
            return [Put(cases, (one,), {**now, **urgent})]
        case ReprisalClosureAgreed() as f:
            return [Put(cases, (one,), {"agreed_part": f.part, "agreed_reason": f.reason})]
        case ReprisalClosed() as f:
            over = {"stage": "closed", "reason": f.reason, "shown_after": number}
            over["next_look_on"] = None
            return [Put(cases, (one,), over), *_undecided(one)]
        case ReprisalReopened() as f:
            now = {"stage": "open", "reason": None, "next_look_on": f.next_look_on}
            return [Put(cases, (one,), now), *_anew(one, number)]
        case _:
            return []


def _reported(f: ReprisalReported, number: int) -> Iterable[Change]:
    now = {name: getattr(f, name) for name in _REPORTED}
    without_victim = f.relation == NO_VICTIM
    by = (("holder", f.as_holder), ("officer", f.as_officer))
    return [
        Put(
            cases,
            (f.case_id,),
            {
                **now,
                "stage": "reported",
                "next_look_on": day_of(f.screen_by if without_victim else f.contact_by),
                "contact_by": None if without_victim else f.contact_by,
                "screen_by": f.screen_by,
                "reported_at": f.done_at,
                "group_no": number,
            },
        ),
        *(
            Put(people, (f.case_id, account, part), {"group_no": number})
            for part, account in by
            if account
        ),
    ]


def _consented(f: ReprisalConsentRecorded, number: int) -> Iterable[Change]:
    now = {"answer": f.answer, "given_by": f.given_by, "note": f.note}
    ends = f.consent == "sharing" and f.answer != "yes"
    return [
        *([Put(cases, (f.case_id,), {"shown_after": number})] if ends else []),
        Put(consents, (f.case_id, f.consent), {**now, "ended": f.answer not in AGREES}),
        *(Put(actions, (f.case_id, each), {"decided": False}) for each in f.stopped),
        *(Put(actions, (f.case_id, each), {"to_review": True}) for each in f.to_review),
        *(Put(reports, (f.case_id, each), {"to_review": True}) for each in f.years_to_review),
    ]


def _anew(one: str, number: int) -> Iterable[Change]:
    gone = {"answer": None, "given_by": None, "note": None, "assessed_on": None}
    return [
        Put(cases, (one,), {"shown_after": number}),
        *(Put(consents, (one, each), {**gone, "assessment": None}) for each in CONSENTS),
        *_undecided(one),
    ]


def _undecided(one: str) -> Iterable[Change]:
    return [Put(actions, (one, each), {"decided": False}) for each in ACTIONS]


def _step(fact: OfReprisal, number: int) -> Put:
    what = next((str(getattr(fact, name)) for name in _WHAT if hasattr(fact, name)), None)
    values = {"kind": _KINDS[type(fact)], "what": what, "by_id": fact.done_by, "at": fact.done_at}
    return Put(steps, (fact.case_id, number), {**values, "note": getattr(fact, "note", None)})


CASES = ReadModel(consumer=CONSUMER, contracts=(FOLLOWUP,), tables=tables, project=project)
