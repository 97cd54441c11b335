"""The search box: in the header, and on the page of results."""

from collections.abc import Mapping
from types import MappingProxyType

from wtforms import RadioField, SearchField
from wtforms.validators import DataRequired, Length

from portal.web.forms import PageForm, said, tidy
from portal.web.i18n.texts import lazy

LONGEST = 100  # characters
ALL, NAMES = "all", "names"
WHERE: Mapping[str, str] = MappingProxyType(
    {ALL: lazy("Everything that I may open"), NAMES: lazy("The names of victims in cases")}
)


class FindForm(PageForm):
    """``where``: names only for those who read them."""

    text = SearchField(
        lazy("What do you look for?"),
        [
            DataRequired(lazy("Type what you look for")),
            Length(max=LONGEST, message=lazy("Use at most %(most)s characters", most=LONGEST)),
        ],
        filters=[tidy],
    )
    where = RadioField(lazy("Where?"), choices=said(WHERE), default=ALL)

    def offer(self, *, names: bool) -> None:
        choices = said(WHERE)()
        self.where.choices = choices if names else {ALL: choices[ALL]}
