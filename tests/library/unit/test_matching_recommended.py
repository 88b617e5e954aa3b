"""What a colleague's recommendation adds: to the bond and the whole, as far as it is trusted, and said as such."""

from datetime import date

import pytest

from rapport.errors import BadInput
from rapport.matching.forecast import PART_OF, TYPICAL_RATING
from rapport.matching.match import pair_forecast
from rapport.matching.recommended import FEATURE, MOST_POINTS, recommended
from support.matching_cases import CLIENT, ROSTER
