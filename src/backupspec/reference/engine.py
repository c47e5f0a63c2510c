"""The reference put together: a class for each topic, each given those that it calls, and which of them does what each command asks for.

A faulty implementation has another class for a topic, most often with one method that does something else.
"""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from backupspec.contract import commands
from backupspec.contract.commands import Command
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import UNSUPPORTED
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


class Engine:
    """The rules for one law, put together."""

    def __init__(self, law: Law, topics: "Topics") -> None:
        self.law = law
        self.documents = topics.documents(law)
        self.backups = topics.backups(law, self.documents)
        self.reminder = topics.reminder(law)
        self.texts = topics.texts(law)
        self.media = topics.media(law)
        self.restoring = topics.restoring(law, self.texts)
        self.onedrive = topics.onedrive(law, self.backups)
        self.flows = topics.flows(law, self.backups, self.restoring)
        self.queues = topics.queues(law, self.texts, self.media, self.flows)
        self.schedule = topics.schedule(law, self.flows, self.queues)
        self.first_set_up = topics.first_set_up(law, self.restoring, self.texts, self.flows)
        self.person = topics.person(law, self.backups, self.reminder, self.texts, self.flows)
        self.events = topics.events(law, self.backups, self.first_set_up, self.flows, self.schedule)
        self.view = topics.view(law, self.reminder, self.restoring, self.texts, self.flows, self.queues)
        self._handlers: dict[type, Callable[[World, Any], Answer]] = {
            commands.AdvanceTime: self.events.advance_time,
            commands.SetWallClock: self.events.set_wall_clock,
            commands.SetTimeZone: self.events.set_time_zone,
            commands.CreateAccount: self.events.create_account,
            commands.LetSignInLapse: self.events.let_sign_in_lapse,
            commands.RenewSignIn: self.events.renew_sign_in,
            commands.AddPhone: self.events.add_phone,
            commands.ResetPhone: self.events.reset_phone,
            commands.TurnPhoneOff: self.events.turn_phone_off,
            commands.TurnPhoneOn: self.events.turn_phone_on,
            commands.SignIn: self.events.sign_in,
            commands.SignOut: self.events.sign_out,
            commands.SetNetwork: self.events.set_network,
            commands.SetExternalPower: self.events.set_external_power,
            commands.PauseFlowAfter: self.events.pause_flow_after,
            commands.ResumeFlow: self.events.resume_flow,
            commands.CutNetworkAfter: self.events.cut_network_after,
            commands.FailPowerAfter: self.events.fail_power_after,
            commands.SetContent: self.events.set_content,
            commands.ReceiveMessages: self.texts.receive,
            commands.SendMessages: self.texts.send,
            commands.DeleteMessages: self.texts.delete_messages,
            commands.DeleteConversation: self.texts.delete_conversation,
            commands.TakePhoto: self.media.take_photo,
            commands.TakeVideo: self.media.take_video,
            commands.DeleteMedium: self.media.delete_medium,
            commands.ViewMedium: self.media.view_medium,
            commands.TurnOn: self.person.turn_on,
            commands.TurnOff: self.person.turn_off,
            commands.ChooseUpload: self.media.choose_upload,
            commands.BackUpNow: self.person.back_up_now,
            commands.AcceptPrompt: self.person.accept_prompt,
            commands.DismissPrompt: self.person.dismiss_prompt,
            commands.DeleteBackups: self.person.delete_backups,
            commands.SetCloudSpace: self.onedrive.set_cloud_space,
            commands.TakeCloudDown: self.onedrive.take_cloud_down,
            commands.BringCloudUp: self.onedrive.bring_cloud_up,
            commands.DeleteCloudBackup: self.onedrive.delete_cloud_backup,
            commands.PutCloudBackup: self.onedrive.put_cloud_backup,
            commands.ReadCloud: self.onedrive.read_cloud,
            commands.RequireSecurityCode: self.onedrive.require_security_code,
            commands.SetPhoneSpace: self.events.set_phone_space,
            commands.SetSoftwareVersion: self.events.set_software_version,
            commands.Withdraw: self.events.withdraw,
            commands.MakeSecretUnusable: self.events.make_secret_unusable,
            commands.BeginSetUp: self.first_set_up.begin_set_up,
            commands.ChooseBackup: self.first_set_up.choose_backup,
            commands.ChooseTexts: self.first_set_up.choose_texts,
            commands.DeclineRestore: self.first_set_up.decline_restore,
            commands.EnterSecurityCode: self.first_set_up.enter_security_code,
            commands.PressNext: self.first_set_up.press_next,
            commands.EnterPasswords: self.first_set_up.enter_passwords,
            commands.SkipPasswords: self.first_set_up.skip_passwords,
            commands.PressDone: self.first_set_up.press_done,
        }

    def perform(self, world: World, command: Command) -> Answer:
        """Do what a command asks for, and all that is due then."""
        world, outcome = self.answer(world, command)
        return self.schedule.settle(world), outcome

    def answer(self, world: World, command: Command) -> Answer:
        """Do what a command asks for."""
        handler = self._handlers.get(type(command))
        return (world, UNSUPPORTED) if handler is None else handler(world, command)

    def observe(self, world: World, *, items: bool = False) -> Observation:
        """Show all that can be seen of a world."""
        return self.view.observation(world, items=items)


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
    engine: type[Engine] = Engine


REFERENCE = Topics()
"""The rules of the reference, none replaced."""
