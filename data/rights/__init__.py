"""Who may do what, where: roles, grants and tokens; handles of a store that act for a person."""
