"""The addresses at which the app answers commands; importing them costs nothing."""

COMMANDS = "/commands"
HEALTH = "/healthz"
