"""Places are few: three each within them, and what a place is worth, with a proof of how good that is.

`market` says who may be offered to whom, `allocate` gives out places by an auction whose prices prove how
good the lists are, `bookings` counts places in expected bookings, `floors` keeps everyone near their best,
and `pacing` moves prices between nights.
"""
