"""Charts as text: signs, rows and bars, the same in the document and on the pages."""
