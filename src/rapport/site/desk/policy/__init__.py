"""The policy at the desk: what is set, what another version would have meant, what was set before."""
