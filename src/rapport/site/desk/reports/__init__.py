"""Reports at the desk: one set of tables, as a page, as CSV and as PDF."""
