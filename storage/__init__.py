"""Keeps everything: one DuckDB file, one writer at a time, and a published snapshot for everyone who reads."""
