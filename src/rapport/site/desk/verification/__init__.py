"""Who waits to be verified, whose licence runs out, and a case to decide."""
