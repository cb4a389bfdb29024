"""The register of dwellings: its pages, what a scheda takes from it, how it comes in from a file."""
