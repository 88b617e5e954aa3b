"""Every command that takes `--engine`, in this process and on Ray: whether both end in the same bytes.

python -m support.commands_on_ray FOLDER     FOLDER holds a made practice

A process of its own: Ray leaves its mark on the environment, and linear algebra must be told of its one
thread before it is loaded. Ray is started once, since starting takes longer than all commands together.
"""

import io
import json
import os
import sys
from contextlib import nullcontext, redirect_stdout
from pathlib import Path

ON = ["--on", "2026-11-23"]
FILES = ["--roster", "roster.csv", "--answers", "answers.jsonl", *ON]
COMMANDS = {
    "match": ["match", *FILES],
    "allocate": ["allocate", *FILES],
    "allocate by state": ["allocate", *FILES, "--by-state"],
    "learn": ["learn", "--sessions", "sessions.csv", "--out", "model"],
    "simulate trial": ["simulate", "trial", "--design", "planted-zero", "--runs", "250"],
}
# So few that there are several partitions.
CLIENTS_A_PARTITION = 10


def main(folder: str) -> None:
    """Run all of them twice."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    from rapport.cli import engine as cli
    from rapport.engines.opening import open_engine
    from rapport.matching.allocation import candidates

    os.chdir(folder)
    candidates.CLIENTS_A_PARTITION = CLIENTS_A_PARTITION
    here = {name: _ended(command) for name, command in COMMANDS.items()}
    with open_engine("ray", workers=2) as ray:
        cli.open_engine = lambda name, **_: nullcontext({"ray": ray}[name])
        there = {name: _ended([*command, "--engine", "ray"]) for name, command in COMMANDS.items()}
    print(json.dumps({name: bool(here[name][1]) and here[name] == there[name] for name in COMMANDS}))


def _ended(command: list[str]) -> tuple[int, str, bytes]:
    """The exit status, what was printed, and the file that was written."""
    from rapport.cli.main import main as rapport

    with redirect_stdout(io.StringIO()) as printed:
        status = rapport(command)
    return status, printed.getvalue(), Path("model").read_bytes() if "--out" in command else b""


if __name__ == "__main__":
    main(sys.argv[1])
