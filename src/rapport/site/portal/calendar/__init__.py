"""A provider's calendar: the week, one appointment, and the private feed."""
