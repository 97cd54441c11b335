"""The invented procedure of a demonstration: a draft that mandate-holders can comment on."""

from datetime import timedelta

from portal.committee.sops import found
from portal.web.context import now
from portal.web.demonstration.asking import ask, seal
from shared.contracts.stakeholders_sop_commands import DraftSop
from shared.core.message import derive_id


def tell() -> None:
    sop_id = str(derive_id("demo sop"))
    subject = found.subject_of(sop_id)
    draft = DraftSop(
        sop_id=sop_id,
        version=1,
        draft=0,
        title=seal(subject, "How letters are prepared (invented)"),
        text=seal(subject, "A draft goes to every mandate that signs, for five days. (invented)"),
    )
    at = now() - timedelta(days=9)
    ask(draft, "committee", str(derive_id("committee sop", sop_id)), f"sop {sop_id}", at=at)
