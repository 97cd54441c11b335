"""What is set about advice that OHCHR asks of the Committee: K10 of section D.3."""

from typing import Final

from shared.core.roles import Role

ASKERS: Final = (Role.DESK_OFFICER, Role.QUICK_RESPONSE_DESK, Role.CHIEF)
"""Those of OHCHR who ask the Committee."""
DAYS: Final = 30
"""Until the Committee's advice is due."""
