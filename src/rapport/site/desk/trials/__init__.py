"""A comparison at the desk: planned, previewed, started, stopped."""
