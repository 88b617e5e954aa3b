"""The caseload: open courses by need, one course, what was tried, and a copy for supervision."""
