"""What is kept of the grid of themes is counted anew once anything is public or tagged."""

import csv
import io

from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.public.register.read_model import REGISTER
from shared.contracts.followup_recommendations import RecommendationTagged
from shared.core.message import derive_id
from shared.reference.themes import THEMES, themes_of
from tests.support.followup import NOW, issued, published, tell
from tests.support.portal import Pages

ONE, TWO = (str(derive_id("recommendation", n)) for n in (1, 2))
FIRST, SECOND = (published(issued(one, addressee="KEN", mandate="wgad")) for one in (ONE, TWO))


def grid(portal: Pages, query: str = "") -> dict[str, dict[str, str]]:
    answer = portal.visitor().get(f"/register/themes.csv?count=recommendations{query}")
    rows = csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff")))
    return {row["Code"]: {name: row[name] for name in row if row[name].isdecimal()} for row in rows}


def test_what_is_public_or_tagged_later_is_in_it(portal: Pages) -> None:
    usual = [THEMES[one].name for one in themes_of(["wgad"])]
    tell(portal.engine, RECOMMENDATIONS, [])
    tell(portal.engine, REGISTER, [FIRST])
    assert grid(portal) == grid(portal) == {"KEN": dict.fromkeys(usual, "1")}
    assert grid(portal, "&state=UGA") == {}
    assert grid(portal) == {"KEN": dict.fromkeys(usual, "1")}, "one State asked for hides no other"
    tell(portal.engine, REGISTER, [FIRST, SECOND])
    assert grid(portal) == {"KEN": dict.fromkeys(usual, "2")}
    tags = RecommendationTagged(
        recommendation_id=ONE,
        mandate="wgad",
        themes=("life",),
        persons=(),
        targets=(),
        articles=(),
        tagged_by="x",
        tagged_at=NOW,
    )
    tell(portal.engine, RECOMMENDATIONS, [tags])
    assert grid(portal) == {"KEN": {THEMES["life"].name: "1"} | dict.fromkeys(usual, "1")}
