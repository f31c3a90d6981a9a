"""What a run keeps on disk: cache, journal of a resumable run, shards, first pass."""
