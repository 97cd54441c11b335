"""The words of advice that OHCHR asks of the Committee, in the reader's language."""

from typing import Final

from portal.web.i18n.texts import lazy, lazy_pgettext

STAGES: Final = {
    "waiting": (lazy_pgettext("committee advice", "Waiting"), "waiting"),
    "given": (lazy_pgettext("committee advice", "Advice given"), "done"),
    "declined": (lazy_pgettext("committee advice", "Declined"), "neutral"),
    "withdrawn": (lazy_pgettext("committee advice", "Taken back"), "neutral"),
}
STEPS: Final = {
    "asked": lazy("The Committee was asked"),
    "given": lazy("The Committee gave its advice"),
    "corrected": lazy("The Committee gave another advice"),
    "declined": lazy("The Committee declined"),
    "dissent": lazy("A member dissented"),
    "shared": lazy("A member took the dissent back"),
    "withdrawn": lazy("The request was taken back"),
}
