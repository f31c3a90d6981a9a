"""Archives: readers of files and containers, and the runner that checks their records."""
