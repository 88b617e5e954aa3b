"""Pages that are the same for everyone: home, help now, privacy, guides, what is known of whether this works."""
