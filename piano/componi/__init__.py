"""Composing: the texts of the plan and its schema, written by the capofila in the browser while the plan is open."""
