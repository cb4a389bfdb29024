"""What exists: the yearly ricognizione, the schede, the stock and what will be available."""
