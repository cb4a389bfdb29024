"""Measurements, never tests: times and memory beside a floor in the same run."""
