"""After first conversations: the provider's own short note, and what was written to them."""
