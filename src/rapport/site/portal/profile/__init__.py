"""What a provider says of themselves, on the axes that clients answer about."""
