"""Every read model of the portal, one line an area."""

from portal.activity.read_model import ACTIVITY
from portal.attachments.read_model import ATTACHMENTS
from portal.channel.read_model import CHANNEL
from portal.communications.read_model import COMMUNICATIONS
from portal.contactpoints.read_model import CONTACT_POINTS
from portal.demo.read_model import DEMO
from portal.letters.read_model import LETTERS
from portal.mandatesettings.read_model import MANDATE_SETTINGS
from portal.notices.read_model import NOTICES
from portal.publication.read_model import PUBLICATION
from portal.recommendations.read_model import RECOMMENDATIONS
from portal.register.read_model import REGISTER
from portal.register.statement_model import REGISTER_STATEMENTS
from portal.replies.read_model import REPLIES
from portal.reprisals import REPRISALS
from portal.selection.read_model import SELECTION
from portal.statements.read_model import STATEMENTS
from portal.submissions.read_model import SUBMISSIONS
from portal.triage.read_model import TRIAGE
from shared.read_models.model import ReadModel

READ_MODELS: tuple[ReadModel, ...] = (
    SUBMISSIONS,
    TRIAGE,
    CHANNEL,
    CONTACT_POINTS,
    MANDATE_SETTINGS,
    ATTACHMENTS,
    REPRISALS,
    COMMUNICATIONS,
    LETTERS,
    NOTICES,
    ACTIVITY,
    REPLIES,
    PUBLICATION,
    STATEMENTS,
    REGISTER,
    REGISTER_STATEMENTS,
    RECOMMENDATIONS,
    SELECTION,
    DEMO,
)
