"""Nominators of an invented candidate: one was asked and answered, one named, one began."""

import json
from collections.abc import Sequence

from deploy.local.world.people import nominator
from deploy.local.world.tales.tale import DAY, HOUR, Tale, named, sealed
from shared.contracts.stakeholders_nomination_commands import (
    AcceptNomination,
    NameNominator,
    NominateCandidate,
)
from shared.contracts.stakeholders_nominations import Kind
from shared.core.message import Sealed


def nominate(file: str, local: str, tale: Tale) -> None:
    """Tell of all, beside the tale of the vacancy, an hour after the application."""
    asked = _named(file, local, "ngo", "Lindale Lawyers' Circle (invented)", tale, invited=True)
    _named(file, local, "individual", "Ines Demo", tale, invited=False)
    answer = NominateCandidate(
        vacancy_id=tale.case,
        candidate_id=file,
        nomination_id=asked,
        nominator=_written(
            file,
            "Lindale Lawyers' Circle (invented)",
            tale,
            signer="Otto Demo",
            grades=[["ecosoc", "special"]],
        ),
    )
    tale.aside().then(2 * DAY, nominator(asked), answer)
    began = AcceptNomination(
        vacancy_id=tale.case,
        candidate_id=file,
        nomination_id=named("nomination", file, "began"),
        kind="human_rights_body",
        nominator=_written(
            file,
            "Lindale Ombuds Office (invented)",
            tale,
            signer="Ada Demo",
            grades=[["ganhri", "A"]],
        ),
    )
    tale.aside().then(3 * HOUR, local, began)


def _named(file: str, local: str, kind: Kind, name: str, tale: Tale, *, invited: bool) -> str:
    one = named("nomination", file, kind)
    command = NameNominator(
        vacancy_id=tale.case,
        candidate_id=file,
        nomination_id=one,
        kind=kind,
        nominator=_written(file, name, tale),
        invited=invited,
    )
    tale.aside().then(HOUR, local, command)
    return one


def _written(
    file: str, name: str, tale: Tale, *, signer: str = "", grades: Sequence[Sequence[str]] = ()
) -> Sealed:
    day = f"{{day:{tale.minute // DAY}}}"
    told = {"name": name, "signer": signer, "on": day, "grades": [*grades]}
    return sealed("candidate", file, json.dumps(told))
