"""A report as a tagged PDF (PDF/UA-1), by typst, in memory alone."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Final

from rapport.site.desk.reports.tables import Report
from rapport.site.guides.planner.typesetting import FONTS, STANDARD

HERE: Final = Path(__file__).parent


def as_pdf(report: Report, *, language: str, at: datetime) -> bytes:
    """The same tables on paper; text travels as data, never as markup."""
    # Eighty megabytes, which a process that sets no report need not load.
    import typst

    told = asdict(report) | {"language": language}
    del told["as_of"]  # The lede says it.
    for table in told["tables"]:
        del table["pressing"]
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
    made = typst.Compiler(HERE / "report.typ", root=HERE, font_paths=fonts).compile(
        format="pdf",
        sys_inputs={"data": json.dumps(told, ensure_ascii=False)},
        pdf_standards=[STANDARD],
        timestamp=at.replace(microsecond=0),
    )
    assert isinstance(made, bytes)
    return made
