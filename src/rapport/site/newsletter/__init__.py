"""The newsletter: guides by mail, to whoever said yes twice, until one click ends it."""
