"""The plan in other people's tools: spreadsheet, open data, word processor; each a function of the frozen snapshot."""
