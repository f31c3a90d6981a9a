"""CBL9: between the records of one run, and between a record and its container."""
