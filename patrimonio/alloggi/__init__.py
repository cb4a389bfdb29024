"""The register of dwellings, for the enti that keep one."""
