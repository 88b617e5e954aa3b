"""Looking up a recommended name, and the public page of a provider."""
