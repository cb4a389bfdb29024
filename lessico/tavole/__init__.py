"""A table as a value, and how it is written as a file: one way for every list of the product."""
