"""Routes of ours in the process of the app, and what every answer of it goes through."""
