"""A policy and its clauses in words: what it says, what differs between two, and what contradicts itself."""
