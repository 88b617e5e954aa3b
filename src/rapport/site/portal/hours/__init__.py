"""When a provider is there: the week, dates that are different, and the next two weeks as a picture."""
