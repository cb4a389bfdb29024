"""The tests, arranged as the houses are."""
