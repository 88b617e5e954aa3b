"""Some of the sessions of a file."""

from dataclasses import replace

import numpy as np

from rapport.learning.sessions import Codes, Sessions


def chosen(sessions: Sessions, rows: Codes) -> Sessions:
    """The sessions of these rows; codes keep their meaning, and days their beginning."""
    places = rows.tolist()
    return replace(
        sessions,
        session_ids=[sessions.session_ids[row] for row in places],
        client=sessions.client[rows],
        provider=sessions.provider[rows],
        day=sessions.day[rows],
        ratings={name: ratings[rows] for name, ratings in sessions.ratings.items()},
        features=sessions.features[rows],
        held_out=sessions.held_out[rows],
        groups={name: tuple(texts[row] for row in places) for name, texts in sessions.groups.items()},
        propensity=None if sessions.propensity is None else sessions.propensity[rows],
    )


def rated(sessions: Sessions) -> Sessions:
    """The sessions that somebody rated."""
    is_rated = ~np.isnan(sessions.ratings["overall"])
    return sessions if is_rated.all() else chosen(sessions, np.flatnonzero(is_rated))
