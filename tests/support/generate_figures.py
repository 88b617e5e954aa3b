"""Write the table of published and simulated figures into the researcher's page on simulation.

    PYTHONPATH=tests .venv/bin/python -m support.generate_figures

tests/library/unit/test_simulation_figures.py holds the page to the code at a smaller size.
"""

import sys
from pathlib import Path

from rapport.cli.simulations.figures import table
from rapport.simulation.calibration import calibrate

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
    print(f"wrote {PAGE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
