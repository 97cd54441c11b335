from portal.followup.reprisal_entries import views
from portal.web.area import Area, Part

AREA = Area(
    name="reprisal_entries",
    package=__package__,
    blueprints=(views.bp,),
    parts=(Part("register.state", 26, "reprisal_entries/_profile.html"),),
    erasable={
        "publishedcase": "The words of this published case of reprisal, from every page here. That "
        "the report of that year had one of this State, and where, stays in the record.",
    },
)
