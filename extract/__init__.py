"""Lines to facts: header, sections, tables, tasks, units, deadlines, citations, indicators."""
