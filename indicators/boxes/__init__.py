"""The plan's boxes: their items judged from the register of projects as of a date."""
