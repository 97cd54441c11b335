"""The timeline of a recommendation."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from portal.followup.recommendations import words
from portal.followup.recommendations.shared_with import Assessment, Information, Recommendation
from portal.web.i18n.texts import gettext, lazy, lazy_pgettext
from portal.web.timeline import Fact, Kind, Row, everybody


def _informed(_about: Recommendation, row: Row) -> str:
    return gettext("Information from: %(provider)s", provider=words.provider(row.detail))


def _known(about: Recommendation, row: Row) -> bool:
    """To the mandate an organisation is a source, whoever wrote for it."""
    return not about.ours or row.detail == "government"


def _assessed(_about: Recommendation, row: Row) -> str:
    return gettext("Assessed: %(grade)s", grade=words.grade(*row.detail))


KINDS: Mapping[str, Kind[Recommendation]] = MappingProxyType(
    {
        "issued": Kind(lazy_pgettext("of a recommendation", "Issued"), everybody, everybody),
        "informed": Kind(_informed, everybody, _known, everybody),
        "assessed": Kind(_assessed, everybody, everybody, everybody, label=lazy("Reasons")),
    }
)


def facts(
    about: Recommendation, information: Iterable[Information], assessments: Iterable[Assessment]
) -> list[Fact]:
    """Return its rows: it has no table of steps, as its tables keep every fact that is shown."""
    graded = [
        Fact("assessed", one.assessed_at, one.assessed_by, (one.scheme, one.grade), one.rationale)
        for one in assessments
    ]
    told = [
        Fact("informed", one.received_at, one.provided_by, one.provider, one.text)
        for one in information
    ]
    return [Fact("issued", about.issued_at, about.issued_by), *graded, *told]
