from portal.public.register import bulletin
from portal.public.register.read_model import REGISTER
from portal.public.register.statement_model import REGISTER_STATEMENTS
from portal.web.area import Area

AREA = Area(
    name="register",
    package=__package__,
    speaks=True,
    blueprints=(bulletin.bp,),
    read_models=(REGISTER, REGISTER_STATEMENTS),
)
