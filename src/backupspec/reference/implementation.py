"""The reference behind the port: it holds the worlds, and hands commands to the rules."""

from collections.abc import Mapping, Sequence

from backupspec import __version__
from backupspec.contract.commands import Command
from backupspec.contract.implementation import CONTRACT_VERSION, About, Opening, Performed
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import UNSUPPORTED, Outcome
from backupspec.contract.times import time_zone, wall_seconds
from backupspec.manifest.shape import Shape
from backupspec.policy.model import Policy
from backupspec.reference import (
    backups,
    documents,
    handlers,
    media,
    onedrive,
    person,
    photos,
    reminder,
    restoring,
    schedule,
    set_up,
    texts,
)
from backupspec.reference.law import Law, Rules, law
from backupspec.reference.observing import enabled, observation
from backupspec.reference.state import World

RULES = Rules(
    parts_to_save=backups.parts_to_save,
    content_to_save=backups.content_to_save,
    automatic_due_s=schedule.automatic_due_s,
    manual_refusal=person.manual_refusal,
    obstacle=backups.obstacle,
    waits_for_wifi=backups.waits_for_wifi,
    manifest=documents.manifest,
    commit=backups.commit,
    superseded=backups.superseded,
    fail=backups.fail,
    begin=backups.begin,
    newest_backup_s=reminder.newest_backup_s,
    deletion=person.deletion,
    offers=restoring.offers,
    flaw=restoring.flaw,
    needs_code=set_up.needs_code,
    wrong_with_code=set_up.wrong_with_code,
    restore_obstacle=restoring.restore_obstacle,
    complete_restore=restoring.complete_restore,
    fail_restore=restoring.fail_restore,
    come_back=restoring.come_back,
    asks_for_password=restoring.asks_for_password,
    may_read=onedrive.may_read,
    prompts=reminder.prompts,
    kinds_saved=texts.kinds_saved,
    exchanged=texts.exchanged,
    delete_texts=texts.delete_texts,
    texts_turned_on=texts.turned_on,
    texts_turned_off=texts.turned_off,
    tidy_texts=texts.tidy,
    send_text_deletions=texts.send_deletions,
    ready_texts=texts.ready,
    store_texts=texts.store,
    texts_offers=texts.texts_offers,
    texts_to_restore=texts.texts_to_restore,
    taken=media.taken,
    chosen=media.chosen,
    goes_from_onedrive=media.goes_from_onedrive,
    tidy_media=media.tidy,
    send_media_deletions=media.send_deletions,
    is_own=media.is_own,
    may_go=media.may_go,
    ready_media=media.ready,
    store_media=media.store,
    at_quality=photos.at_quality,
    may_view=media.may_view,
    enabled=enabled,
    handlers=handlers.HANDLERS,
)
"""The rules of the reference, none replaced."""


class Reference:
    """An implementation that keeps the policies it is given. It verifies manifests by the schema that it is given."""

    def __init__(
        self, policies: Mapping[str, Policy], manifest_shape: Shape, rules: Rules = RULES, name: str = "reference"
    ) -> None:
        self._policies = policies
        self._manifest_shape = manifest_shape
        self._rules = rules
        self._name = name
        self._worlds: dict[str, tuple[Law, World]] = {}
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
            law(policy, self._manifest_shape, self._rules),
            World(seed=opening.seed, wall_offset_s=wall_offset_s, time_zone=opening.time_zone),
        )
        return world

    def perform(self, world: str, commands: Sequence[Command], *, observe: bool = False) -> Performed:
        """Do the commands in order, and settle after each."""
        by, state = self._worlds[world]
        outcomes: list[Outcome] = []
        for command in commands:
            handler = by.rules.handlers.get(type(command))
            if handler is None:
                outcomes.append(UNSUPPORTED)
                continue
            state, outcome = handler(by, state, command)
            state = schedule.settle(by, state)
            outcomes.append(outcome)
        self._worlds[world] = (by, state)
        return Performed(outcomes=tuple(outcomes), observation=observation(by, state) if observe else None)

    def observe(self, world: str, *, items: bool = False) -> Observation:
        """Show all that can be seen of a world."""
        return observation(*self._worlds[world], items=items)

    def close_world(self, world: str) -> None:
        """Forget a world."""
        del self._worlds[world]
