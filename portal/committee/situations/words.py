"""The words of the watch-list, in the reader's language."""

from collections.abc import Mapping
from typing import Final

from portal.web.i18n.texts import lazy, lazy_pgettext
from shared.contracts.stakeholders_situations import Level, Stage

LEVELS: Final[Mapping[Level, tuple[str, str]]] = {
    "watch": (lazy_pgettext("situation", "Watch"), "neutral"),
    "concern": (lazy_pgettext("situation", "Concern"), "waiting"),
    "urgent": (lazy_pgettext("situation", "Urgent"), "late"),
}
STAGES: Final[Mapping[Stage, tuple[str, str]]] = {
    "proposed": (lazy_pgettext("situation", "Proposed"), "waiting"),
    "declined": (lazy_pgettext("situation", "Not opened"), "neutral"),
    "open": (lazy_pgettext("situation", "Open"), "active"),
    "closed": (lazy_pgettext("situation", "Closed"), "done"),
}
STEPS: Final = {
    "proposed": lazy_pgettext("situation", "Proposed"),
    "declined": lazy_pgettext("situation", "Not opened"),
    "open": lazy_pgettext("situation", "Opened"),
    "reviewed": lazy_pgettext("situation", "Reviewed"),
    "levelled": lazy_pgettext("situation", "Level changed"),
    "closed": lazy_pgettext("situation", "Closed"),
    "kept": lazy("Kept from the desk of the State"),
    "reopened": lazy_pgettext("situation", "Opened again"),
}
INDICATORS: Final = {
    "cerd-a": lazy("Persistent pattern of discrimination"),
    "cerd-b": lazy("Escalating hatred and violence"),
    "cerd-c": lazy("New discriminatory law"),
    "cerd-d": lazy("Segregation"),
    "cerd-e": lazy("No legal framework"),
    "cerd-f": lazy("Impunity"),
    "cerd-g": lazy("Flows of refugees or displaced people"),
    "cerd-h": lazy("Taking of land"),
    "cerd-i": lazy("Pollution or hazardous activities"),
    "common": lazy("A common risk factor of the Framework of Analysis"),
    "specific": lazy("A specific risk factor of the Framework of Analysis"),
}
DECLINED: Final = {
    "known": lazy("Another situation on the list covers it"),
    "coverage": lazy("No indicator applies to what is known"),
    "later": lazy("It is too early to say"),
}
CLOSED: Final = {
    "improved": lazy("The situation improved"),
    "procedure": lazy("Another procedure follows it"),
    "mistake": lazy("It was opened by mistake"),
}
CODES: Final = {
    **DECLINED,
    **CLOSED,
    "taken_back": lazy("Who proposed it took it back"),
}
ACTIONS: Final = {
    "inquiry": lazy("An inquiry or prosecution began"),
    "law": lazy("A law or a policy changed"),
    "remedy": lazy("A release, or another remedy"),
    "access": lazy("A visit or access was granted"),
    "reply": lazy("A reply was made public"),
    "denial": lazy("The Government denied or refused"),
    "restriction": lazy("A new restriction"),
}
