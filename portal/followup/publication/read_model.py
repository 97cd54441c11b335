"""Letters before publication, as the people who redact and approve see them."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from portal.casefile.submissions.victims import named, told
from portal.followup.publication.tables import (
    documents,
    letters,
    redactions,
    signatures,
    steps,
    tables,
    texts,
    victims,
)
from portal.web.steps import happened
from shared.contracts import approvals, intake
from shared.contracts import followup_publication as publication
from shared.contracts.approvals import APPROVALS
from shared.contracts.followup import FOLLOWUP, GovernmentReplyLogged
from shared.contracts.followup_replies import TranslationReceived
from shared.contracts.intake import INTAKE
from shared.facts.kafka import Published
from shared.read_models.model import Change, Delete, Put, ReadModel

CONSUMER = "portal.publication"
LETTER = "letter"


def project(published: Published) -> Iterable[Change]:
    apply = _PROJECTIONS.get(type(published.fact))
    changes = list(apply(published, published.fact)) if apply else []
    return [*changes, *_step(published)]


def _drafted(_: Published, f: approvals.CommunicationDrafted) -> Iterable[Change]:
    return [Put(texts, (f.communication_id, 1), {"text": f.text})]


def _revised(_: Published, f: approvals.DraftRevised) -> Iterable[Change]:
    return [Put(texts, (f.communication_id, f.version), {"text": f.text})]


def _transmitted(p: Published, f: approvals.CommunicationTransmitted) -> Iterable[Change]:
    values = {
        "correlation_id": p.correlation_id,
        "submission_ids": list(f.submission_ids),
        "version": f.version,
    }
    return [Put(letters, (f.communication_id,), values)]


def _embargo(_: Published, f: publication.EmbargoSet) -> Iterable[Change]:
    values = {
        "reference": f.reference,
        "type": f.type,
        "recipient": f.recipient,
        "transmitted_at": f.transmitted_at,
        "embargo_until": f.embargo_until,
    }
    return [
        Put(letters, (f.communication_id,), values),
        Put(documents, (f.communication_id, LETTER), {"confidential": False}),
        *(Put(signatures, (f.communication_id, mandate), {}) for mandate in f.mandates),
    ]


def _moved(_: Published, f: publication.EmbargoMoved) -> Iterable[Change]:
    return [Put(letters, (f.communication_id,), {"embargo_until": f.embargo_until})]


def _early(_: Published, f: publication.EarlyPublicationDecided) -> Iterable[Change]:
    return [Put(signatures, (f.communication_id, f.mandate), {"early_at": f.decided_at})]


def _ended(_: Published, f: publication.EmbargoEnded) -> Iterable[Change]:
    return [Put(letters, (f.communication_id,), {"ended_at": f.ended_at, "early": f.early})]


def _logged(_: Published, f: GovernmentReplyLogged) -> Iterable[Change]:
    return [Put(documents, (f.communication_id, f.reply_id), {"text": f.text})]


def _translated(_: Published, f: TranslationReceived) -> Iterable[Change]:
    document = publication.translation_of(f.reply_id, f.language)
    return [Put(documents, (f.communication_id, document), {"text": f.text})]


def _awaits(_: Published, f: publication.ReplyAwaitsPublication) -> Iterable[Change]:
    values = {
        "kind": f.kind,
        "language": f.language,
        "confidential": f.confidential_by_state,
        "received_at": f.received_at,
    }
    return [Put(documents, (f.communication_id, f.reply_id), values)]


def _translation_awaits(
    _: Published, f: publication.TranslationAwaitsPublication
) -> Iterable[Change]:
    document = publication.translation_of(f.reply_id, f.language)
    values = {
        "reply_id": f.reply_id,
        "language": f.language,
        "confidential": False,
        "received_at": f.received_at,
    }
    return [Put(documents, (f.communication_id, document), values)]


def _made(_: Published, f: publication.RedactionMade) -> Iterable[Change]:
    values = {
        "communication_id": f.communication_id,
        "document": f.document,
        "start": f.start,
        "end": f.end,
        "form": f.form,
        "reason": f.reason,
        "made_by": f.made_by,
        "made_at": f.made_at,
    }
    return [Put(redactions, (f.redaction_id,), values)]


def _removed(_: Published, f: publication.RedactionRemoved) -> Iterable[Change]:
    return [Delete(redactions, (f.redaction_id,))]


def _allowed(_: Published, f: publication.NamesAllowed) -> Iterable[Change]:
    return [Put(documents, (f.communication_id, f.document), {"names_allowed_at": f.allowed_at})]


def _approved(p: Published, f: publication.RedactionApproved) -> Iterable[Change]:
    values = {
        "approval_id": p.id,
        "rendition": f.rendition,
        "approved_by": f.approved_by,
        "approved_at": f.approved_at,
    }
    return [Put(documents, (f.communication_id, f.document), values)]


_NOT_APPROVED: Mapping[str, None] = MappingProxyType(
    {"approval_id": None, "rendition": None, "approved_by": None, "approved_at": None}
)


def _voided(_: Published, f: publication.RedactionApprovalVoided) -> Iterable[Change]:
    return [Put(documents, (f.communication_id, f.document), _NOT_APPROVED)]


def _published(_: Published, f: publication.CommunicationPublished) -> Iterable[Change]:
    values = {"published_at": f.published_at, "edition": f.edition, "withdrawn_at": None}
    return [
        Put(letters, (f.communication_id,), values),
        Put(documents, (f.communication_id, LETTER), {"shown_at": f.published_at}),
    ]


def _shown(_: Published, f: publication.ReplyPublished) -> Iterable[Change]:
    return [Put(documents, (f.communication_id, f.reply_id), {"shown_at": f.published_at})]


def _translation_shown(_: Published, f: publication.TranslationPublished) -> Iterable[Change]:
    document = publication.translation_of(f.reply_id, f.language)
    return [Put(documents, (f.communication_id, document), {"shown_at": f.published_at})]


def _withheld(_: Published, f: publication.ReplyWithheld) -> Iterable[Change]:
    return [Put(documents, (f.communication_id, f.reply_id), {"shown_at": f.withheld_at})]


def _withdrawn(_: Published, f: publication.PublicationWithdrawn) -> Iterable[Change]:
    """Every approval is void; that of a reply which was not shown yet too."""
    hidden = {**_NOT_APPROVED, "shown_at": None}
    return [
        Put(letters, (f.communication_id,), {"published_at": None, "withdrawn_at": f.withdrawn_at}),
        *(
            Put(documents, (f.communication_id, document), hidden)
            for document in (LETTER, *f.replies, *f.translations)
        ),
    ]


def _received(p: Published, f: intake.AllegationReceived) -> Iterable[Change]:
    return named(victims, f.submission_id, f.victims, p.position)


def _added(p: Published, f: intake.VictimsAdded) -> Iterable[Change]:
    return named(victims, f.submission_id, f.victims, p.position)


def _consent(p: Published, f: intake.ConsentWithdrawn | intake.ConsentGranted) -> Iterable[Change]:
    return [told(victims, f, p.position)]


_PROJECTIONS: Mapping[type, Callable[[Published, Any], Iterable[Change]]] = MappingProxyType(
    {
        intake.AllegationReceived: _received,
        intake.VictimsAdded: _added,
        intake.ConsentWithdrawn: _consent,
        intake.ConsentGranted: _consent,
        approvals.CommunicationDrafted: _drafted,
        approvals.DraftRevised: _revised,
        approvals.CommunicationTransmitted: _transmitted,
        GovernmentReplyLogged: _logged,
        TranslationReceived: _translated,
        publication.EmbargoSet: _embargo,
        publication.EmbargoMoved: _moved,
        publication.EarlyPublicationDecided: _early,
        publication.EmbargoEnded: _ended,
        publication.ReplyAwaitsPublication: _awaits,
        publication.TranslationAwaitsPublication: _translation_awaits,
        publication.RedactionMade: _made,
        publication.RedactionRemoved: _removed,
        publication.NamesAllowed: _allowed,
        publication.RedactionApproved: _approved,
        publication.RedactionApprovalVoided: _voided,
        publication.CommunicationPublished: _published,
        publication.ReplyPublished: _shown,
        publication.TranslationPublished: _translation_shown,
        publication.ReplyWithheld: _withheld,
        publication.PublicationWithdrawn: _withdrawn,
    }
)

_NAMES = {cls: name for name, cls in publication.PUBLICATION_FACTS.items()}
_BY = ("made_by", "removed_by", "allowed_by", "approved_by", "moved_by", "decided_by")
_SILENT = (publication.GradeAwaitsPublication, publication.ReplyGradePublished)


def _step(p: Published) -> Iterable[Change]:
    """The line of the timeline. When it happened is when it was recorded, but for the embargo."""
    fact = p.fact
    name = _NAMES.get(type(fact))
    if name is None or isinstance(fact, _SILENT):
        return []
    return [
        happened(
            steps,
            p,
            name,
            p.at,
            by=_first(fact, (*_BY, "withdrawn_by")),
            document=getattr(fact, "document", None) or getattr(fact, "reply_id", None),
            mandate=getattr(fact, "mandate", None),
            detail=getattr(fact, "form", None),
            note=_first(fact, ("note",)) or _sealed_reason(fact),
        )
    ]


def _first(fact: Any, names: Iterable[str]) -> Any:
    return next((value for name in names if (value := getattr(fact, name, None))), None)


def _sealed_reason(fact: Any) -> Any:
    reason = getattr(fact, "reason", None)
    return None if isinstance(reason, str) else reason


PUBLICATION = ReadModel(
    consumer=CONSUMER,
    contracts=(INTAKE, APPROVALS, FOLLOWUP),
    tables=tables,
    project=project,
)
