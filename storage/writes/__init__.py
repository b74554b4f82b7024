"""Writes, one noun to a file; all take part in the transaction of the store that they belong to."""
