"""Pages that are the same for everyone: home, help now, privacy, guides, does it work."""
