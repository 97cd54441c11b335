from portal.source.drafts import anybody, views
from portal.web.area import Area
from portal.web.pools import CHANNEL, FILING, OPEN

AREA = Area(
    name="drafts",
    package=__package__,
    blueprints=(views.bp, anybody.bp),
    pools={
        "drafts": FILING,
        **dict.fromkeys(("anybody", "drafts.unsigned"), OPEN),
        # Who leaves at once must not wait behind those who begin.
        **dict.fromkeys(("anybody.leave", "anybody.leave_at_once"), CHANNEL),
        **dict.fromkeys(("anybody.return_form", "anybody.come_back"), CHANNEL),
    },
)
