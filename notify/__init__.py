"""Tells people what happened: sends a message to the addresses that the environment holds, and to nowhere else."""
