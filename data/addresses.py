"""The addresses at which the app answers commands and its operator; the import costs nothing."""

COMMANDS = "/commands"
HEALTH = "/healthz"
METRICS = "/metrics"
