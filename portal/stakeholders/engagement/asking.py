"""What the pages of reports on engagement ask with: the key of a text, and which text was read."""

from uuid import UUID

from markupsafe import Markup
from wtforms import HiddenField

from portal.web.context import vault
from portal.web.forms import CommandForm
from shared.core.message import Sealed, derive_id


def case_of(report_id: str) -> UUID:
    return derive_id("engagement case", report_id)


def subject_of(report_id: str) -> str:
    """Return the subject of a report: what an officer wrote goes with its key."""
    return f"engagement-{report_id}"


def sealed(report_id: str, narrative: str) -> Sealed:
    return vault().seal(subject_of(report_id), narrative)


def typed(title: str) -> Markup:
    return Markup("<bdi>{}</bdi>").format(title)


class VersionForm(CommandForm):
    """``version``: of the text that the page shows, which the decision names (decision 0063)."""

    version = HiddenField()

    def showing(self, version: int) -> None:
        """Keep what came with the form: it is of the page that was read."""
        if not self.version.data:
            self.version.data = str(version)

    def version_shown(self) -> int:
        """Return 0, which no text has, for what is none."""
        shown = self.version.data or ""
        return int(shown) if shown.isascii() and shown.isdecimal() and len(shown) < 9 else 0  # noqa: PLR2004
