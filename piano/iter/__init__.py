"""The way of a plan from the collection of the data to its publication: the table, the acts, what each page says."""
