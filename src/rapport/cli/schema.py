"""`rapport schema`: the formats of files, as JSON Schema."""

import argparse
from typing import Final

from rapport.cli.output import print_json
from rapport.cli.ruptures import checkins_schema
from rapport.learning import schemas as learning
from rapport.learning.policy import policy_log
from rapport.matching import schemas as matching
from rapport.simulation.design import design_schema

SCHEMAS: Final = {
    **matching.SCHEMAS,
    **learning.SCHEMAS,
    **policy_log.SCHEMAS,
    "trial-design": design_schema,
    "checkins": checkins_schema,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `rapport schema`."""
    parser.add_argument("name", choices=tuple(SCHEMAS), help="which format")


def run(args: argparse.Namespace) -> int:
    """Always exit status 0."""
    print_json({"$schema": matching.DIALECT, **SCHEMAS[args.name]()})
    return 0
