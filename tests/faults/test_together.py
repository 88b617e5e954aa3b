"""A copy that fails says so: without it, a race that was lost looks like one that nobody ran."""

from pathlib import Path

import pytest

from faults.scratch_site import new_site
from faults.together import run_together


def test_traceback_of_a_copy_that_fails_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = "print('there')\nif NUMBER == 1: raise ValueError('lost its way')"

    assert run_together(new_site(tmp_path), code, 3) == ["there"] * 3

    said = capsys.readouterr().err
    assert "copy 1 failed:\nTraceback" in said
    assert "ValueError: lost its way" in said
    assert said.count("failed:") == 1
