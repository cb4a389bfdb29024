"""How data come in: the quadri, the one way in, provenance, certification, freezing."""
