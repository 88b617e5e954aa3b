"""What can be told of outcomes: the comparison's report, the public figures, the policy log."""
