"""The verdict on the audit log's chain, as a sentence."""

from portal.web.audit.chain import Verdict
from portal.web.i18n.formats import number
from portal.web.i18n.texts import gettext, ngettext


def in_words(verdict: Verdict) -> str:
    if verdict.broken is not None:
        return gettext(
            "Entry %(number)s does not fit: it, or what was before it, was changed, taken out or "
            "put in.",
            number=number(verdict.broken),
        )
    if verdict.found is False:
        return gettext(
            "The hash that was noted is not in the chain: the log was cut off or written anew."
        )
    return ngettext(
        "The chain is whole: %(shown)s entry verified.",
        "The chain is whole: %(shown)s entries verified.",
        verdict.entries,
        shown=number(verdict.entries),
    )
