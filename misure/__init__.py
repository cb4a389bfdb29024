"""What sustains access to a home and keeping it: measures, caps, results, indicators of context."""
