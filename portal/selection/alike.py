"""Names of applicants that may be of one person: two spellings, or two alphabets. Pure.

Nothing is merged by itself. The officer reads both and says no to the earlier application, so that
the later one stands (section A.8 of selection-stakeholders-committee.md).
"""

from collections.abc import Mapping

from portal.casefile.submissions.likeness import together, words


def groups(names: Mapping[str, str]) -> list[list[str]]:
    """Return the ids whose names sound the same, in the order in which they came."""
    found: dict[str, list[str]] = {}
    for candidate_id, name in names.items():
        if heard := words(name):
            found.setdefault(together(heard), []).append(candidate_id)
    return [ids for ids in found.values() if len(ids) > 1]
