from portal.followup.invitations.read_model import INVITATIONS
from portal.web.stored import Stored

STORED = Stored(read_models=(INVITATIONS,))
