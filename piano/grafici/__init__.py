"""Charts drawn by hand: pure functions from values to SVG, the same string in the page and in the PDF."""
