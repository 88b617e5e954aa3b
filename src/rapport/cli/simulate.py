"""`rapport simulate`: a synthetic practice, the figures it stands on, trials, proofs."""

import argparse

from rapport.cli.simulations import access, figures, following, practice, registry, trial

KINDS = {
    "practice": practice,
    "figures": figures,
    "trial": trial,
    "access": access,
    "following": following,
    "registry": registry,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to simulate, and its options."""
    kinds = parser.add_subparsers(dest="what", required=True)
    for name, kind in KINDS.items():
        one = kinds.add_parser(name, help=kind.SUMMARY, description=kind.DESCRIPTION)
        kind.add_arguments(one)


def run(args: argparse.Namespace) -> int:
    """Do what the kind says."""
    return KINDS[args.what].run(args)
