"""Rules on the E.O. line: the order and its declassification instruction (CF 4)."""
