"""The plan's targets: progress, decisions in force, forecast, what-if, allocation."""
