"""Rules on the TAGS line and on the labels of the fields (CBL4)."""
