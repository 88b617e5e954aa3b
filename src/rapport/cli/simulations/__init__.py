"""What `rapport simulate` makes, one file each."""
