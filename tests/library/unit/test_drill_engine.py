"""`rapport drill engine`: a node of a Ray cluster is lost in the middle of a job."""

import json
import subprocess
import sys
from importlib.util import find_spec

import pytest

from rapport.cli.main import main

START = "from rapport.cli.main import entry; entry()"
MOST_SECONDS = 600


@pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed (./run test installs it)")
def test_a_job_ends_in_the_same_bits_although_a_node_was_killed_and_not_without_the_guard():
    command = [sys.executable, "-P", "-c", START, "drill", "engine", "--attempts", "3", "--format", "json"]

    done = subprocess.run(command, capture_output=True, text=True, timeout=MOST_SECONDS, check=False)

    (run,) = json.loads(done.stdout)["runs"]
    assert (run["violations"], run["control_violations"]) == (0, 1), run["detail"]
    assert done.returncode == 0


def test_without_ray_one_line_says_what_to_install(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.setenv("HOME", "unchanged")

    assert main(["drill", "engine"]) == 2
    assert "requirements-ray.txt" in capsys.readouterr().err
