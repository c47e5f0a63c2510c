"""What is wrong with the suite itself: in a feature file, or in a step definition. Always with its place."""

from collections.abc import Sequence


class Mistake(Exception):
    """Something that whoever writes features or steps has to put right: where it is, what is wrong, what to do. It can hold several."""

    def __init__(self, path: str, line: int, message: str, *others: "Mistake") -> None:
        super().__init__(path, line, message, *others)
        self.path = path
        self.line = line
        self.message = message
        self.others = others

    @classmethod
    def of(cls, mistakes: Sequence["Mistake"]) -> "Mistake":
        """Make one of several (at least one), so that all are told at once, each once, in the order of their places."""
        every = {(each.path, each.line, each.message): each for mistake in mistakes for each in mistake.each()}
        first, *others = (every[key] for key in sorted(every))
        return cls(first.path, first.line, first.message, *others)

    def each(self) -> tuple["Mistake", ...]:
        """List the mistakes that this one holds: itself, then the others."""
        return (Mistake(self.path, self.line, self.message), *self.others)

    def __str__(self) -> str:
        return "\n".join(f"{each.path}:{each.line}: {each.message}" for each in self.each())
