from portal.followup.grading import demo, schemes, views
from portal.web.area import Area, Part

AREA = Area(
    name="grading",
    package=__package__,
    blueprints=(views.bp, schemes.bp),
    demo=demo.tell,
    parts=(
        Part("recommendations.index", 30, "grading/_of_index.html"),
        Part("recommendations.grading", 10, "grading/_of_recommendation.html"),
    ),
)
