"""The tables of a survey and of a scheda as values, to be taken away."""
