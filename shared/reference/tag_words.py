"""Words that suggest no tag: most names of themes and of persons have them, or any text does.

Section F.1 of visits-recommendations-knowledge.md: a suggestion is no fact until somebody accepts
it, so the words of the names themselves are all that suggests one (decision 0131).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SAYING_TOO_LITTLE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "en": """
            affected against areas armed communities deprived family families human
            international living order people peoples persons rights their them those trans
            who with without
        """,
        "fr": """
            armes atteintes avec dans des droits famille habitants homme humaines
            international les leur lutte ordre par pays personnes peuples prises privees qui
            sans situation touchees vivant zones
        """,
        "es": """
            afectadas armados con contra del derechos edad familias habitantes humanos
            internacional las los lucha orden personas pueblos privadas que quienes sin
            situacion sus viven zonas por
        """,
        "ru": """
            без борьба живущие защищает их кто лица лишенные люди людьми международный
            народы порядок права районов семьи страдающие торговля условиях
        """,
        "ar": """
            أسرهم أشخاص الأشخاص الذين الدولي المسلحة المصابون المحرومون النظام حقوق ذوو شعوب
            صفات عنها في مصابون من نظام وأسرهم وسكان يعيشون
        """,
        "zh": "其家属 其维护 各项自由 国际秩序 社会",
    }
)
"""By language, between spaces."""
