"""How much each rated session may say about a provider: nothing at all, or up to a cap for each client.

Standing rests on clients, not on forms: after a few sessions one more rating by the same client tells
about that client and that pair, hardly about the provider. So a client's sessions share a cap, and
neither many forms nor a provider's own can carry weight.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Alliance ratings reach a generalizability of .90 at four sessions (PMC3111943): more of one client's
# are more certain about that client only.
SESSIONS_CAP: Final = 4.0


def client_weights(
    clients: Sequence[str] | NDArray[np.str_],
    providers: Sequence[str] | NDArray[np.str_],
    *,
    verified: Sequence[bool] | NDArray[np.bool_] | None = None,
    cap: float = SESSIONS_CAP,
) -> Floats:
    """The weight of each rated session in an estimate about providers, in sessions, 0 to 1.

    1. A session that nobody verified weighs 0; so does one whose client is the provider (a self-rating).
    2. What is left of a client is scaled down alike, so that it sums to at most `cap`.

    Args:
        clients: shape (rows,), who rated.
        providers: shape (rows,), who was rated.
        verified: shape (rows,), whether the session is known to have taken place; None: all are.
        cap: sessions that one client may count for at most, over all providers; above 0.

    Returns:
        shape (rows,). A client's weights never sum to more than `cap`, however many rows there are.

    Source: trust.md asks for a cap on any one client's influence; the form is ours.
    """
    _, places = np.unique(np.asarray(clients, dtype=np.str_), return_inverse=True)
    counts = np.asarray(clients, dtype=np.str_) != np.asarray(providers, dtype=np.str_)
    if verified is not None:
        counts &= np.asarray(verified, dtype=np.bool_)
    total = np.bincount(places, weights=counts)
    share = np.minimum(1.0, cap / np.maximum(total, 1.0))
    weights: Floats = counts * share[places]
    return weights
