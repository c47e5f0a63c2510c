"""Miniatures of the general clauses: account, opt-in, no false success, separate choices."""

from typing import Any

from msgspec.structs import replace

from backupspec.contract.commands import (
    AcceptPrompt,
    BackUpNow,
    ChooseUpload,
    Command,
    DismissPrompt,
    LetSignInLapse,
    ResetPhone,
    TurnOff,
    TurnOn,
)
from backupspec.contract.outcomes import DONE, Outcome, Reason, Refused
from backupspec.faults.made import breaks, other_profile, relabelled, with_policy, with_topics, without
from backupspec.policy.model import Policy
from backupspec.reference.backups import Backups
from backupspec.reference.engine import Engine, Topics
from backupspec.reference.events import Events
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.person import Person
from backupspec.reference.schedule import Schedule
from backupspec.reference.state import Phone, World


@breaks("GEN-01")
def lapsed_sign_in_is_good_enough() -> Reference:
    """Backups go on although the sign-in has lapsed."""

    def change(policy: Policy) -> Policy:
        automatic = replace(policy.automatic, needs=without(policy.automatic.needs, "sign_in"))
        return replace(
            policy, automatic=automatic, manual=replace(policy.manual, needs=without(policy.manual.needs, "sign_in"))
        )

    class _Faulty(Backups):
        def obstacle(self, world: World, phone: Phone) -> Reason | None:
            return super().obstacle(world, replace(phone, sign_in_lapsed=False))

    return with_policy(change, Topics(backups=_Faulty))


@breaks("GEN-01")
def calls_what_a_person_ended_failed() -> Reference:
    """A backup during which somebody signs out is said to have failed by itself."""

    class _Faulty(Backups):
        def fail(self, world: World, phone: Phone, reason: Reason) -> World:
            world = super().fail(world, phone, reason)
            phone = world.phones[phone.name]
            if reason != "signed_out" or phone.last_attempt is None:
                return world
            return world.with_phone(replace(phone, last_attempt=replace(phone.last_attempt, result="failed")))

    return with_topics(Topics(backups=_Faulty))


@breaks("GEN-01")
def calls_what_failed_aborted() -> Reference:
    """A backup that fails since the sign-in has lapsed is said to have been ended by a person."""

    class _Faulty(Backups):
        def fail(self, world: World, phone: Phone, reason: Reason) -> World:
            world = super().fail(world, phone, reason)
            phone = world.phones[phone.name]
            if reason != "sign_in_lapsed" or phone.last_attempt is None:
                return world
            return world.with_phone(replace(phone, last_attempt=replace(phone.last_attempt, result="aborted")))

    return with_topics(Topics(backups=_Faulty))


@breaks("GEN-01")
def names_the_wrong_reason_without_an_account() -> Reference:
    """A manual backup without an account is refused as if the network were missing."""

    class _Faulty(Person):
        def manual_refusal(self, world: World, phone: Phone) -> Reason | None:
            return "no_network" if phone.account is None else super().manual_refusal(world, phone)

    return with_topics(Topics(person=_Faulty))


@breaks("GEN-02")
def on_from_the_start() -> Reference:
    """Settings backup is on although nobody turned it on."""

    def change(policy: Policy) -> Policy:
        toggles = tuple(
            replace(toggle, first="on") if toggle.id == "settings_backup" else toggle for toggle in policy.toggles
        )
        return replace(policy, toggles=toggles)

    return with_policy(change)


@breaks("GEN-02")
def reset_keeps_the_choices() -> Reference:
    """A reset leaves the backup turned on and the phone signed in."""

    class _Faulty(Events):
        def reset_phone(self, world: World, command: ResetPhone) -> Answer:
            before = world.phones.get(command.phone)
            world, outcome = super().reset_phone(world, command)
            if before is None:
                return world, outcome
            kept = replace(
                world.phones[before.name],
                toggles=before.toggles,
                suspended=before.suspended,
                uploads=before.uploads,
                settings_on_since_s=before.settings_on_since_s,
                account=before.account,
                sign_in_lapsed=before.sign_in_lapsed,
            )
            return world.with_phone(kept), outcome

    return with_topics(Topics(events=_Faulty))


def _claims_success_after(cause: Reason) -> Reference:

    class _Faulty(Backups):
        def fail(self, world: World, phone: Phone, reason: Reason) -> World:
            world = super().fail(world, phone, reason)
            attempt = world.phones[phone.name].last_attempt
            if attempt is None or reason != cause:
                return world
            claimed = replace(attempt, result="complete", reason=None, backup="backup-1")
            return world.with_phone(replace(world.phones[phone.name], last_attempt=claimed))

    return with_topics(Topics(backups=_Faulty))


@breaks("GEN-03")
def success_when_onedrive_is_full() -> Reference:
    """A backup that found OneDrive full says that it is complete."""
    return _claims_success_after("onedrive_is_full")


@breaks("GEN-03")
def success_when_onedrive_is_down() -> Reference:
    """A backup that could not reach OneDrive says that it is complete."""
    return _claims_success_after("onedrive_is_down")


@breaks("GEN-03")
def skips_a_backup_when_nothing_changed() -> Reference:
    """No automatic backup is made while the phone's content is the same as in the last one."""

    class _Faulty(Schedule):
        def automatic_due_s(self, world: World, phone: Phone) -> int | None:
            last = phone.local_backup
            kept = next((each.kept[last.id] for each in world.accounts.values() if last and last.id in each.kept), None)
            if kept is not None and all(
                (self.flows.backups.content_to_save(phone, part) == entries for part, entries in kept.content.items())
            ):
                return None
            return super().automatic_due_s(world, phone)

    return with_topics(Topics(schedule=_Faulty))


@breaks("GEN-04")
def texts_follow_settings() -> Reference:
    """Turning Settings backup on turns Text message backup on as well."""

    class _Faulty(Person):
        def turn_on(self, world: World, command: TurnOn) -> Answer:
            world, outcome = super().turn_on(world, command)
            if command.toggle == "settings_backup" and outcome == DONE:
                phone = world.phones[command.phone]
                world = world.with_phone(replace(phone, toggles={**phone.toggles, "text_message_backup": True}))
            return world, outcome

    return with_topics(Topics(person=_Faulty))


@breaks("VER-02")
def offers_chat_backup() -> Reference:
    """Windows Phone 8.1 shows and takes Chat backup, which only Windows Phone 8 has."""

    def change(policy: Policy) -> Policy:
        other = other_profile(policy)
        toggles = {rule.id: rule for rule in (*policy.toggles, *other.toggles)}
        controls = {rule.id: rule for rule in (*other.controls, *policy.controls)}
        return replace(policy, toggles=tuple(toggles.values()), controls=tuple(controls.values()))

    return with_policy(change)


def _on_every_phone(kind: type[TurnOn | TurnOff | DismissPrompt]) -> Reference:
    """Make the reference, in which something that is done on one phone is done on all."""

    class _Faulty(Engine):
        def answer(self, world: World, command: Command) -> Answer:
            world, outcome = super().answer(world, command)
            if isinstance(command, kind) and outcome == DONE:
                for name in [each for each in world.phones if each != command.phone]:
                    world, _ = super().answer(world, replace(command, phone=name))
            return world, outcome

    return with_topics(Topics(engine=_Faulty))


@breaks("GEN-03")
def numbers_what_failed() -> Reference:
    """A backup that failed is counted among a phone's backups, so that the next one has a number too high."""

    class _Faulty(Backups):
        def fail(self, world: World, phone: Phone, reason: Reason) -> World:
            lines = {name: replace(line, sequence=line.sequence + 1) for name, line in phone.lines.items()}
            return super().fail(world, replace(phone, lines=lines), reason)

    return with_topics(Topics(backups=_Faulty))


@breaks("GEN-04")
def turns_on_everywhere() -> Reference:
    """What is turned on is turned on on every phone."""
    return _on_every_phone(TurnOn)


@breaks("GEN-04")
def turns_off_everywhere() -> Reference:
    """What is turned off is turned off on every phone."""
    return _on_every_phone(TurnOff)


@breaks("GEN-04")
def dismisses_everywhere() -> Reference:
    """A prompt that is dismissed is dismissed on every phone."""
    return _on_every_phone(DismissPrompt)


@breaks("GEN-04")
def one_lapse_lapses_all() -> Reference:
    """A sign-in that lapses takes those to other accounts with it."""

    class _Faulty(Events):
        def let_sign_in_lapse(self, world: World, _command: LetSignInLapse) -> Answer:
            for account in world.accounts:
                world, _ = super().let_sign_in_lapse(world, LetSignInLapse(account=account))
            return world, DONE

    return with_topics(Topics(events=_Faulty))


@breaks("GEN-05")
def text_messages_elsewhere() -> Reference:
    """The page of text messages stands beside that of backups, and not on it."""
    return with_policy(relabelled("text_messages_page", path=("App list", "Settings")))


@breaks("DEL-01")
def label_of_the_other_profile() -> Reference:
    """The page on which backups are deleted has the label that it has in the other profile."""

    def change(policy: Policy) -> Policy:
        label = next(rule.label for rule in other_profile(policy).controls if rule.id == "manage_backups_page")
        return relabelled("manage_backups_page", label=label)(policy)

    return with_policy(change)


@breaks("DEL-02", "windows-phone-8")
def deletes_where_the_other_profile_does() -> Reference:
    """On Windows Phone 8, the page on which backups are deleted is called as on Windows Phone 8.1."""
    return label_of_the_other_profile()


def _answers(outcome: Outcome) -> Reference:
    """Make the reference, in which nothing happens that a person asks of a phone, and the answer is always the same."""

    class _Faulty(Engine):
        def answer(self, world: World, command: Command) -> Answer:
            if isinstance(command, TurnOn | BackUpNow | AcceptPrompt | DismissPrompt | ChooseUpload):
                return world, outcome
            return super().answer(world, command)

    return with_topics(Topics(engine=_Faulty))


@breaks("MAN-01")
def everything_refused() -> Reference:
    """Whatever a person asks of the phone is refused."""
    return _answers(Refused(reason="backup_in_progress"))


@breaks("GEN-03")
def says_done_and_does_nothing() -> Reference:
    """Whatever a person asks of the phone is said to be done, and nothing happens."""
    return _answers(DONE)


def _began(**otherwise: Any) -> Reference:
    """Make the reference, in which manual backups show, and say, that they began otherwise."""

    class _Faulty(Backups):
        def complete(self, world: World, phone: Phone) -> World:
            flow = phone.flow
            if flow is not None and flow.backup is not None and flow.backup.trigger == "manual":
                phone = replace(phone, flow=replace(flow, backup=replace(flow.backup, **otherwise)))
            return super().complete(world.with_phone(phone), phone)

    return with_topics(Topics(backups=_Faulty))


@breaks("GEN-03")
def says_that_it_began_on_cellular() -> Reference:
    """Manual backups say that they began on cellular data, whatever the phone had."""
    return _began(network="cellular")


@breaks("GEN-03")
def says_that_it_was_plugged_in() -> Reference:
    """Manual backups say that they began while the phone was plugged in, whether or not it was."""
    return _began(external_power=True)
