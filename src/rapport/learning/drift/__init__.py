"""People and providers change: the exact model of a smaller file, forecast row by row from the rows above."""
