"""Paper: from the document as HTML to a PDF/A-3a that is also PDF/UA-1, set by Typst in the sheets beside this file."""
