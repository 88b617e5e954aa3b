"""Every command that takes `--engine`, on Ray: the same bytes as in one process."""

import json
import subprocess
import sys
from importlib.util import find_spec

import pytest

from rapport.cli.main import main
from support.commands_on_ray import COMMANDS, ON

SIZE = ["--providers", "60", "--clients", "100"]


@pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed (./run test installs it)")
def test_every_command_ends_in_the_same_bytes_on_ray(tmp_path):
    assert main(["simulate", "practice", *SIZE, "--out", str(tmp_path), *ON]) == 0
    command = [sys.executable, "-P", "-m", "support.commands_on_ray", str(tmp_path)]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == dict.fromkeys(COMMANDS, True)
