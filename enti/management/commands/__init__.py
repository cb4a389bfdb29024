"""Commands on the registries."""
