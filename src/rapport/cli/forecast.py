"""`rapport forecast`: a learnt model's forecasts for pairs of clients and providers."""

import argparse
import csv
import io
from typing import TYPE_CHECKING

from rapport.cli.output import add_format, print_json, print_text, wants_text, warn
from rapport.cli.tables import Table, read_table
from rapport.errors import BadInput, Problem, quoted

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rapport.learning.mixed.forecasts import Forecasts
    from rapport.learning.mixed.model import Model

IDS = ("client_id", "provider_id")
FEATURE_PREFIX = "x_"
FIGURES = ("mean", "low", "high")
DECIMALS = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `rapport forecast`."""
    parser.add_argument("--model", required=True, metavar="M", help="a model file of `rapport learn`")
    parser.add_argument("--pairs", required=True, metavar="P.csv", help="client_id,provider_id[,x_...]")
    add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Exit status 0; one forecast for each row, in order."""
    from rapport.learning.mixed.forecasts import codes, forecast

    model = read_model(args.model)
    table, name = read_table(args.pairs), args.pairs.rpartition("/")[2]
    header = [cell.strip() for cell in table.header]
    _check_header(header, model.columns.features, name)
    clients, providers = (_ids(table, header, column, name) for column in IDS)
    features = _features(table, header, model, name)
    found = forecast(model, codes(clients, model.clients), codes(providers, model.providers), features)
    if wants_text(args):
        print_text(as_csv(clients, providers, found))
    else:
        print_json(as_json(clients, providers, found))
    return 0


def read_model(path: str) -> "Model":
    """The model of a file. Raises BadInput."""
    from rapport.learning.mixed.modelfile import from_bytes

    name = path.rpartition("/")[2]
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            data = file.read()
    except OSError as error:
        raise BadInput(
            Problem(file=name, expected="a model file", arrived=error.strerror or "none")
        ) from None
    return from_bytes(data, name=name)


def _check_header(header: list[str], features: tuple[str, ...], name: str) -> None:
    for column in IDS:
        if header.count(column) != 1:
            arrived = quoted(",".join(header))
            raise BadInput(Problem(file=name, row=1, expected=f"column {column} once", arrived=arrived))
    for column in header:
        if column.startswith(FEATURE_PREFIX) and (column not in features or header.count(column) > 1):
            expected = f"features of the model, each once ({', '.join(features) or 'it has none'})"
            raise BadInput(
                Problem(file=name, row=1, column=column, expected=expected, arrived=quoted(column))
            )
        if not column.startswith(FEATURE_PREFIX) and column not in IDS:
            warn("forecast", f"{name}: column {quoted(column)} is not known and is left out")


def _ids(table: Table, header: list[str], column: str, name: str) -> list[str]:
    place, found = header.index(column), []
    for row, line in zip(table.rows, table.lines, strict=True):
        if len(row) != len(header):
            expected = f"{len(header)} cells as in the header"
            raise BadInput(Problem(file=name, row=line, expected=expected, arrived=str(len(row))))
        if not row[place].strip():
            raise BadInput(
                Problem(file=name, row=line, column=column, expected="an id", arrived="an empty cell")
            )
        found.append(row[place].strip())
    return found


def _features(table: Table, header: list[str], model: "Model", name: str) -> "NDArray[np.float64]":
    """Shape (pairs, features of the model), NaN where blank or no column."""
    import numpy as np

    found = np.full((len(table.rows), len(model.columns.features)), np.nan)
    for place, column in enumerate(model.columns.features):
        if column not in header:
            continue
        at = header.index(column)
        for number, (row, line) in enumerate(zip(table.rows, table.lines, strict=True)):
            if row[at].strip():
                found[number, place] = _number(
                    row[at],
                    Problem("a number of at most fifteen digits", quoted(row[at]), column, line, name),
                )
    return found


def _number(text: str, problem: Problem) -> float:
    from rapport.learning.sessions import LARGEST_NUMBER

    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not abs(number) <= LARGEST_NUMBER or "_" in text:
        raise BadInput(problem)
    return number


def as_json(clients: list[str], providers: list[str], found: "Forecasts") -> list[dict[str, object]]:
    """The published form (contract.md, "Evaluate")."""
    parts = {part: _rounded(found, part) for part in found.mean}
    return [
        {"client_id": client, "provider_id": provider}
        | {part: dict(zip(FIGURES, rows[place], strict=True)) for part, rows in parts.items()}
        for place, (client, provider) in enumerate(zip(clients, providers, strict=True))
    ]


def as_csv(clients: list[str], providers: list[str], found: "Forecasts") -> str:
    """One line a pair: mean, low and high, overall (columns of these names) and by part."""
    from rapport.learning.mixed.model import OVERALL

    whole = io.StringIO()
    writer = csv.writer(whole, lineterminator="\n")
    prefixes = ["" if part == OVERALL else f"{part}_" for part in found.mean]
    writer.writerow([*IDS, *(f"{prefix}{figure}" for prefix in prefixes for figure in FIGURES)])
    parts = [_rounded(found, part) for part in found.mean]
    for place, pair in enumerate(zip(clients, providers, strict=True)):
        writer.writerow([*pair, *(f"{value:.{DECIMALS}f}" for rows in parts for value in rows[place])])
    return whole.getvalue().rstrip("\n")


def _rounded(found: "Forecasts", part: str) -> list[list[float]]:
    import numpy as np

    table = np.column_stack([found.mean[part], found.low[part], found.high[part]])
    # Adding nothing takes the sign off a zero.
    rounded: list[list[float]] = (np.round(table, DECIMALS) + 0.0).tolist()
    return rounded
