"""The private PostgreSQL cluster of `rapport drill`, for tests.

PYTHONPATH=tests python -m support.cluster COMMAND ...     COMMAND with DATABASE_URL set
"""

import os
import subprocess
import sys

from rapport.cli.drills.cluster import ROLE, Cluster, NoCluster, binaries, running

__all__ = ["ROLE", "Cluster", "NoCluster", "binaries", "running"]


def main(command: list[str]) -> int:
    """Run a command with `DATABASE_URL` set to a cluster of its own; its exit status."""
    with running() as cluster:
        return subprocess.run(command, env=os.environ | {"DATABASE_URL": cluster.url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
