"""The words of threads about a mission, in the reader's language."""

from collections.abc import Mapping
from typing import Final

from portal.followup.partners.words import KINDS
from portal.web.i18n.texts import lazy

AUDIENCES: Final[Mapping[str, str]] = {
    "rc": lazy("The Resident Coordinator alone"),
    "unct": lazy("The country team"),
    "partners": lazy("All partners of the visit"),
    "nhri": lazy("The national human rights institution"),
    "state": lazy("The State: official notes"),
}
READ_BY: Final[Mapping[str, str]] = {
    "rc": lazy(
        "The Resident Coordinator, the mandate and the desk officer of the State read it, and "
        "nobody else."
    ),
    "unct": lazy(
        "The Resident Coordinator and the agencies of the country team that are partners of the "
        "visit read it, with the mandate and the desk officer of the State."
    ),
    "partners": lazy(
        "All partners of the visit read it, also those that are admitted later, with the mandate "
        "and the desk officer of the State. Security does not."
    ),
    "nhri": lazy(
        "The national human rights institution that is a partner of the visit reads it, with the "
        "mandate and the desk officer of the State."
    ),
    "state": lazy(
        "The Government of the State reads it, with the mandate and the desk officer of the State."
    ),
}
SIDES: Final[Mapping[str, str]] = {
    "mandate": lazy("The mandate"),
    "desk": lazy("The desk officer of the State"),
    "state": lazy("The Government"),
    "rc": KINDS["rc"],
    "unct": KINDS["unct"],
    "nhri": KINDS["nhri"],
    "ngo": KINDS["ngo"],
}
