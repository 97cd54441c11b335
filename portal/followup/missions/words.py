"""The words of missions, in the reader's language."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from portal.followup.missions.queries import Elsewhere, Item, Mission, Passed, Tally
from portal.web.i18n.texts import gettext, lazy, lazy_pgettext, ngettext
from shared.contracts.followup_missions import Phase, Plans, TaskState, What
from shared.reference.missions import days_of

PHASES: Final[Mapping[Phase, tuple[str, str]]] = {
    "planning": (lazy_pgettext("mission", "In preparation"), "waiting"),
    "underway": (lazy_pgettext("mission", "Under way"), "active"),
    "interrupted": (lazy_pgettext("mission", "Interrupted"), "late"),
    "ended": (lazy_pgettext("mission", "Ended"), "active"),
    "completed": (lazy_pgettext("mission", "Completed"), "done"),
}
PLANS: Final[Mapping[Plans, tuple[str, str]]] = {
    "unsettled": (lazy("Terms of reference are open again"), "late"),
    "open": (lazy("Dates are open again"), "late"),
    "called_off": (lazy_pgettext("mission", "Called off"), "stopped"),
}
KINDS: Final[Mapping[str, str]] = {
    "official": lazy("Official visit"),
    "follow_up": lazy("Follow-up visit"),
    "urgent": lazy("Urgent mission"),
    "unofficial": lazy("Unofficial visit"),
    "other_body": lazy("Visit to another body"),
}
MEETINGS: Final = {
    "government": lazy("Government"),
    "parliament": lazy("Parliament"),
    "judiciary": lazy("Judiciary"),
    "nhri": lazy("National human rights institution"),
    "un": lazy("United Nations"),
    "detention": lazy("Place of detention"),
    "site": lazy("Another site"),
    "diplomats": lazy("Diplomatic corps"),
    "press": lazy("Press"),
    "victims": lazy("Victims"),
    "civil_society": lazy("Civil society"),
}
ITEM_STATES: Final = {
    "proposed": lazy_pgettext("meeting", "Proposed"),
    "confirmed": lazy_pgettext("meeting", "Confirmed"),
    "refused": lazy_pgettext("meeting", "Refused by the State"),
    "cancelled": lazy_pgettext("meeting", "Cancelled"),
    "held": lazy_pgettext("meeting", "Held"),
    "withdrawn": lazy_pgettext("meeting", "Taken out"),
}
TASKS: Final = {
    "request": lazy("Mission request"),
    "input": lazy("Call for input"),
    "context": lazy("Context note"),
    "visas": lazy("Visas"),
    "programme": lazy("Programme with the State"),
    "security": lazy("Security clearance"),
    "findings": lazy("Preliminary findings to the Government first, then the press"),
    "debrief": lazy("Debrief note"),
    "sources": lazy("Tell the people met what comes next, and whom to call if threatened"),
    "report": lazy("Draft report"),
}
UNANNOUNCED: Final = lazy_pgettext("meeting", "Unannounced")
PLACE, LEAD, INTERPRETER = lazy("Where"), lazy("Who leads"), lazy("Who interprets")
PARTICULARS: Final = {
    "team": lazy("Team"),
    "places": lazy("Places"),
    "languages": lazy("Languages and interpretation"),
    "body": lazy("Supporting outside body"),
}
TASK_PHASES: Final = {
    "before": lazy("Before the visit"),
    "during": lazy("During the visit"),
    "after": lazy("After the visit"),
}
TASK_READERS: Final = {
    "desk": lazy("The mandate, and the desk officer of the State"),
    "team": lazy("The mandate alone"),
}
TASK_STATES: Final[Mapping[TaskState, tuple[str, str]]] = {
    "open": (lazy_pgettext("task", "Open"), "waiting"),
    "done": (lazy_pgettext("task", "Done"), "done"),
    "unneeded": (lazy_pgettext("task", "Not needed"), "neutral"),
}
ASSIGNEES: Final = {
    "holder": lazy("Mandate-holder"),
    "officer": lazy("Human-rights officer"),
    "desk": lazy("Desk officer"),
}
OFFICES: Final = {
    "foreign_ministry": lazy("Ministry of foreign affairs"),
    "head_of_government": lazy("Office of the Head of Government"),
    "head_of_state": lazy("Office of the Head of State"),
    "other_ministry": lazy("Another ministry"),
    "permanent_mission": lazy("Permanent mission to the United Nations"),
}
WAYS: Final = {
    "meeting": lazy("In a meeting"),
    "call": lazy("By telephone or video call"),
    "note": lazy("In writing"),
}
STEPS: Final[Mapping[What | Passed, str]] = {
    "programme_agreed": lazy("Programme agreed with the State"),
    "security_cleared": lazy("Security cleared"),
    "began": lazy("The visit began"),
    "interrupted": lazy("The visit was interrupted"),
    "resumed": lazy("The visit was resumed"),
    "ended": lazy("The visit ended"),
    "completed": lazy("The mission is completed"),
    "debriefed": lazy("The debrief was held"),
    "sources_told": lazy("The people met were told what comes next"),
    "taken_back": lazy("The last step is taken back"),
    "passed_on": lazy("The mandate ended, and another mandate goes on with the visit"),
    "kept": lazy("The mandate ended, and the visit is kept as a record"),
    "findings_shared": lazy("Preliminary findings were shared with the Government"),
    "findings_refused": lazy("The Government refused to hear the preliminary findings"),
    "statement_issued": lazy("The end-of-mission statement was issued"),
    "joined": lazy("Another mandate joined the visit"),
    "left": lazy("A mandate does not come along"),
}


JOINT: Final = (lazy("Goes on in a joint visit"), "neutral")


def standing(one: Mission) -> tuple[str, str]:
    """Until the visit begins its dates say where it stands."""
    if one.joint is not None:
        return JOINT
    return PLANS.get(one.plans, PHASES[one.phase]) if one.phase == "planning" else PHASES[one.phase]


def plans(one: Mission) -> tuple[str, str] | None:
    """Return what the visit file says otherwise of a visit that is under way."""
    return PLANS.get(one.plans) if one.phase in {"underway", "interrupted"} else None


def countdown(one: Mission, began: date | None, today: date) -> str | None:
    """Return how far the days of a visit are; None: none hold, or they are behind.

    ``began``: on which day the visit did, if it has.
    """
    if one.kept or one.joint or not one.has_days or one.phase in {"ended", "completed"}:
        return None
    if one.phase == "planning":
        return _to_go((one.dates.first - today).days)
    days = days_of(one.dates, began, None)
    number, of = (today - days.first).days + 1, (days.last - days.first).days + 1
    if number > of:
        over = number - of
        return ngettext(
            "Its last day was %(count)s day ago", "Its last day was %(count)s days ago", over
        )
    return gettext("Day %(number)s of %(of)s", number=max(number, 1), of=of)


def _to_go(days: int) -> str:
    if days == 0:
        return gettext("It begins today")
    if days < 0:
        return ngettext(
            "Its first day was %(count)s day ago", "Its first day was %(count)s days ago", -days
        )
    return ngettext("%(count)s day to go", "%(count)s days to go", days)


def hours(one: Item | Elsewhere) -> str:
    """Return when a meeting begins, and when it ends if that is said."""
    return f"{one.begins}\N{EN DASH}{one.ends}" if one.ends else one.begins


def version(number: int) -> str:
    """Return the name of a version of the programme with the State."""
    return gettext("Version %(number)s of the programme", number=number)


def tallied(some: Tally) -> str:
    """Return how many tasks are done."""
    return gettext("%(done)s of %(of)s done", done=some.done, of=some.of)


def late(some: Tally) -> str | None:
    """Return how many tasks are late; None: none is."""
    return ngettext("%(count)s late", "%(count)s late", some.late) if some.late else None
