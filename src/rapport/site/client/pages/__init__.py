"""Pages that are the same for everyone: home, help now, privacy, does it work."""
