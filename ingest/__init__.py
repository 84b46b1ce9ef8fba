"""Bytes to pages: what stands in a file and where, as the engine saw it."""
