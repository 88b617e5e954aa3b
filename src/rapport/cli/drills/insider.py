"""A process that has the site of one scratch installation set up, and does each task in a copy of itself.

To set the site up takes longer than most tasks, and a copy takes nothing along from one task to the next.
"""

import json
import os
import subprocess
import sys
import tempfile
import traceback
from importlib import import_module
from typing import Any

START = "from rapport.cli.drills.insider import main; main()"


class Insider:
    """That process, as the drill sees it: a line for each task goes in, a line for its answer comes out."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the process
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-P", "-c", START],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            text=True,
        )

    def do(self, module: str, task: str, value: Any) -> Any:
        """What a task answers; RuntimeError with what it complained of when it fails."""
        tasks, answers = self._process.stdin, self._process.stdout
        assert tasks is not None
        assert answers is not None
        tasks.write(json.dumps([module, task, value]) + "\n")
        tasks.flush()
        answer = answers.readline()
        if not answer.strip():
            self._said.seek(0)
            complaint = self._said.read().decode(errors="replace")[-2000:]
            raise RuntimeError(f"the scratch installation failed: {complaint}")
        return json.loads(answer)

    def end(self) -> None:
        """The end of its tasks is the end of the process."""
        self._process.communicate()
        self._said.close()


def main() -> None:
    """Set the site up once; a copy of this process answers each line of standard input with one line."""
    from rapport.site.config.start import start

    start()
    import_module("rapport.site.config.urls")  # All pages, and with them nearly all that a task needs.
    while line := sys.stdin.readline():
        copy = os.fork()
        if not copy:
            _answer(*json.loads(line))
        if os.waitpid(copy, 0)[1]:
            print(flush=True)


def _answer(module: str, task: str, value: Any) -> None:
    """Do one task, and end."""
    status = 1
    try:
        tasks = import_module(f"rapport.cli.drills.{module}").TASKS
        print(json.dumps(tasks[task](value)), flush=True)
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)
