"""The addresses of check-ins, below `checkin/` and `checkin/link/<token>/`; who may, says `who_may`."""

# A client's own, each about whoever visits.
OWN = (
    "", "goals/", "sharing/", "reminders/", "<number>/help/", "<number>/saved/", "<number>/also/<name>/",
)  # fmt: skip
BY_LINK = ("", "help/", "saved/", "also/<name>/", "stop/")
EXAMPLES = {"number": "1", "name": "phq-9"}
