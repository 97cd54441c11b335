"""The timeline of a letter."""

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from portal.letters.communications.letter import Sight
from portal.web import timeline
from portal.web.i18n.texts import lazy
from portal.web.timeline import Kind, Row, Step, everybody


def _work(sight: Sight, _row: Row) -> bool:
    return sight.work


def _clearance(sight: Sight, _row: Row) -> bool:
    return sight.work or sight.clearance


_TO_THE_WORK = {
    "communication-drafted": lazy("Drafted"),
    "draft-revised": lazy("Text changed: version %(version)s"),
    "mandate-invited": lazy("%(mandate)s invited to join"),
    "mandate-joined": lazy("%(mandate)s joined"),
    "mandate-declined": lazy("%(mandate)s declined to join"),
    "mandate-dropped-out": lazy("%(mandate)s was silent until its date to join, and dropped out"),
    "vacant-mandate-dropped": lazy("%(mandate)s is vacant, and the letter goes on without it"),
    "letter-passed-on": lazy("%(mandate)s signs in place of a mandate that ended"),
    "letter-kept-as-record": lazy("%(mandate)s has ended, and the letter is kept as a record"),
    "invitation-extended": lazy("%(mandate)s got more time to join"),
    "naming-allowed": lazy("%(mandate)s decided that names may be told to the authorities"),
    "approval-requested": lazy("Approval of version %(version)s requested"),
    "approval-voided": lazy("Approval of version %(version)s by %(mandate)s voided"),
    "changes-requested": lazy("%(mandate)s asked for changes to version %(version)s"),
    "letter-text-erased": lazy("Text erased on request"),
    "communication-withdrawn": lazy("Withdrawn by %(mandate)s"),
}
_TO_THE_CLEARANCE = {
    "approval-given": lazy("%(mandate)s approved version %(version)s"),
    "communication-approved": lazy("Cleared: every signing mandate approved version %(version)s"),
    "transmission-authorisation-granted": lazy("%(mandate)s authorised transmission"),
    "transmission-authorisation-revoked": lazy("%(mandate)s revoked its authorisation"),
    "transmission-blocked": lazy("Consent was withdrawn: the letter is stopped"),
    "transmission-unblocked": lazy("Consent was given again"),
    "transmission-ordered": lazy("Transmission ordered"),
    "reference-assigned": lazy("Number %(detail)s allotted"),
}
_TO_EVERYBODY = {"communication-transmitted": lazy("Transmitted as %(detail)s")}
KINDS: Mapping[str, Kind[Sight]] = MappingProxyType(
    {
        kind: Kind(title, sees, named=_clearance, reads=everybody)
        for sees, titles in (
            (_work, _TO_THE_WORK),
            (_clearance, _TO_THE_CLEARANCE),
            (everybody, _TO_EVERYBODY),
        )
        for kind, title in titles.items()
    }
)


def shown(rows: Sequence[Any], sight: Sight) -> list[Step]:
    """Return the steps, newest first.

    Who sees the clearance and not the work sees what happened to the present text only.
    """
    asked = [row.position for row in rows if row.kind == "approval-requested"]
    since = max(asked, default=math.inf) if sight.clearance and not sight.work else -math.inf
    return timeline.shown([row for row in rows if row.position > since], KINDS, sight)
