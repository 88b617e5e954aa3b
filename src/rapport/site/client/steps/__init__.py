"""Another step of care, as a client is asked about it."""
