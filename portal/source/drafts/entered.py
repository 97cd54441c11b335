"""The words of the form where the desk enters what a source wrote or said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final, TypeAlias

from portal.casefile.filing import MISSING
from portal.casefile.filing.sections import Submitter
from portal.casefile.submissions.told import Said
from portal.source.drafts.writer import writer
from portal.web.i18n.names import word
from portal.web.i18n.texts import lazy
from shared.core.roles import Role

_TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "submitter_name": lazy("Name of the source"),
        "submitter_contact": lazy("How can we reach the source safely?"),
        "contact_language": lazy("In which language does the source want to be written to?"),
        "relationship": lazy("What links the source to the persons concerned?"),
    }
)
_HINTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "submitter_name": lazy(
            "Who wrote or called. Kept in a vault of its own, and never told to a Government. "
            "Submissions without a name are not considered."
        ),
        "contact_language": lazy("If the source said so. It can change it when it comes back."),
    }
)
_MISSING: Final[Mapping[str, str]] = MappingProxyType(
    {
        "submitter_name": lazy("Enter the name of the source: it stays confidential"),
        "submitter_contact": lazy("Say how we can reach the source safely"),
    }
)
Groups: TypeAlias = Sequence[tuple[str, tuple[str, ...]]]


def enters() -> bool:
    """Whether this person enters what came to the desk by letter, e-mail or telephone."""
    actor = writer().actor
    return actor.has(Role.QUICK_RESPONSE_DESK) and not actor.has(
        Role.NGO_MEMBER, Role.CONTACT_POINT
    )


def title(name: str, otherwise: str) -> str:
    """Return how the field is called for this person."""
    return _TITLES[name] if name in _TITLES and enters() else otherwise


def hint(name: str, otherwise: str) -> str:
    """Return the hint of a field for this person."""
    return _HINTS[name] if name in _HINTS and enters() else otherwise


def reason(name: str, otherwise: str) -> str:
    """Return what is wrong with a field; where its answer is missing, in words for this person."""
    missing = name in _MISSING and otherwise == MISSING[name]
    return str(_MISSING[name]) if missing and enters() else otherwise


def answers(said: Iterable[Said]) -> list[Said]:
    """Return answers under the titles that this person was asked by."""
    asked = {word(Submitter.model_fields[name].title or ""): text for name, text in _TITLES.items()}
    if not enters():
        return list(said)
    return [replace(one, label=str(asked.get(one.label, one.label))) for one in said]


def groups(of_source: Groups) -> Groups:
    """Return the headings of the task list: to a source its first tasks are about itself."""
    if not enters():
        return of_source
    (_, first), *others = of_source
    return [(lazy("The source"), first), *others]
