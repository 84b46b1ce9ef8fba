"""Rebuilds the model files under `normalize/data` from a corpus and aligned pairs."""
