"""The reference behind the port: it holds the worlds, and hands commands to the engine."""

from collections.abc import Mapping, Sequence

from backupspec import __version__
from backupspec.contract.commands import Command
from backupspec.contract.implementation import CONTRACT_VERSION, About, Opening, Performed
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import Outcome
from backupspec.contract.times import time_zone, wall_seconds
from backupspec.manifest.shape import Shape
from backupspec.policy.model import Policy
from backupspec.reference.engine import REFERENCE, Engine, Topics
from backupspec.reference.law import law
from backupspec.reference.state import World


class Reference:
    """An implementation that keeps the policies it is given. It verifies manifests by the schema that it is given."""

    def __init__(
        self, policies: Mapping[str, Policy], manifest_shape: Shape, topics: Topics = REFERENCE, name: str = "reference"
    ) -> None:
        self._policies = policies
        self._manifest_shape = manifest_shape
        self._topics = topics
        self._name = name
        self._worlds: dict[str, tuple[Engine, World]] = {}
        self._opened = 0

    def about(self) -> About:
        """Say what this is."""
        return About(
            name=self._name,
            version=__version__,
            contract=CONTRACT_VERSION,
            profiles=tuple(self._policies),
            clock="own",
            choices={},
        )

    def open_world(self, opening: Opening) -> str:
        """Open a world that keeps the profile and the choices asked for; raise ValueError for a moment or a time zone that does not exist."""
        wall_offset_s = wall_seconds(opening.wall_clock)
        if wall_offset_s is None:
            raise ValueError(f"there is no such moment: {opening.wall_clock}")
        if time_zone(opening.time_zone) is None:
            raise ValueError(f"there is no time zone {opening.time_zone!r}")
        self._opened += 1
        world = f"world-{self._opened}"
        policy = self._policies[opening.profile].with_choices(opening.choices)
        self._worlds[world] = (
            self._topics.engine(law(policy, self._manifest_shape), self._topics),
            World(seed=opening.seed, wall_offset_s=wall_offset_s, time_zone=opening.time_zone),
        )
        return world

    def perform(self, world: str, commands: Sequence[Command], *, observe: bool = False) -> Performed:
        """Do the commands in order, and settle after each."""
        engine, state = self._worlds[world]
        outcomes: list[Outcome] = []
        for command in commands:
            state, outcome = engine.perform(state, command)
            outcomes.append(outcome)
        self._worlds[world] = (engine, state)
        return Performed(outcomes=tuple(outcomes), observation=engine.observe(state) if observe else None)

    def observe(self, world: str, *, items: bool = False) -> Observation:
        """Show all that can be seen of a world."""
        engine, state = self._worlds[world]
        return engine.observe(state, items=items)

    def close_world(self, world: str) -> None:
        """Forget a world."""
        del self._worlds[world]
