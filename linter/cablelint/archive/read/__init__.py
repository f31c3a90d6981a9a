"""Reading archives: sources, containers, and the formats of the files in them."""
