"""The forms in which a scheda is filled in: how the voci of a quadro become fields, and what stands beside them."""
