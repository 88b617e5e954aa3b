"""Courses of a provider: open ones, ending, referring on, saying good-bye."""
