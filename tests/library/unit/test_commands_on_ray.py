"""Every command that takes `--engine`, on Ray: the same bytes as in this process.

Ray is started once, and each command finds it open: starting takes longer than all of them together.
"""

from contextlib import nullcontext
from importlib.util import find_spec

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
    here = _run(command, capsys, practice)
    asked = []
    monkeypatch.setattr(cli, "open_engine", lambda name, **_: asked.append(name) or nullcontext(ray))

    there = _run([*command, "--engine", "ray"], capsys, practice)

    assert asked == ["ray"]
    assert there == here
    assert there[1]


def _run(command, capsys, folder):
    """Its exit status, what it printed, and the file that it wrote, if any."""
    capsys.readouterr()
    status, made = main(command), folder / "model"
    return status, capsys.readouterr().out, made.read_bytes() if "--out" in command else None
