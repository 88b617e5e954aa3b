"""The researcher's pages on measures and simulation say what the commands and functions do."""

import doctest
import re
import shlex
from pathlib import Path

import pytest

from rapport.cli.main import main

PAGES = Path(__file__).resolve().parents[3] / "docs" / "researcher"
# A command in a shell block, followed by the text block of what it prints.
EXAMPLE = re.compile(r"```sh\n\./run (?P<command>[^\n]+)\n```\n\n```text\n(?P<output>.*?)```", re.DOTALL)


def examples():
    for name in ("measures.md", "simulation.md", "trials.md"):
        for found in EXAMPLE.finditer((PAGES / name).read_text(encoding="utf-8")):
            yield pytest.param(found["command"], found["output"], id=f"{name}: {found['command'][:30]}")


@pytest.mark.parametrize(("command", "output"), list(examples()))
def test_command_in_the_docs_prints_what_the_docs_say(command, output, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    main(shlex.split(command))

    assert capsys.readouterr().out == output


def test_docs_have_an_example_of_each_command():
    assert {example.values[0].split()[0] for example in examples()} == {"score", "simulate"}


@pytest.mark.parametrize("name", ["measures.md", "simulation.md"])
def test_python_in_the_docs_gives_what_the_docs_say(name):
    found = doctest.testfile(str(PAGES / name), module_relative=False)

    assert found.attempted > 2
    assert found.failed == 0
