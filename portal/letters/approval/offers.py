"""The buttons that every approved text has for a mandate's holder. The service decides."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.letters.approval.forms import ChangesForm, ExactForm, exact
from portal.letters.approval.text import ApprovedText, S


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One mandate's: None where there is nothing to decide. ``wrote``: R4 stands in the way.

    ``acts``: the person may decide for the mandate. A member of a working group without a
    delegation reads the text and may ask for changes.
    """

    mandate: str
    acts: bool
    wrote: bool
    approve: ExactForm | None
    changes: ChangesForm | None
    decline: ExactForm | None
    withdraw: bool


def decision(
    text: ApprovedText[S],
    signature: S,
    *,
    acts: bool,
    wrote: bool,
    stopped: bool,
    declines: bool = True,
    withdraws: bool = True,
    by: type[ExactForm] = ExactForm,
    back: str = "",
) -> Decision:
    """Return what the signature's mandate-holder can decide.

    ``stopped``: there is no consent now. ``declines`` and ``withdraws``: whether this kind of text
    lets it. ``by``: the form of an approval. ``back``: the next page.
    """
    mandate = signature.mandate
    asked = text.state in {"awaiting", "approved"}
    missing = signature.approved_at is None
    leads = mandate == text.mandates[0]
    approves = acts and asked and missing and not wrote and not stopped
    out = acts and declines and missing and not leads and text.open
    return Decision(
        mandate=mandate,
        acts=acts,
        wrote=wrote and missing and text.open,
        approve=exact(by, text, mandate, back=back) if approves else None,
        changes=exact(ChangesForm, text, mandate, back=back) if asked else None,
        decline=exact(ExactForm, text, mandate) if out else None,
        withdraw=acts and withdraws,
    )


def number(decisions: Iterable[Decision], kept: ExactForm | None = None) -> None:
    """Give the fields of several decisions on one page ids of their own.

    ``kept``: a form that was refused; the changes that were asked for in it are shown again.
    """
    for n, one in enumerate(decisions, 1):
        if isinstance(kept, ChangesForm) and one.changes and one.mandate == kept.mandate.data:
            one.changes.note.data = kept.note.data
            one.changes.note.errors = kept.note.errors
        for form in (one.approve, one.changes):
            if form is not None:
                form.numbered(n)
