"""The words of the internal advisory procedure, in the reader's language."""

from typing import Final

from portal.web.i18n.texts import lazy, lazy_pgettext

CATEGORIES: Final = {
    "holder_asks": lazy("A holder asks about the own mandate"),
    "referred": lazy("A State or somebody else referred it"),
    "systemic": lazy("A systemic issue"),
}
STAGES: Final = {
    "received": (lazy_pgettext("IAP", "Received"), "waiting"),
    "categorised": (lazy_pgettext("IAP", "Categorised"), "waiting"),
    "considered": (lazy_pgettext("IAP", "Considered"), "active"),
    "recorded": (lazy_pgettext("IAP", "Outcome recorded"), "active"),
    "told": (lazy_pgettext("IAP", "Outcome told"), "done"),
    "not_taken_up": (lazy_pgettext("IAP", "Not taken up"), "neutral"),
    "withdrawn": (lazy_pgettext("IAP", "Taken back"), "neutral"),
    "over": (lazy_pgettext("IAP stage", "Over"), "neutral"),
    "open": (lazy_pgettext("IAP", "With the Committee"), "waiting"),
}
STEPS: Final = {
    "received": lazy_pgettext("IAP", "Received"),
    "categorised": lazy_pgettext("IAP", "Categorised"),
    "invited": lazy("The holder was invited to comment"),
    "commented": lazy("The holder commented"),
    "considered": lazy_pgettext("IAP", "Considered"),
    "recorded": lazy_pgettext("IAP", "Outcome recorded"),
    "told": lazy_pgettext("IAP", "Outcome told"),
    "not_taken_up": lazy_pgettext("IAP", "Not taken up"),
    "withdrawn": lazy_pgettext("IAP", "Taken back"),
}
REFUSED: Final = {
    "case_content": lazy("It is about a case, and not about working methods"),
    "not_methods": lazy("It is not about the work of a mandate"),
    "known": lazy("Another procedure covers it"),
    "erased": lazy("What was written in it was erased on request"),
}
HEARS: Final = {
    "requester": lazy("Who asked"),
    "holder": lazy("The holder of the mandate"),
    "annual_meeting": lazy("The Annual Meeting"),
}
