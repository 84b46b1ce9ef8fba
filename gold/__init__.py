"""Truth and measures: annotated decisions, scores, and documents made with known content."""
