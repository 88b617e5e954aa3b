"""What a night of a service needs of learning: a model to match by, and forecasts of the newest sessions.

The bytes hold no client's id, row or effect: what matching needs of providers and of answers, nothing else.
"""
