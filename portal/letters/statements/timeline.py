"""The timeline of a statement: whoever has its page sees all of it."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.web.i18n.texts import lazy
from portal.web.timeline import Kind, everybody

_TITLES = {
    "statement-drafted": lazy("Drafted"),
    "statement-revised": lazy("Text changed: version %(version)s"),
    "statement-approval-requested": lazy("Approval of version %(version)s requested"),
    "statement-approval-given": lazy("%(mandate)s approved version %(version)s"),
    "statement-approval-voided": lazy("Approval of version %(version)s by %(mandate)s voided"),
    "statement-changes-requested": lazy("%(mandate)s asked for changes to version %(version)s"),
    "statement-signer-dropped": lazy("%(mandate)s is vacant, and the statement goes on without it"),
    "statement-passed-on": lazy("%(mandate)s takes the place of a mandate that ended"),
    "statement-kept-as-record": lazy(
        "%(mandate)s has ended, and the statement is kept as a record"
    ),
    "statement-declined": lazy("%(mandate)s declined: it is not in its name"),
    "statement-approved": lazy("Every mandate approved version %(version)s"),
    "statement-embargo-set": lazy("Under embargo until a press conference, by %(mandate)s"),
    "statement-embargo-lifted": lazy("Embargo lifted by %(mandate)s"),
    "statement-issued": lazy("Issued: edition %(version)s"),
    "letter-text-erased": lazy("Text erased on request"),
    "statement-withdrawn": lazy("Withdrawn by %(mandate)s"),
}
KINDS: Mapping[str, Kind[None]] = MappingProxyType(
    {kind: Kind(said, everybody, everybody, everybody) for kind, said in _TITLES.items()}
)
