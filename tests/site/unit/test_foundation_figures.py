"""Figures on pages are rounded, never cut."""

import pytest
from django.template import Context, Template

from rapport.site.foundation.figures import rounded


@pytest.mark.parametrize(
    ("figure", "decimals", "told"),
    [
        (2.96, 1, "3.0"), (2.949, 1, "2.9"), (2.05, 1, "2.1"), (71.5, 0, "72"), (70.49, 0, "70"),
        (-2.96, 1, "−3.0"), (-0.04, 1, "0.0"), (0.0, 1, "0.0"), (12, 0, "12"), (99.996, 2, "100.00"),
    ],
)  # fmt: skip
def test_figure_is_rounded(figure, decimals, told):
    assert rounded(figure, decimals) == told
    template = Template(f"{{% load pictures %}}{{{{ figure|rounded:{decimals} }}}}")
    assert template.render(Context({"figure": figure})) == told
