"""The newsletter's pages for everybody: ask for it, say yes, end it."""
