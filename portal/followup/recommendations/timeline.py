"""The timeline of a recommendation."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from portal.followup.recommendations import words
from portal.followup.recommendations.described import Described
from portal.followup.recommendations.read_model import LET_GO, TAKEN_UP
from portal.followup.recommendations.shared_with import Assessment, Information, Recommendation
from portal.web.i18n.texts import gettext, lazy, lazy_pgettext
from portal.web.timeline import Fact, Kind, Row, everybody


def _informed(_about: Recommendation, row: Row) -> str:
    provider = words.provider(row.detail[0])
    if row.detail[1]:
        return gettext("Information corrected by: %(provider)s", provider=provider)
    return gettext("Information from: %(provider)s", provider=provider)


def _provider(_about: Recommendation, row: Row) -> str:
    return words.provider(row.detail)


def _of_government(about: Recommendation, row: Row) -> bool:
    """To the mandate an organisation is a source, whoever wrote for it."""
    return not about.ours or row.detail[0] == "government"


def _assessed(_about: Recommendation, row: Row) -> str:
    return gettext("Assessed: %(grade)s", grade=words.grade(*row.detail[:2]))


def _graded(_about: Recommendation, row: Row) -> str:
    """Whose follow-up, in which scheme, about which year, and whether under a delegation."""
    scheme, _, addressee, year, delegated = row.detail
    said = [addressee] if addressee else []
    under = [gettext("in the mandate's name, under a delegation")] if delegated else []
    return " · ".join([*said, words.scheme(scheme), *([str(year)] if year else []), *under])


def _holder(about: Recommendation, row: Row) -> bool:
    """To others a delegate grades for the mandate, whoever that is."""
    return about.ours or not row.detail[4]


def _whose(_about: Recommendation, row: Row) -> str:
    return row.detail[2] or ""


def _position(_about: Recommendation, row: Row) -> str:
    return gettext("Position of the Government: %(said)s", said=words.position(row.detail))


def _corrected(_about: Recommendation, row: Row) -> str:
    return gettext("Text corrected by %(symbol)s", symbol=row.detail)


def _closed(_about: Recommendation, row: Row) -> str:
    return gettext("Closed: %(reason)s", reason=words.closing(row.detail))


def _ours(about: Recommendation, _row: Row) -> bool:
    return about.ours


KINDS: Mapping[str, Kind[Recommendation]] = MappingProxyType(
    {
        "issued": Kind(lazy_pgettext("of a recommendation", "Issued"), everybody, everybody),
        "informed": Kind(_informed, everybody, _of_government, everybody, detail=_whose),
        "told": Kind(lazy("Information published"), everybody, detail=_provider),
        "withheld": Kind(lazy("Information withheld"), _ours, _ours, _ours, detail=_provider),
        "withdrawn": Kind(lazy("Information taken back"), everybody, detail=_provider),
        "assessed": Kind(
            _assessed, everybody, _holder, everybody, detail=_graded, label=lazy("Reasons")
        ),
        "position": Kind(_position, everybody, everybody, everybody),
        "corrected": Kind(_corrected, everybody, everybody),
        "closed": Kind(_closed, everybody, everybody, _ours),
        "reopened": Kind(lazy("Reopened"), everybody, everybody, _ours),
        TAKEN_UP: Kind(lazy_pgettext("of a recommendation", "Taken up"), everybody, everybody),
        LET_GO: Kind(lazy_pgettext("of a recommendation", "Let go"), everybody, everybody, _ours),
    }
)


def facts(
    about: Recommendation,
    information: Sequence[Information],
    assessments: Iterable[Assessment],
    whose: Mapping[str, str],
) -> list[Fact]:
    """Return its rows: it has no table of steps, as its tables keep every fact that is shown.

    ``whose``: the names of addressees, by id.
    """
    graded = [
        Fact(
            "assessed",
            one.assessed_at,
            one.assessed_by,
            (one.scheme, one.grade, whose.get(one.addressee_id or ""), one.period, one.delegated),
            one.rationale,
        )
        for one in assessments
    ]
    told = [
        Fact(
            "informed",
            one.received_at,
            one.provided_by,
            (one.provider, one.corrects, whose.get(one.addressee_id or "")),
            one.text,
        )
        for one in information
    ]
    became = [
        Fact(kind, at, detail=one.provider, note=note)
        for one in information
        for kind, at, note in (
            ("told", one.published_at, None),
            ("withheld", one.withheld_at if about.ours else None, one.withheld_for),
            ("withdrawn", one.withdrawn_at, None),
        )
        if at is not None
    ]
    issued = [] if about.item else [Fact("issued", about.issued_at, about.issued_by)]
    return [*issued, *graded, *told, *became]


def of_described(more: Described) -> list[Fact]:
    """Return the rows of its positions, corrections and endings, and of its being taken up."""
    said = [
        Fact("position", one.recorded_at, one.recorded_by, one.position, one.note)
        for one in more.positions
    ]
    corrected = [
        Fact("corrected", one.at, one.by, one.symbol) for one in more.versions if one.symbol
    ]
    ended = [Fact(_ended(one.reason), one.at, one.by, one.reason, one.note) for one in more.endings]
    return [*said, *corrected, *ended]


def _ended(reason: str | None) -> str:
    if reason in (TAKEN_UP, LET_GO):
        return reason
    return "closed" if reason else "reopened"
