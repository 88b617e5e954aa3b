"""`rapport index build`: lay the directory out as a file that all processes of this machine map."""

import argparse

from rapport.cli.output import add_format, print_json, wants_text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `rapport index`."""
    parser.add_argument("what", choices=("build",), help="build: lay it out anew, and swap the file")
    add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Build; whoever maps the file before this one keeps it until their next look."""
    from rapport.site.config.start import start_migrated

    start_migrated()
    from rapport.site.directory.actions.indexing import build_index

    built = build_index()
    if wants_text(args):
        print(f"{built.providers:,} providers at revision {built.revision}: {built.size / 1e6:.1f} MB")
    else:
        print_json(built._asdict())
    return 0
