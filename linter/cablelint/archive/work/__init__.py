"""Checking records: the runner, its workers in processes or on a cluster, time limits."""
