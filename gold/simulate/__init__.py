"""A scan simulator: typeset a text, degrade it like an office scan, wrap it as an image PDF."""
