"""A time for a first conversation: choosing, checking, moving, cancelling, and its calendar file."""
