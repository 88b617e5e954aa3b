"""Showing who one is: number, profession, licences; then a coordinator decides."""
