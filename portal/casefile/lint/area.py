from portal.web.area import Area

AREA = Area(
    name="lint",
    package=__package__,
)
