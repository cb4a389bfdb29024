"""Commands on the plans."""
