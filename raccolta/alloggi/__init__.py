"""The pages of the register of dwellings: the list, one dwelling, what a scheda takes from it."""
