"""The projection of every map: Albers equal area in metres, set for this region."""

GEOGRAPHIC_CRS = "EPSG:4490"  # China Geodetic Coordinate System 2000, degrees
CENTRAL_MERIDIAN = 85.0
STANDARD_PARALLELS = (37.0, 47.0)
LATITUDE_OF_ORIGIN = 42.0
# Albers keeps areas comparable: a large pale county must not look larger than it is.
ALBERS_CRS = (
    f"+proj=aea +lat_1={STANDARD_PARALLELS[0]} +lat_2={STANDARD_PARALLELS[1]} "
    f"+lat_0={LATITUDE_OF_ORIGIN} +lon_0={CENTRAL_MERIDIAN} +ellps=GRS80 +units=m +no_defs"
)
