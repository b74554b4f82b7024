"""What Earshot does: collect, analyse, import, and answer, each in a file of its own."""
