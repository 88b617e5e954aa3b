"""Every command that takes `--engine`, on Ray: the same bytes as in this process.

Ray is started once, and each command finds it open: starting takes longer than all of them together.
"""

import subprocess
import sys
from contextlib import nullcontext
from importlib.util import find_spec
from pathlib import Path

import pytest

from rapport.cli import engine as cli
from rapport.cli.main import main
from rapport.engines.opening import open_engine
from rapport.matching.allocation import candidates

pytestmark = pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed (./run test does so)")
ON = ["--on", "2026-11-23"]


@pytest.fixture(scope="module")
def ray():
    with open_engine("ray", workers=2) as engine:
        yield engine


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    folder = tmp_path_factory.mktemp("practice")
    size = ["--providers", "60", "--clients", "100"]
    assert main(["simulate", "practice", *size, "--out", str(folder), *ON]) == 0
    return folder


@pytest.mark.parametrize(
    "command",
    [
        ["match", "--roster", "roster.csv", "--answers", "answers.jsonl", *ON],
        ["allocate", "--roster", "roster.csv", "--answers", "answers.jsonl", *ON],
        ["allocate", "--roster", "roster.csv", "--answers", "answers.jsonl", *ON, "--by-state"],
        ["learn", "--sessions", "sessions.csv", "--out", "model"],
        ["simulate", "trial", "--design", "planted-zero", "--runs", "250"],
    ],
    ids=["match", "allocate", "allocate by state", "learn", "simulate trial"],
)
def test_a_command_ends_in_the_same_bytes(command, ray, practice, capsys, monkeypatch):
    monkeypatch.chdir(practice)
    monkeypatch.setattr(candidates, "CLIENTS_A_PARTITION", 10)
    # A process of its own: in this one linear algebra may have been loaded with several threads.
    alone = [sys.executable, "-P", "-c", "from rapport.cli.main import entry; entry()", *command]
    done = subprocess.run(alone, capture_output=True, text=True, check=False)
    here = done.returncode, done.stdout, _written(command)
    asked = []
    monkeypatch.setattr(cli, "open_engine", lambda name, **_: asked.append(name) or nullcontext(ray))
    capsys.readouterr()

    there = main([*command, "--engine", "ray"]), capsys.readouterr().out, _written(command)

    assert asked == ["ray"]
    assert there[1]
    # Not compared by pytest: it would look for the differences of a hundred kilobytes for hours.
    is_same = there == here
    assert is_same, [one == other for one, other in zip(there, here, strict=True)]


def _written(command):
    return Path("model").read_bytes() if "--out" in command else None
