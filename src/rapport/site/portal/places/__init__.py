"""How many clients a provider has room for, and times without new ones."""
