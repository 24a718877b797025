"""Counties: roles, duties, peers, reporting."""
