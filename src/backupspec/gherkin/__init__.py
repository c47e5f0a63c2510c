"""Features and step definitions, as text: clauses and scenarios, and which definition a step has. Knows nothing of phones."""
