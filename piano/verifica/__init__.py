"""Verification: which version a file or an impronta is, and whether what is kept is still what was kept."""
