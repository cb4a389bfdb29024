"""The archive: everything about a plan in one file, which another installation reads again and verifies."""
