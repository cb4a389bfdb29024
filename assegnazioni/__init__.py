"""What is assigned and reserved: units, quotas, notices and their outcome."""
