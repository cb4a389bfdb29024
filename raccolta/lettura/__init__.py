"""A scheda in words: its state, its values, where each comes from, what happened to it."""
