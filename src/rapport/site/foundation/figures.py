"""Figures as pages show them: rounded, never cut, and written as the language writes numbers."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.utils.formats import number_format

MINUS: Final = "−"


def rounded(figure: float, decimals: int = 0) -> str:
    """A figure to so many decimals, halves up, 2.96 as 3.0; Django's `number_format` alone would say 2.9.

    What rounds to nothing has no sign.
    """
    unit = Decimal(1).scaleb(-decimals)
    exact = Decimal(str(figure)).quantize(unit, ROUND_HALF_UP)
    told = str(number_format(abs(exact), decimals))
    return MINUS + told if exact < 0 else told
