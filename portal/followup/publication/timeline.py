"""The timeline of a publication: whoever has its page sees all of it, but for the notes."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.web.i18n.texts import lazy
from portal.web.timeline import Kind, everybody

_TITLES = {
    "embargo-set": lazy("Embargo set"),
    "embargo-moved": lazy("Embargo moved to a later day"),
    "early-publication-decided": lazy("Early publication decided"),
    "embargo-ended": lazy("Embargo ended"),
    "reply-awaits-publication": lazy("Reply received"),
    "translation-awaits-publication": lazy("Translation of a reply received"),
    "redaction-made": lazy("Redacted"),
    "redaction-removed": lazy("Redaction taken out"),
    "names-allowed": lazy("Names allowed to stand"),
    "redaction-approved": lazy("Redacted text approved"),
    "redaction-approval-voided": lazy("Approval void: the redactions changed"),
    "communication-published": lazy("Letter published"),
    "reply-published": lazy("Reply published"),
    "translation-published": lazy("Translation of a reply published"),
    "reply-withheld": lazy("Placeholder for a confidential reply published"),
    "publication-withdrawn": lazy("Publication taken back"),
}
KINDS: Mapping[str, Kind[None]] = MappingProxyType(
    {kind: Kind(said, everybody, everybody) for kind, said in _TITLES.items()}
)
