"""The reference put together: a class for each topic, each given those that it calls, and which of them does what each command asks for.

A faulty implementation has another class for a topic, most often with one method that does something else.
"""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from backupspec.contract import commands
from backupspec.contract.commands import Command
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import UNSUPPORTED, Outcome
from backupspec.reference.backups import Backups
from backupspec.reference.documents import Documents
from backupspec.reference.events import Events
from backupspec.reference.flows import Flows
from backupspec.reference.law import Answer, Law
from backupspec.reference.media import Media
from backupspec.reference.observing import View
from backupspec.reference.onedrive import OneDrive
from backupspec.reference.person import Person
from backupspec.reference.queues import Queues
from backupspec.reference.reminder import Reminder
from backupspec.reference.restoring import Restoring
from backupspec.reference.schedule import Schedule
from backupspec.reference.set_up import FirstSetUp
from backupspec.reference.state import World
from backupspec.reference.texts import TextMessages


class Topics(Struct, frozen=True, kw_only=True):
    """The class of each topic, whose methods are the rules of the reference."""

    documents: type[Documents] = Documents
    backups: type[Backups] = Backups
    reminder: type[Reminder] = Reminder
    texts: type[TextMessages] = TextMessages
    media: type[Media] = Media
    restoring: type[Restoring] = Restoring
    onedrive: type[OneDrive] = OneDrive
    flows: type[Flows] = Flows
    queues: type[Queues] = Queues
    schedule: type[Schedule] = Schedule
    first_set_up: type[FirstSetUp] = FirstSetUp
    person: type[Person] = Person
    events: type[Events] = Events
    view: type[View] = View


REFERENCE = Topics()
"""The rules of the reference, none replaced."""


class Engine:
    """The rules for one law, put together."""

    def __init__(self, law: Law, topics: Topics) -> None:
        documents = topics.documents(law)
        backups = topics.backups(law, documents)
        reminder = topics.reminder(law)
        texts = topics.texts(law)
        media = topics.media(law)
        restoring = topics.restoring(law, texts)
        onedrive = topics.onedrive(law, backups)
        flows = topics.flows(law, backups, restoring)
        queues = topics.queues(law, texts, media, flows)
        schedule = topics.schedule(law, flows, queues)
        first_set_up = topics.first_set_up(law, restoring, texts, flows)
        person = topics.person(law, backups, reminder, texts, flows)
        events = topics.events(law, backups, first_set_up, flows, schedule)
        view = topics.view(law, reminder, restoring, texts, flows, queues)
        self._schedule = schedule
        self._view = view
        self._handlers: dict[type, Callable[[World, Any], Answer]] = {
            commands.AdvanceTime: events.advance_time,
            commands.SetWallClock: events.set_wall_clock,
            commands.SetTimeZone: events.set_time_zone,
            commands.CreateAccount: events.create_account,
            commands.LetSignInLapse: events.let_sign_in_lapse,
            commands.RenewSignIn: events.renew_sign_in,
            commands.AddPhone: events.add_phone,
            commands.ResetPhone: events.reset_phone,
            commands.TurnPhoneOff: events.turn_phone_off,
            commands.TurnPhoneOn: events.turn_phone_on,
            commands.SignIn: events.sign_in,
            commands.SignOut: events.sign_out,
            commands.SetNetwork: events.set_network,
            commands.SetExternalPower: events.set_external_power,
            commands.PauseFlowAfter: events.pause_flow_after,
            commands.ResumeFlow: events.resume_flow,
            commands.CutNetworkAfter: events.cut_network_after,
            commands.FailPowerAfter: events.fail_power_after,
            commands.SetContent: events.set_content,
            commands.ReceiveMessages: texts.receive,
            commands.SendMessages: texts.send,
            commands.DeleteMessages: texts.delete_messages,
            commands.DeleteConversation: texts.delete_conversation,
            commands.TakePhoto: media.take_photo,
            commands.TakeVideo: media.take_video,
            commands.DeleteMedium: media.delete_medium,
            commands.ViewMedium: media.view_medium,
            commands.TurnOn: person.turn_on,
            commands.TurnOff: person.turn_off,
            commands.ChooseUpload: media.choose_upload,
            commands.BackUpNow: person.back_up_now,
            commands.AcceptPrompt: person.accept_prompt,
            commands.DismissPrompt: person.dismiss_prompt,
            commands.DeleteBackups: person.delete_backups,
            commands.SetCloudSpace: onedrive.set_cloud_space,
            commands.TakeCloudDown: onedrive.take_cloud_down,
            commands.BringCloudUp: onedrive.bring_cloud_up,
            commands.DeleteCloudBackup: onedrive.delete_cloud_backup,
            commands.PutCloudBackup: onedrive.put_cloud_backup,
            commands.ReadCloud: onedrive.read_cloud,
            commands.RequireSecurityCode: onedrive.require_security_code,
            commands.SetPhoneSpace: events.set_phone_space,
            commands.SetSoftwareVersion: events.set_software_version,
            commands.Withdraw: events.withdraw,
            commands.MakeSecretUnusable: events.make_secret_unusable,
            commands.BeginSetUp: first_set_up.begin_set_up,
            commands.ChooseBackup: first_set_up.choose_backup,
            commands.ChooseTexts: first_set_up.choose_texts,
            commands.DeclineRestore: first_set_up.decline_restore,
            commands.EnterSecurityCode: first_set_up.enter_security_code,
            commands.PressNext: first_set_up.press_next,
            commands.EnterPasswords: first_set_up.enter_passwords,
            commands.SkipPasswords: first_set_up.skip_passwords,
            commands.PressDone: first_set_up.press_done,
        }

    def perform(self, world: World, command: Command) -> tuple[World, Outcome]:
        """Do what a command asks for, and settle."""
        handler = self._handlers.get(type(command))
        if handler is None:
            return world, UNSUPPORTED
        world, outcome = handler(world, command)
        return self._schedule.settle(world), outcome

    def observe(self, world: World, *, items: bool = False) -> Observation:
        """Show all that can be seen of a world."""
        return self._view.observation(world, items=items)
