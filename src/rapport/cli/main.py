"""Find the command, run it, and turn bad input into one line.

Only the module of the command that was asked for is imported: `rapport match` must start as fast
as the numbers library it uses.
"""

import argparse
import gc
import os
import sys
from importlib import import_module
from typing import NoReturn

from rapport import __version__
from rapport.errors import BadInput, BrokenInstallation

DONE, NO, BAD = 0, 1, 2

# name → (module under rapport.cli, what it does)
COMMANDS: dict[str, tuple[str, str]] = {
    "learn": ("learn", "Learn a model from rated sessions."),
    "forecast": ("forecast", "Forecast the alliance of pairs from a learnt model."),
    "match": ("match", "Offer exactly three providers for one client's answers, or a named shortfall."),
    "allocate": ("allocate", "Offer many clients three each within the places there are, with prices."),
    "ruptures": ("ruptures", "Ask where something may have shifted between a client and a provider."),
    "score": ("score", "Score the answers to an instrument."),
    "psychometrics": ("psychometrics", "Say what your own answers tell of an instrument's worth."),
    "screen": ("screen", "Suggest concerns and look for crisis in texts, one a line."),
    "policy-value": ("policy_value", "Say what another policy would have been worth, from a log."),
    "fairness": ("fairness", "Say how far forecasts miss, and who is shown how often, by group."),
    "evaluate": ("evaluate", "Forecast every rated session from those before it, and say how well."),
    "schema": ("schema", "Print the schema of a format."),
    "simulate": ("simulate", "Make a synthetic practice with a known truth."),
    "import": ("import_", "Read a roster or a provider registry into the directory."),
    "index": ("index", "Lay the directory out as a file that all processes of a machine map."),
    "export": ("export", "Write what researchers may see, of clients who agreed to it."),
    "trial": ("trial", "Compare ways to choose the three, by chance, among those who agree."),
    "serve": ("serve", "Serve the site and its worker."),
    "worker": ("worker", "Run the background worker alone."),
    "move": ("move", "Move an installation from SQLite to PostgreSQL, and prove that all of it arrived."),
    "demo": ("demo", "Fill an empty database with a believable practice."),
    "drill": ("drill", "Prove a promise on this machine, with a control that must fail."),
    "bench": ("bench", "Time a part beside its peers in the same run."),
    "doctor": ("doctor", "Check this installation."),
    "invite": ("invite", "Invite a coordinator, a researcher or a provider by a link that works once."),
    "revoke": ("revoke", "End an account, and every visit of it at once."),
    "disclose": ("disclose", "Print everything the operator can read about a client."),
    "erase": ("erase", "Erase a client: rows gone, key destroyed."),
    "mails": ("mails", "Say which mails failed for good, and send them again."),
    "keys": ("keys", "Rotate the keys that wrap every client's key."),
}


class _Help(argparse.HelpFormatter):
    """Help as wide as the terminal; argparse would load `shutil` and all archive formats to find out."""

    def __init__(self, prog: str) -> None:
        try:
            columns = int(os.environ.get("COLUMNS") or os.get_terminal_size(1).columns)
        except (ValueError, OSError):
            columns = 0
        super().__init__(prog, width=(columns if columns > 0 else USUAL_COLUMNS) - 2)


USUAL_COLUMNS = 80


class _OneLineParser(argparse.ArgumentParser):
    """A parser whose complaints are one line, like every other about bad input."""

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {message}; `{self.prog} --help` says more", file=sys.stderr)
        sys.exit(BAD)


def _parser(name: str) -> argparse.ArgumentParser:
    module_name, summary = COMMANDS[name]
    module = import_module(f"rapport.cli.{module_name}")
    parser = _OneLineParser(prog=f"rapport {name}", description=summary, formatter_class=_Help)
    module.add_arguments(parser)
    parser.set_defaults(run=module.run)
    return parser


def overview() -> str:
    """The text of `rapport --help`."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {summary}" for name, (_, summary) in COMMANDS.items()]
    return "usage: rapport COMMAND ...\n\n" + "\n".join(lines) + "\n\nrapport COMMAND --help says more.\n"


def entry() -> None:
    """What the `rapport` script calls: run the command, and leave.

    A quick command leaves without taking its objects apart one by one: everything is written by then,
    and that would take as long as the match itself.
    """
    status = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    if sys.argv[1:2] and sys.argv[1] in QUICK:
        os._exit(status)
    sys.exit(status)


# Commands of the library alone: no threads, no files left open, nothing registered for the end.
QUICK = ("match", "score", "screen", "schema")


def main(argv: list[str]) -> int:
    """Run one command; return its exit status: 0 done, 1 "no" or "short", 2 bad input."""
    if not argv or argv[0] in ("-h", "--help"):
        sys.stdout.write(overview())
        return DONE if argv else BAD
    if argv[0] == "--version":
        print(f"rapport {__version__}")
        return DONE
    if argv[0] not in COMMANDS:
        print(f"rapport: expected a command, got {argv[0]!r}; `rapport --help` lists them", file=sys.stderr)
        return BAD
    # Short commands make many objects and end: collecting cycles would cost a tenth of their time.
    gc.set_threshold(1_000_000)
    if argv[0] in QUICK:
        # numpy's threads for large products take longer to start than all that a quick command multiplies.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    args = _parser(argv[0]).parse_args(argv[1:])
    return _guarded(args, argv[0])


def _guarded(args: argparse.Namespace, name: str) -> int:
    try:
        return int(args.run(args))
    except (BadInput, BrokenInstallation) as error:
        print(f"rapport {name}: {error}", file=sys.stderr)
        return BAD
    except BrokenPipeError:
        # The reader (head, less) went away: what it wanted was printed. Keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        print(f"rapport {name}: stopped", file=sys.stderr)
        return 130
