"""The published plan: its page, its versions, the files it goes out in, the catalogue that describes them."""
