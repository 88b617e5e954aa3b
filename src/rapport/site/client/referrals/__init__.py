"""Looking at a course together, going on with someone else, ending and closing well."""
