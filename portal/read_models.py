"""Every read model of the portal, one line an area."""

from portal.activity.read_model import ACTIVITY
from portal.communications.read_model import COMMUNICATIONS
from portal.demo.read_model import DEMO
from portal.recommendations.read_model import RECOMMENDATIONS
from portal.replies.read_model import REPLIES
from portal.selection.read_model import SELECTION
from portal.submissions.read_model import SUBMISSIONS
from shared.read_model import ReadModel

READ_MODELS: tuple[ReadModel, ...] = (
    SUBMISSIONS,
    COMMUNICATIONS,
    ACTIVITY,
    REPLIES,
    RECOMMENDATIONS,
    SELECTION,
    DEMO,
)
