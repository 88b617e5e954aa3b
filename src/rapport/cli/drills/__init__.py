"""Drills: proofs on this machine, each with the guard in place and once more with the guard removed."""
