"""Counties: roles, obligations, peer groups, overdue figures."""
