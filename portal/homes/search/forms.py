"""The search box: in the header, and on the page of results."""

from collections.abc import Mapping
from types import MappingProxyType

from wtforms import RadioField, SearchField
from wtforms.validators import DataRequired, Length

from portal.web.forms import PageForm, tidy

LONGEST = 100  # characters
ALL, NAMES = "all", "names"
WHERE: Mapping[str, str] = MappingProxyType(
    {ALL: "Everything that I may open", NAMES: "The names of victims in cases"}
)


class FindForm(PageForm):
    """``where``: names only for those who read them."""

    text = SearchField(
        "What do you look for?",
        [
            DataRequired("Type what you look for"),
            Length(max=LONGEST, message=f"Use at most {LONGEST} characters"),
        ],
        filters=[tidy],
    )
    where = RadioField("Where?", choices=dict(WHERE), default=ALL)

    def offer(self, *, names: bool) -> None:
        self.where.choices = dict(WHERE) if names else {ALL: WHERE[ALL]}
