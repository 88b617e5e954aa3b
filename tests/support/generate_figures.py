"""Write the figures of the researcher's pages on simulation, and on when to stop searching.

    PYTHONPATH=tests .venv/bin/python -m support.generate_figures

tests/library/unit/test_simulation_figures.py and test_search_page.py hold the pages to the code.
"""

import sys
from pathlib import Path

from rapport.cli.simulations.figures import table
from rapport.simulation.calibration import calibrate
from support import draw_search

PAGE = Path(__file__).parents[2] / "docs" / "researcher" / "simulation.md"
BEGIN, END = "<!-- figures -->\n", "\n<!-- end of figures -->"
WORLDS, PROVIDERS, CLIENTS = 20, 250, 7500


def block() -> str:
    """The table as it stands on the page."""
    return PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]


def main() -> int:
    """Measure at full size and write; 0."""
    rows = calibrate(worlds=WORLDS, providers=PROVIDERS, clients=CLIENTS)
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(text.replace(block(), table(rows)), encoding="utf-8")
    draw_search.main()
    print(f"wrote {PAGE} and {draw_search.PAGE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
