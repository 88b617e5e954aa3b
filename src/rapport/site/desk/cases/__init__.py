"""Cases: what a coordinator may see of one client, and do for them."""
