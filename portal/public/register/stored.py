from portal.public.register.issue_model import REGISTER_ISSUES
from portal.public.register.read_model import REGISTER
from portal.public.register.signed_model import REGISTER_SIGNED
from portal.public.register.statement_model import REGISTER_STATEMENTS
from portal.web.stored import Stored

STORED = Stored(
    read_models=(REGISTER, REGISTER_STATEMENTS, REGISTER_ISSUES, REGISTER_SIGNED),
)
