"""What users recorded: uploads, decisions, groups, weights, allocations, settings."""
