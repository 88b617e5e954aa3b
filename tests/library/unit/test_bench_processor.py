"""Processor time is that of a process and its descendants, or nothing where no one tells."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
NOBODY = 2**30
# A child that has worked waits in the end; its parent tells when.
WORKS = "import os, sys\nif os.fork() == 0:\n"
WORKS += "    while sum(os.times()[:2]) < 0.2: pass\n    print('worked', flush=True); sys.stdin.read()\n"
WORKS += "else: os.wait()\n"


@pytest.fixture
def processor(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(ROOT))
    from benchmarks import processor

    return processor


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc on this system")
def test_work_of_a_child_counts(processor) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WORKS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "worked\n"
        used = processor.milliseconds(process.pid)
        process.stdin.close()

    assert used >= 190


def test_nothing_is_told_of_nobody(processor) -> None:
    assert processor.milliseconds(NOBODY) is None
