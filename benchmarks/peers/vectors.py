"""An approximate peer: FAISS, told by a bitmap who keeps every limit; what it misses is its recall.

It searches by inner product: of what a provider says, staleness and warmth, with what the client weighs.
Wishes about the person are no inner product and are left out for it and for what it is held to.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rapport.matching import said
from rapport.matching.answers import Answers
from rapport.matching.fit import weighing
from rapport.matching.forecast import column_weights, part_weights
from rapport.matching.roster import Roster

Floats = NDArray[np.float32]
LISTS: Final = 1024
TRAINED_ON: Final = 50_000
ROWS_A_LIST: Final = 64


class Vectors:
    """Vectors of a roster, and an index of inverted lists over them."""

    def __init__(self, roster: Roster, stale: NDArray[np.float64], warmth: NDArray[np.float64]) -> None:
        import faiss

        faiss.omp_set_num_threads(1)
        self._faiss: Final = faiss
        table = said.table(roster).astype(np.float32)
        self.vectors: Final[Floats] = np.hstack([table, stale[:, None], warmth[:, None]]).astype(np.float32)
        lists = min(LISTS, max(1, len(roster) // ROWS_A_LIST))
        flat = faiss.IndexFlatIP(self.vectors.shape[1])
        self._lists: Final = faiss.IndexIVFFlat(
            flat, self.vectors.shape[1], lists, faiss.METRIC_INNER_PRODUCT
        )
        step = max(1, len(roster) // TRAINED_ON)
        self._lists.train(np.ascontiguousarray(self.vectors[::step]))
        self._lists.add(self.vectors)

    def query(self, answers: Answers) -> Floats:
        """The client as a vector."""
        shares = part_weights(answers)
        weights = column_weights(weighing(answers), shares)
        return np.concatenate([weights, [1.0, shares["bond"]]]).astype(np.float32)[None]

    def exact(self, query: Floats, eligible: NDArray[np.int64], best: int) -> set[int]:
        """The true best of those eligible, by the same inner product."""
        worth = self.vectors[eligible] @ query[0]
        return set(eligible[np.argsort(-worth, kind="stable")[:best]].tolist())

    def selector(self, eligible: NDArray[np.int64]) -> Any:
        """Who may be found: made before the clock starts."""
        flags = np.zeros(len(self.vectors), dtype=bool)
        flags[eligible] = True
        self._mask = np.packbits(flags, bitorder="little")
        return self._faiss.IDSelectorBitmap(self._mask)

    def search(self, query: Floats, selector: Any, best: int, probes: int) -> set[int]:
        """The best that so many lists hold."""
        wanted = self._faiss.SearchParametersIVF(sel=selector, nprobe=probes)
        _, found = self._lists.search(query, best, params=wanted)
        return set(found[0].tolist()) - {-1}
