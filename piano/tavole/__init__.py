"""The capofila's findings and the catalogue of the rules as tables, to be taken away."""
