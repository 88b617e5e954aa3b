"""Miles between ZIP codes, and the time zone most of a state keeps.

Centroids are those of the Census Bureau's ZIP code tabulation areas (public domain), shipped as
`data/zip_centroids.npy`: one row a ZIP, sorted; `zip` as a number, latitude and longitude in
millionths of a degree, which holds the Census's six decimals exactly.
A ZIP without a tabulation area (post-office boxes, single buildings) has no centroid here.
"""

from functools import cache
from io import BytesIO
from math import cos, pi, radians, sin
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rapport.shipped import shipped

EARTH_RADIUS_MILES: Final = 3958.7613  # mean radius, IUGG
MICRODEGREES: Final = 1e6
MILES_A_DEGREE: Final = 68.7  # of latitude, at the least (at the equator; 69.4 at the poles)


@cache
def centroids() -> NDArray[np.void]:
    """All centroids as one read-only structured array: fields zip, latitude, longitude (int32)."""
    data = shipped("rapport.matching", "data/zip_centroids.npy")
    table: NDArray[np.void] = np.load(BytesIO(data), allow_pickle=False)
    table.setflags(write=False)
    return table


def centroid(zip_code: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees of a five-digit ZIP, or None when the Census has no area for it."""
    numbers, table = _numbers(), centroids()
    # A number of the same type: another would have the whole table converted.
    number = numbers.dtype.type(zip_code)
    row = int(numbers.searchsorted(number))
    if row == len(numbers) or numbers[row] != number:
        return None
    _, latitude, longitude = table[row].item()
    return latitude / MICRODEGREES, longitude / MICRODEGREES


@cache
def _numbers() -> NDArray[np.int32]:
    """The ZIPs of `centroids()` in one run of memory."""
    return np.ascontiguousarray(centroids()["zip"])


def rows_of(zip_codes: NDArray[np.int32]) -> NDArray[np.int64]:
    """For ZIP numbers, their rows in `centroids()`; −1 where the Census has no area."""
    table = _numbers()
    rows = np.searchsorted(table, zip_codes)
    rows[rows == len(table)] = 0
    return np.where(table[rows] == zip_codes, rows, -1)


def miles_from(
    point: tuple[float, float], latitudes: NDArray[np.float64], longitudes: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Great-circle miles (haversine) from one point to many; all in degrees, any shape."""
    latitude, longitude = np.radians(point[0]), np.radians(point[1])
    other_latitudes, other_longitudes = np.radians(latitudes), np.radians(longitudes)
    chord = (
        np.sin((other_latitudes - latitude) / 2) ** 2
        + np.cos(latitude) * np.cos(other_latitudes) * np.sin((other_longitudes - longitude) / 2) ** 2
    )
    miles: NDArray[np.float64] = 2 * EARTH_RADIUS_MILES * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))
    return miles


def on_sphere(latitudes: NDArray[np.float64], longitudes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shape (3, …): where points, given in degrees, lie on the unit sphere."""
    up, around = np.radians(latitudes), np.radians(longitudes)
    across = np.cos(up)
    return np.array([across * np.cos(around), across * np.sin(around), np.sin(up)])


def point_of(latitude: float, longitude: float) -> NDArray[np.float64]:
    """Shape (3, 1): as `on_sphere`, of one point."""
    up, around = radians(latitude), radians(longitude)
    across = cos(up)
    return np.array([[across * cos(around)], [across * sin(around)], [sin(up)]])


def chord_of(miles: float) -> float:
    """How far apart, straight through the unit sphere, two points so many great-circle miles apart are."""
    return 2 * sin(min(miles / EARTH_RADIUS_MILES, pi) / 2)


def miles_between(one: str, other: str) -> float | None:
    """Great-circle miles between two ZIP centroids; None when either has no centroid."""
    here, there = centroid(one), centroid(other)
    if here is None or there is None:
        return None
    return float(miles_from(here, np.array(there[0]), np.array(there[1])))


# The zone that most people of a state keep: used only when a client gives free hours and no zone.
STATE_TIMEZONES: Final = {
    **dict.fromkeys(
        [
            "CT",
            "DE",
            "DC",
            "FL",
            "GA",
            "IN",
            "KY",
            "ME",
            "MD",
            "MA",
            "MI",
            "NH",
            "NJ",
            "NY",
            "NC",
            "OH",
            "PA",
            "RI",
            "SC",
            "VT",
            "VA",
            "WV",
        ],
        "America/New_York",
    ),
    **dict.fromkeys(
        ["AL", "AR", "IL", "IA", "KS", "LA", "MN", "MS", "MO", "NE", "ND", "OK", "SD", "TN", "TX", "WI"],
        "America/Chicago",
    ),
    **dict.fromkeys(["CO", "ID", "MT", "NM", "UT", "WY"], "America/Denver"),
    **dict.fromkeys(["CA", "NV", "OR", "WA"], "America/Los_Angeles"),
    "AZ": "America/Phoenix",
    "AK": "America/Anchorage",
    "HI": "Pacific/Honolulu",
    "PR": "America/Puerto_Rico",
    "VI": "America/St_Thomas",
    "GU": "Pacific/Guam",
    "MP": "Pacific/Saipan",
    "AS": "Pacific/Pago_Pago",
}
