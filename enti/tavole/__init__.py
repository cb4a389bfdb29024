"""The tables of people, members and law as files, and how any table is handed over."""
