"""What pages of triage call their codes, in the reader's language."""

from collections.abc import Iterable
from typing import Any

from portal.casefile.submissions.status import Status
from portal.desk.triage.candidates import Candidate
from portal.desk.triage.filters import CHANNELS
from portal.desk.triage.forms import LINKS
from portal.web.i18n import names
from portal.web.i18n.formats import listed, number
from portal.web.i18n.texts import gettext, lazy, pgettext
from shared import reference
from shared.reference.triage import REFERRALS, TAGS

STATUS = {
    Status.NEW: ("New", "waiting"),
    Status.ANSWERED: ("Answered", "waiting"),
    Status.WAITING: ("Waiting for the source", "neutral"),
    Status.TRIAGED: ("Shared", "active"),
    Status.REFERRED: ("Referred", "done"),
    Status.NOT_ACTIONED: ("Not actioned", "stopped"),
}
_BY = {"letter": lazy("by letter"), "email": lazy("by e-mail"), "telephone": lazy("by telephone")}
RECORDED = {
    "duplicate": lazy("Recorded: the same case"),
    "related": lazy("Recorded: another case that belongs with it"),
    "distinct": lazy("Recorded: not about the same"),
}
_LINKED = {
    "duplicate": lazy("They are linked: the same case."),
    "related": lazy("They are linked: another case that belongs with it."),
    "distinct": lazy("They are linked: not about the same."),
}


def of_page() -> dict[str, Any]:
    """Return the helpers with which templates show codes."""
    return {
        "statuses": {
            code: (pgettext("status", word), tone) for code, (word, tone) in STATUS.items()
        },
        "state_name": names.recipient,
        "mandate_acronym": reference.mandate_acronym,
        "mandate_names": lambda chosen: listed(map(reference.mandate_acronym, chosen)),
        "reasons": {code: names.word(why) for code, why in reference.NOT_ACTIONED.items()},
        "referrals": {code: names.word(one.name) for code, one in REFERRALS.items()},
        "tag_list": tag_list,
        "channels": CHANNELS,
        "by": _BY,
        "link_names": LINKS,
    }


def tag_list(codes: Iterable[str]) -> str:
    return listed(names.word(TAGS.get(code, code)) for code in codes)


def of_two(near: Candidate | None, kind: str | None) -> dict[str, str]:
    """Return what is known of two submissions without opening a text."""
    return {"share": _they_share(near), "linked": str(_LINKED[kind]) if kind else ""}


def nearness(one: Candidate) -> str:
    """Return in what another is near, for a list."""
    said = []
    if one.victims:
        said.append(gettext("same name of a victim"))
    elif one.alike:
        said.append(gettext("a victim’s name sounds alike"))  # noqa: RUF001  # an apostrophe
    if one.texts and one.place:
        said.append(gettext("same State and month, %(share)s %% of the text", share=_share(one)))
    elif one.texts:
        said.append(gettext("%(share)s %% of the text", share=_share(one)))
    return "; ".join(said)


def _they_share(near: Candidate | None) -> str:
    if near and near.texts and near.victims:
        return gettext(
            "They share the name of a victim and %(share)s %% of the text, by keyed hashes.",
            share=_share(near),
        )
    if near and near.texts and near.alike:
        return gettext(
            "They share a name of a victim that sounds alike and %(share)s %% of the text, by "
            "keyed hashes.",
            share=_share(near),
        )
    if near and near.texts:
        return gettext("They share %(share)s %% of the text, by keyed hashes.", share=_share(near))
    if near and near.victims:
        return gettext("They share the name of a victim, by keyed hashes.")
    if near and near.alike:
        return gettext("They share a name of a victim that sounds alike, by keyed hashes.")
    return gettext("No keyed hash tells that they are alike.")


def _share(one: Candidate) -> str:
    return number(round(100 * one.texts / one.of_texts))
