"""The scheda as a workbook: written to be filled in elsewhere, read again, tried out before it is kept."""
