"""The check of a public text: the forbidden terms, and their places in it (R6, R8).

The vault reveals the terms for this check alone, on record. The result has the places of victims in
the text; a passage that may reveal a source is never proposed, because the proposal would reveal
it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.casefile.lint.public_names import Names
from portal.casefile.lint.rules import Finding, Term, findings
from portal.followup.publication.rendition import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A place that should be redacted, how, and for what reason.

    ``certain``: it is the person's whole name; otherwise it may be somebody else's. ``part_of``:
    the whole name, where it stands in this text too.
    """

    place: Place
    reason: str
    certain: bool = True
    part_of: str = ""


def proposals(text: str, names: Names) -> list[Proposal]:
    """Return the places that the check proposes to redact: whole names, then parts of names."""
    forms = {term.subject: value for term, value in names.victims.items()}
    found = findings(text, list(names.victims), names.known)
    whole = {one.subject: text[one.start : one.end] for one in reversed(found) if one.certain}
    proposed: list[Proposal] = []
    for one in sorted(found, key=lambda it: not it.certain):
        form, reason = forms[one.subject]
        proposed.append(
            Proposal(
                place=Place(one.start, one.end, one.certain and form == "initials"),
                reason=reason,
                certain=one.certain,
                part_of="" if one.certain else whole.get(one.subject, ""),
            )
        )
    return proposed


def remaining(
    rendition: str, sources: Sequence[Term], names: Names
) -> tuple[list[Finding], list[Finding]]:
    """Return findings left in a rendition: of sources, also parts of names, and of victims."""
    found = findings(rendition, [*sources, *names.victims], names.known)
    return (
        [one for one in found if one.whose == "source"],
        [one for one in found if one.whose == "victim"],
    )
