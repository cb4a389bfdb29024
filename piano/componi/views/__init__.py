"""The pages of the composer: the texts and the schema."""
