"""Miniatures of who can restore and what comes back: not all of it, to the wrong people, or at the wrong time."""

from msgspec.structs import replace

from backupspec.contract import commands
from backupspec.contract.observations import Backup, LeftOut
from backupspec.contract.outcomes import DONE, Reason, Refused
from backupspec.faults.made import breaks, with_fewer_backups, with_topics
from backupspec.reference.backups import Backups
from backupspec.reference.engine import Topics
from backupspec.reference.events import Events
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.restoring import Restoring
from backupspec.reference.set_up import FirstSetUp
from backupspec.reference.state import Entries, Phone, SetUp, World

# What comes back.


@breaks("RST-01")
def calls_do_not_come_back() -> Reference:
    """The history of calls is not restored."""

    class _Faulty(Restoring):
        def come_back(self, world: World, content: Entries) -> tuple[Entries, tuple[LeftOut, ...]]:
            kept, left_out = super().come_back(world, content)
            return {**kept, "call_history": ()}, left_out

    return with_topics(Topics(restoring=_Faulty))


@breaks("RST-01")
def an_app_that_is_gone_keeps_all_from_coming() -> Reference:
    """When an app can no longer be had, the restore ends without a result."""

    class _Faulty(Restoring):
        def complete(self, world: World, phone: Phone) -> World:
            assert phone.flow is not None
            _, left_out = self.come_back(world, phone.flow.content)
            if any(left.part == "apps" for left in left_out):
                return self.fail(world, phone, "backup_is_not_complete")
            return super().complete(world, phone)

    return with_topics(Topics(restoring=_Faulty))


@breaks("RST-01")
def an_app_that_is_gone_vanishes() -> Reference:
    """An app that can no longer be had is left out, and not listed."""

    class _Faulty(Restoring):
        def come_back(self, world: World, content: Entries) -> tuple[Entries, tuple[LeftOut, ...]]:
            kept, left_out = super().come_back(world, content)
            return kept, tuple(left for left in left_out if left.part not in {"apps", "app_data", "start_screen"})

    return with_topics(Topics(restoring=_Faulty))


@breaks("RST-01")
def tiles_of_missing_apps_come_back() -> Reference:
    """The tile of an app that can no longer be had comes back."""

    class _Faulty(Restoring):
        def come_back(self, world: World, content: Entries) -> tuple[Entries, tuple[LeftOut, ...]]:
            kept, left_out = super().come_back(world, content)
            return {**kept, "start_screen": content.get("start_screen", ())}, left_out

    return with_topics(Topics(restoring=_Faulty))


@breaks("RST-01")
def switches_do_not_come_back() -> Reference:
    """What was chosen for backups is not restored, although it is said to be."""

    class _Faulty(Restoring):
        def complete(self, world: World, phone: Phone) -> World:
            done = super().complete(world, phone)
            return done.with_phone(replace(done.phones[phone.name], toggles=phone.toggles, uploads=phone.uploads))

    return with_topics(Topics(restoring=_Faulty))


@breaks("RST-01")
def an_upgrade_brings_what_is_not_offered() -> Reference:
    """What was turned on on a Windows Phone 8 is turned on on a Windows Phone 8.1, whether or not that offers it."""

    class _Faulty(Restoring):
        def complete(self, world: World, phone: Phone) -> World:
            assert phone.flow is not None
            toggles = phone.flow.toggles
            world = super().complete(world, phone)
            phone = world.phones[phone.name]
            return world.with_phone(replace(phone, toggles={**phone.toggles, **toggles}))

    return with_topics(Topics(restoring=_Faulty))


@breaks("RST-02")
def needs_the_old_phone() -> Reference:
    """A backup is offered only while the phone that made it can be reached."""

    class _Faulty(Restoring):
        def offers(self, world: World, phone: Phone) -> tuple[Backup, ...]:
            off = {name for name, each in world.phones.items() if not each.powered_on or each.network == "none"}
            return tuple(backup for backup in super().offers(world, phone) if backup.phone not in off)

    return with_topics(Topics(restoring=_Faulty))


@breaks("RST-02")
def set_up_ends_where_there_is_no_backup() -> Reference:
    """Without a backup, set-up does not go on."""

    class _Faulty(Events):
        def sign_in(self, world: World, command: commands.SignIn) -> Answer:
            before = world
            world, outcome = super().sign_in(world, command)
            phone = world.phones.get(command.phone)
            if phone is not None and phone.set_up is not None and phone.set_up.step == "done":
                return before, Refused(reason="no_such_backup")
            return world, outcome

    return with_topics(Topics(events=_Faulty))


# Who, and when.


@breaks("RST-04")
def offers_everybodys_backups() -> Reference:
    """The backups of all accounts are offered."""

    class _Faulty(Restoring):
        def offers(self, world: World, phone: Phone) -> tuple[Backup, ...]:
            if phone.account is None:
                return ()
            return tuple(backup for account in world.accounts.values() for backup in account.backups if backup.complete)

    return with_topics(Topics(restoring=_Faulty))


@breaks("RST-04")
def offers_the_newest_phone_alone() -> Reference:
    """Of an account with two phones, only the backups of one are offered."""

    class _Faulty(Restoring):
        def offers(self, world: World, phone: Phone) -> tuple[Backup, ...]:
            found = super().offers(world, phone)
            return tuple(backup for backup in found if backup.phone == found[0].phone)

    return with_topics(Topics(restoring=_Faulty))


@breaks("RST-04")
def restores_after_set_up() -> Reference:
    """A backup can be restored on a phone that is in use."""

    class _Faulty(FirstSetUp):
        def choose_backup(self, world: World, command: commands.ChooseBackup) -> Answer:
            phone = world.phones[command.phone]
            if phone.set_up is None:
                chosen = SetUp(step="choose", chosen=command.backup)
                return world.with_phone(replace(phone, set_up=chosen)), DONE
            return super().choose_backup(world, command)

    return with_topics(Topics(first_set_up=_Faulty))


@breaks("RST-04")
def a_reset_phone_cannot_restore() -> Reference:
    """A phone can be set up once, and not again after a reset."""

    class _Faulty(FirstSetUp):
        def begin_set_up(self, world: World, command: commands.BeginSetUp) -> Answer:
            if command.phone in world.phones and world.phones[command.phone].set_up is None:
                return world, Refused(reason="set_up_is_over")
            return super().begin_set_up(world, command)

    return with_topics(Topics(first_set_up=_Faulty))


def _without_network(reason: Reason | None) -> Reference:
    """Make the reference, in which signing in without a network says this, or goes on as if there were no backup."""

    class _Faulty(Events):
        def sign_in(self, world: World, command: commands.SignIn) -> Answer:
            phone = world.phones.get(command.phone)
            if phone is None or phone.set_up is None or phone.network != "none" or phone.set_up.step != "sign_in":
                return super().sign_in(world, command)
            if reason is not None:
                return world.with_phone(replace(phone, set_up=replace(phone.set_up, problem=reason))), Refused(
                    reason=reason
                )
            return world.with_phone(replace(phone, account=command.account, set_up=SetUp(step="done"))), DONE

    return with_topics(Topics(events=_Faulty))


@breaks("RST-04")
def no_network_means_no_backup() -> Reference:
    """Without a network, people are told that there is no backup."""
    return _without_network("no_such_backup")


@breaks("RST-04")
def no_network_ends_set_up_without_a_word() -> Reference:
    """Without a network, set-up goes on as if there were no backup."""
    return _without_network(None)


@breaks("RST-04")
def a_first_backup_replaces_the_old_phones() -> Reference:
    """The first backup of a new phone takes the place of those of the old one."""

    class _Faulty(Backups):
        def complete(self, world: World, phone: Phone) -> World:
            world = super().complete(world, phone)
            assert phone.account is not None
            return with_fewer_backups(world, phone.account, lambda backup: backup.phone == phone.name)

    return with_topics(Topics(backups=_Faulty))
