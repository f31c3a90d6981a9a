"""Rules on the transmission header and the classification line (CF 1 to 3)."""
