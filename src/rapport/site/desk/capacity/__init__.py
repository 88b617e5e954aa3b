"""Places and where to recruit: what a coordinator sees of a night's prices."""
