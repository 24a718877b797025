"""The plan's targets: progress, decisions in force, what would settle them."""
