"""Rules on the close of a telegram: the signature and what follows it (CF 9)."""
