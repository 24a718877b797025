"""Forage–livestock balance: what the grassland carries beside the stock that it carries."""
