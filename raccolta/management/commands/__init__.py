"""Commands: ``sollecita``."""
