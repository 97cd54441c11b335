"""The read model of the public register: built from published facts and from no others.

Invariant: any fact other than the eight below, however closely related to publication, never
changes a byte of these tables (R7 of procedure.md section 6.2). So no page of the register can
show, count or hint at what is not public, and the address of something unpublished leads to
nothing.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256

from portal.public.register.cards import CONSUMER
from portal.public.register.search import mark, stored
from portal.public.register.tables import (
    TRANSLATION,
    grades,
    letters,
    recommendations,
    replies,
    tables,
)
from portal.web.cases import slug
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_publication import (
    CommunicationPublished,
    PublicationWithdrawn,
    RecommendationPublished,
    RecommendationWithdrawn,
    ReplyGradePublished,
    ReplyPublished,
    ReplyWithheld,
    TranslationPublished,
    translation_of,
)
from shared.facts.kafka import Published
from shared.read_models.model import Change, Delete, Put, ReadModel
from shared.reference import mandates as all_mandates
from shared.reference import states

_HASHED = 46  # bits of the key that tell apart what is of one day
_ORIGIN = datetime(1900, 1, 1, tzinfo=UTC)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case CommunicationPublished() as fact:
            return [_letter(fact)]
        case ReplyPublished() as fact:
            return [_reply(fact)]
        case TranslationPublished() as fact:
            return [_translation(fact)]
        case ReplyWithheld() as fact:
            return [_placeholder(fact)]
        case ReplyGradePublished() as fact:
            key = (fact.communication_id, fact.reply_id, fact.mandate)
            return [Put(grades, key, {"scheme": fact.scheme, "value": fact.value})]
        case PublicationWithdrawn() as fact:
            return _withdrawn(fact)
        case RecommendationPublished() as fact:
            return [_recommendation(fact)]
        case RecommendationWithdrawn() as fact:
            return [_taken_back(fact)]
        case _:
            return []


def dated_key(at: datetime, of: str) -> int:
    """A number that is greater the later the day, and as good as never the same for two."""
    return ((at - _ORIGIN).days << _HASHED) | _number(of, _HASHED)


def _letter(fact: CommunicationPublished) -> Change:
    values = {
        "communication_id": fact.communication_id,
        "slug": slug(fact.reference),
        "reference": fact.reference,
        "type": fact.type,
        "recipient": fact.recipient,
        "mandates": list(fact.mandates),
        "year": int(fact.reference.rpartition("/")[2]),
        "joint": len(fact.mandates) > 1,
        "transmitted_at": fact.transmitted_at,
        "edition": fact.edition,
        "text": fact.text,
        "published_at": fact.published_at,
        "terms": stored(
            fact.text,
            fact.reference,
            *state_names(fact.recipient),
            *map(mandate_terms, fact.mandates),
        ),
    }
    return Put(letters, (dated_key(fact.transmitted_at, fact.communication_id),), values)


def _reply(fact: ReplyPublished) -> Change:
    values = {
        "communication_id": fact.communication_id,
        "reply_id": fact.reply_id,
        "kind": fact.kind,
        "language": fact.language,
        "received_at": fact.received_at,
        "text": fact.text,
        "published_at": fact.published_at,
        "terms": stored(fact.text),
    }
    return Put(replies, (_reply_key(fact.reply_id),), values)


def _translation(fact: TranslationPublished) -> Change:
    values = {
        "communication_id": fact.communication_id,
        "reply_id": fact.reply_id,
        "kind": TRANSLATION,
        "language": fact.language,
        "received_at": fact.received_at,
        "text": fact.text,
        "published_at": fact.published_at,
        "terms": stored(fact.text),
    }
    return Put(replies, (_reply_key(translation_of(fact.reply_id, fact.language)),), values)


def _placeholder(fact: ReplyWithheld) -> Change:
    values = {
        "communication_id": fact.communication_id,
        "reply_id": fact.reply_id,
        "kind": fact.kind,
        "language": None,
        "received_at": fact.received_at,
        "text": None,
        "published_at": fact.withheld_at,
        "terms": "",
    }
    return Put(replies, (_reply_key(fact.reply_id),), values)


def _withdrawn(fact: PublicationWithdrawn) -> list[Change]:
    this = fact.communication_id
    return [
        Delete(letters, (dated_key(fact.transmitted_at, this),)),
        *(Delete(replies, (_reply_key(reply),)) for reply in (*fact.replies, *fact.translations)),
        *(
            Delete(grades, (this, reply, mandate))
            for reply in fact.replies
            for mandate in fact.mandates
        ),
    ]


def _recommendation(fact: RecommendationPublished) -> Change:
    values = {
        "recommendation_id": fact.recommendation_id,
        "communication_id": fact.communication_id,
        "addressee": fact.addressee,
        "mandate": fact.mandate,
        "issued_at": fact.issued_at,
        "text": fact.text,
        "symbol": fact.symbol,
        "item": fact.origin.item if fact.origin else None,
        "source": fact.origin.source if fact.origin else None,
        "document": fact.origin.document if fact.origin else None,
        **_place(fact),
        "published_at": fact.published_at,
        "withdrawn_at": None,
        "terms": _terms(fact, fact.text, fact.report.symbol if fact.report else ""),
    }
    return Put(recommendations, (dated_key(fact.issued_at, fact.recommendation_id),), values)


def _place(fact: RecommendationPublished) -> dict[str, object]:
    """Return where it stands in the report on a visit, and whether its words are those there."""
    of = fact.report
    if of is None:
        return {}
    return {
        "mission_id": of.mission_id,
        "report": of.symbol,
        "paragraph": of.paragraph,
        "same_words": sha256(fact.text.encode()).hexdigest() == of.words_hash,
    }


def _taken_back(fact: RecommendationWithdrawn) -> Change:
    """Keep only that there was a text, and nothing of its content, in the index either."""
    gone = dict.fromkeys(("text", "document", "mission_id", "report", "paragraph", "same_words"))
    values = {**gone, "withdrawn_at": fact.withdrawn_at, "terms": _terms(fact)}
    return Put(recommendations, (dated_key(fact.issued_at, fact.recommendation_id),), values)


def _terms(fact: RecommendationPublished | RecommendationWithdrawn, *texts: str) -> str:
    return stored(
        *texts,
        *state_names(fact.addressee),
        mandate_terms(fact.mandate),
        marks=(mark("state", fact.addressee), mark("mandate", fact.mandate)),
    )


def state_names(recipient: str) -> list[str]:
    """Return the State's name in six languages, so that a search for it finds its letters."""
    state = states().get(recipient)
    return list(state.names.values()) if state else []


def mandate_terms(code: str) -> str:
    mandate = all_mandates().get(code)
    return f"{mandate.name} {mandate.acronym}" if mandate else code


def _reply_key(reply_id: str) -> int:
    return _number(reply_id, 62)


def _number(of: str, bits: int) -> int:
    return int.from_bytes(sha256(of.encode()).digest()[:8]) >> (64 - bits)


REGISTER = ReadModel(consumer=CONSUMER, contracts=(FOLLOWUP,), tables=tables, project=project)
