"""Text in, edits out: how Vietnamese a text is, and what a spoilt one meant."""
