"""The newsletter at the desk: editions written, looked at, scheduled, stopped."""
