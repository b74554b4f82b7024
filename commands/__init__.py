"""The verbs of the command door, one subject a file; each file lists its commands in VERBS."""
