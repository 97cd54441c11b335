"""What the page of a report offers, by where it stands. The service rules."""

from collections.abc import Mapping
from typing import Final

from portal.followup.visit_reports.queries import Report
from portal.web.i18n.texts import lazy
from shared.contracts.followup_visit_reports import Stage
from shared.core.actor import Actor
from shared.core.roles import Role

_WORKS: Final[Mapping[Stage, tuple[str, ...]]] = {
    "drafting": ("visitdraft.text", "visitdraft.add", "reportjoint.name"),
    "with_state": ("visitcomments.add",),
    "deciding": ("visitdraft.text", "visitdraft.add", "visitcomments.add"),
    "approved": ("visitdraft.text", "visitdraft.add", "visitcomments.add", "visitdraft.submit"),
    "submitted": ("visitcomments.add",),
    "published": ("visitcomments.add", "reporttogether.choose"),
    "withdrawn": ("visitdraft.start",),
}
_HOLDS: Final[Mapping[Stage, tuple[str, ...]]] = {
    "drafting": ("reportdecisions.approve", "reportdecisions.send"),
    "deciding": ("reportdecisions.approve",),
    "approved": ("reportdecisions.approve",),
    "published": ("reportdecisions.present", "reportdecisions.plan"),
}
_PUBLISHES: Final[Mapping[Stage, tuple[str, ...]]] = {
    "submitted": ("visitpublishing.publish", "visitpublishing.give_back"),
    "published": (
        "visitpublishing.languages",
        "visitdocuments.add",
        "visitpublishing.addendum",
    ),
}
WORDS: Final = {
    "visitdraft.start": lazy("Begin the report anew"),
    "visitdraft.text": lazy("Write the text"),
    "visitdraft.add": lazy("Add a recommendation"),
    "visitdraft.submit": lazy("Submit the report"),
    "reportcheck.check": lazy("Check of the text"),
    "visitcomments.add": lazy("Log a comment of the State"),
    "reportdecisions.send": lazy("Send the draft to the State"),
    "reportdecisions.approve": lazy("Approve the report"),
    "reportdecisions.present": lazy("Log that it was presented to the Council"),
    "reportdecisions.plan": lazy("Plan the follow-up"),
    "reportjoint.name": lazy("Name a mandate that writes it as well"),
    "reportjoint.leave": lazy("Take a mandate off the report"),
    "reporttogether.choose": lazy("Say with which reports it is read"),
    "visitpublishing.publish": lazy("Publish the report"),
    "visitpublishing.languages": lazy("Say in which languages the document is out"),
    "visitdocuments.add": lazy("Add a file"),
    "visitdocuments.note": lazy("Name the preliminary note"),
    "visitpublishing.give_back": lazy("Give the report back"),
    "visitpublishing.addendum": lazy("Publish the comments of the State"),
    "visitpublishing.withdraw": lazy("Withdraw the report"),
}


def acts(
    one: Report,
    actor: Actor,
    *,
    asked: bool,
    withdraws: bool,
    begins: bool,
    others: bool,
    leaves: bool,
    alone: bool,
) -> list[str]:
    """Return the endpoints of what this person can do now.

    ``asked``: the State wants a comment to be published. ``begins``: whoever came works on the
    visit, and the report is no record. ``others``: other mandates have published reports on the
    State. ``leaves``: a mandate can be taken off by whoever came. ``alone``: it is
    that of a mandate that came along on a joint visit.
    """
    found: list[str] = []
    if one.works:
        found += _WORKS[one.stage]
        if actor.has(Role.MANDATE_HOLDER):
            found += _HOLDS.get(one.stage, ())
        found.append("reportcheck.check")
    elif actor.has(Role.GOVERNMENT) and one.stage == "with_state":
        found.append("visitcomments.add")
    if actor.has(Role.PUBLICATION_OFFICER):
        found += _PUBLISHES.get(one.stage, ())
    publishes = actor.has(Role.PUBLICATION_OFFICER) and one.stage in {"submitted", "published"}
    if publishes or (one.works and one.stage != "withdrawn"):
        found.append("visitdocuments.note")
    if leaves:
        found.append("reportjoint.leave")
    if withdraws:
        found.append("visitpublishing.withdraw")
    never: set[str] = set()
    if not one.text:
        never |= {"reportdecisions.send", "reportdecisions.approve", "reportcheck.check"}
    if not begins:
        never.add("visitdraft.start")
    if not actor.serves(one.mandate):  # the mandate that leads
        never |= {"reportjoint.name", "reportdecisions.send"}
    if alone:
        never.add("reportjoint.name")
    if one.stage == "drafting" and not any(map(actor.serves, one.others)):
        never.add("reportdecisions.approve")
    if not others:
        never.add("reporttogether.choose")
    if not asked:
        never.add("visitpublishing.addendum")
    if one.presented_on is None:
        never.add("reportdecisions.plan")
    return [endpoint for endpoint in found if endpoint not in never]
