"""A task of a benchmark in a process of its own, with Django set up for a scratch installation.

The module names its tasks in `TASKS`; each takes a JSON value and gives another.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.servers import ROOT

from rapport.cli.drills.instance import Instance


def work(instance: Instance, module: str, task: str, asked: Any = None) -> Any:
    """What a task gives."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", module, task],
        env=instance.environment | {"PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))},
        input=json.dumps(asked),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def answer(tasks: Mapping[str, Callable[[Any], Any]]) -> None:
    """Do the task that the command line names."""
    from rapport.site.config.start import start

    start()
    print(json.dumps(tasks[sys.argv[1]](json.load(sys.stdin))))
