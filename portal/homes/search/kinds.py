"""All kinds of results, in the order of the page: first work, then public texts."""

from typing import Final

from portal.homes.search import cases, letters, library, others, published
from portal.homes.search.hits import Kind, opens
from portal.web.i18n.texts import lazy
from shared.core.actor import Actor

EVERYTHING: Final = (
    Kind(name="cases", title=lazy("Cases"), endpoint="triage.show", find=cases.of_staff),
    Kind(name="own", title=lazy("Your cases"), endpoint="submissions.show", find=cases.of_sources),
    Kind(
        name="letters",
        title=lazy("Letters"),
        endpoint="communications.detail",
        find=letters.of_writers,
    ),
    Kind(
        name="replies",
        title=lazy("Letters and what came of them"),
        endpoint="replies.case",
        find=letters.of_readers,
    ),
    Kind(
        name="publication",
        title=lazy("Publication"),
        endpoint="publication.letter",
        find=letters.of_publishers,
    ),
    Kind(
        name="recommendations",
        title=lazy("Recommendations"),
        endpoint="recommendations.detail",
        find=others.advice,
    ),
    Kind(
        name="statements", title=lazy("Statements"), endpoint="statements.show", find=others.drafted
    ),
    Kind(
        name="vacancies",
        title=lazy("Vacancies"),
        endpoint="selection.officer.vacancy",
        find=others.administered,
    ),
    Kind(name="panels", title=lazy("Panels"), endpoint="selection.panel.index", find=others.seated),
    Kind(
        name="applications",
        title=lazy("Your applications"),
        endpoint="selection.candidate.application",
        find=others.applied,
    ),
    Kind(
        name="public_letters",
        title=lazy("Published letters and replies"),
        endpoint="register.letter",
        find=published.letters,
    ),
    Kind(
        name="public_recommendations",
        title=lazy("Published recommendations"),
        endpoint="register.recommendations",
        find=published.recommendations,
    ),
    Kind(
        name="public_statements",
        title=lazy("Issued statements"),
        endpoint="register.statement",
        find=published.statements,
    ),
    Kind(
        name="documents",
        title=lazy("Documents of the library"),
        endpoint="library.show",
        find=library.documents,
    ),
)
BY_NAME: Final = (
    Kind(name="cases", title=lazy("Cases"), endpoint="triage.show", find=cases.of_staff_by_name),
    Kind(
        name="own",
        title=lazy("Your cases"),
        endpoint="submissions.show",
        find=cases.of_sources_by_name,
    ),
)
"""Cases in which a victim has the name that was typed."""


def read_names(actor: Actor) -> bool:
    """Whether this person reads the names in some cases, and so may find these by them."""
    return any(opens(actor, kind.endpoint) for kind in BY_NAME)
