"""Write the pages of the operator's guide that the program knows best: its commands and its settings.

    PYTHONPATH=tests .venv/bin/python -m support.generate_docs

tests/repository/test_docs.py fails when the pages on disk are not what this writes.
"""

import contextlib
import io
import os
import re
import sys
from pathlib import Path

from rapport.cli import main as cli
from rapport.site.config.environment import SETTINGS

FOLDER = Path(__file__).parents[2] / "docs" / "operator"
COLUMNS = "100"
# How argparse names sub-commands on a usage line: {roster,nppes} ...
SUBCOMMANDS = re.compile(r"\{([a-z_,-]+)\} \.\.\.")

COMMANDS_HEAD = """# Commands

This page is written by the program (`python -m support.generate_docs`) from every command's `--help`.
`./run COMMAND …` is the same as `rapport COMMAND …` inside the environment that `./run` makes.

Every command ends with one of three statuses.

- 0: done.
- 1: the answer is "no", or fewer than asked for.
- 2: bad input; one line on standard error says where, what was expected and what arrived.
"""
SETTINGS_HEAD = """# Settings

This page is written by the program (`python -m support.generate_docs`) from the list that it reads.
Every setting is an environment variable.
A value that would put people at risk is refused at the start, with one line that says what to do.

| Setting | Default | Meaning |
|---|---|---|
"""


def help_of(*words: str) -> str:
    """What `rapport WORDS --help` prints, at a fixed width."""
    printed = io.StringIO()
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = COLUMNS
    try:
        with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
            cli.main([*words, "--help"])
    finally:
        if before is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = before
    return printed.getvalue().rstrip()


def commands_page() -> str:
    """All commands, and their sub-commands."""
    parts = [COMMANDS_HEAD, _block(help_of())]
    for name in cli.COMMANDS:
        text = help_of(name)
        parts += [f"\n## rapport {name}\n", _block(text)]
        usage = text.partition("\n\n")[0]
        below = SUBCOMMANDS.search(usage)
        for word in below[1].split(",") if below else ():
            parts += [f"\n### rapport {name} {word}\n", _block(help_of(name, word))]
    return "\n".join(parts) + "\n"


def settings_page() -> str:
    """All settings with their defaults."""
    rows = (
        f"| `{name}` | {f'`{default}`' if default else 'none'} | {_cell(meaning)} |"
        for name, default, meaning in SETTINGS
    )
    return SETTINGS_HEAD + "\n".join(rows) + "\n"


def _block(text: str) -> str:
    return f"```text\n{text}\n```"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


PAGES = {"commands.md": commands_page, "settings.md": settings_page}


def main() -> int:
    """Write every generated page; 0."""
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")
        print(f"wrote {FOLDER / name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
