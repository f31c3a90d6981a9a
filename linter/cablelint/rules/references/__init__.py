"""Rules on the REF block and on what cites it (CBL511-CBL517)."""
