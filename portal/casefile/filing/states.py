"""Advice to whoever chose a State that is there no more."""

from portal.web.i18n.formats import one_of
from portal.web.i18n.languages import ENGLISH
from portal.web.i18n.names import recipient, word
from portal.web.i18n.texts import gettext, language
from shared.reference.former_states import FormerState


def advice(former: FormerState) -> str:
    """Return what to choose instead."""
    english = language().code == ENGLISH or language().pseudo
    name = former.called if english else word(former.name)
    names = former.today if english else [f"{recipient(one)} ({one})" for one in former.successors]
    today = one_of(names)
    if not former.ended:
        return gettext("%(name)s has another name today: choose %(today)s", name=name, today=today)
    if len(names) == 1:
        return gettext("%(name)s no longer exists: choose %(today)s", name=name, today=today)
    return gettext(
        "%(name)s no longer exists: choose the State or area in which the place lies today: "
        "%(today)s",
        name=name,
        today=today,
    )
