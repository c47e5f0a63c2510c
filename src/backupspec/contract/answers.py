"""How commands are answered where they are not done: what each reason means, and which reasons each command may have.

A command is done, or refused, or failed with one of the reasons listed for it here or for its group. What stands in the way of what is the policy's affair.
"""

from collections.abc import Mapping

from msgspec import Struct

from backupspec.contract.outcomes import Reason


class Group(Struct, frozen=True, kw_only=True):
    """Commands that may be refused for the same reasons."""

    title: str
    says: str
    refused: tuple[Reason, ...] = ()
    commands: Mapping[str, "Answers"]


class Answers(Struct, frozen=True):
    """For which reasons of its own a command may be refused, and why what it began may fail."""

    refused: tuple[Reason, ...] = ()
    failed: tuple[Reason, ...] = ()


_ONLY_DONE = Answers()
_BACKUP = Answers(
    ("settings_backup_is_off", "not_signed_in", "sign_in_lapsed", "backup_in_progress"),
    ("no_network", "network_lost", "onedrive_is_down", "onedrive_is_full", "power_lost"),
)
_TEXTS = Answers(("already_exists", "not_a_message", "not_offered_on_this_phone"))
_NO_MESSAGE = Answers(("no_such_message",))

GROUPS = (
    Group(
        title="Time, and the world",
        says="What a test brings about. No phone is asked.",
        commands={
            "advance_time": Answers(("no_such_instant",)),
            "set_wall_clock": Answers(("no_such_instant",)),
            "set_time_zone": Answers(("unknown_time_zone",)),
            "take_cloud_down": _ONLY_DONE,
            "bring_cloud_up": _ONLY_DONE,
            "withdraw": _ONLY_DONE,
            "make_secret_unusable": _ONLY_DONE,
            "add_phone": Answers(("already_exists",)),
            "create_account": Answers(("already_exists",)),
        },
    ),
    Group(
        title="An account, and its OneDrive",
        says="Not on a phone. Where there is no account of that name: `no_such_account`.",
        refused=("no_such_account",),
        commands={
            "let_sign_in_lapse": _ONLY_DONE,
            "renew_sign_in": _ONLY_DONE,
            "require_security_code": _ONLY_DONE,
            "set_cloud_space": _ONLY_DONE,
            "delete_cloud_backup": Answers(("onedrive_is_down", "no_such_backup")),
            "put_cloud_backup": Answers(("already_exists",)),
            "read_cloud": Answers(("onedrive_is_down", "purpose_not_allowed")),
            "view_medium": Answers(("onedrive_is_down", "not_signed_in", "no_such_medium")),
        },
    ),
    Group(
        title="What happens to a phone",
        says="Whether it is on or off. Where there is no phone of that name: `no_such_phone`.",
        refused=("no_such_phone",),
        commands={
            "turn_phone_off": _ONLY_DONE,
            "turn_phone_on": _ONLY_DONE,
            "reset_phone": _ONLY_DONE,
            "set_network": _ONLY_DONE,
            "set_external_power": _ONLY_DONE,
            "set_phone_space": _ONLY_DONE,
            "set_software_version": _ONLY_DONE,
            "set_content": Answers(("name_is_there_twice",)),
            "pause_flow_after": _ONLY_DONE,
            "resume_flow": Answers(("no_flow_paused",)),
            "cut_network_after": _ONLY_DONE,
            "fail_power_after": _ONLY_DONE,
        },
    ),
    Group(
        title="What a person does with a phone",
        says="Where there is no such phone: `no_such_phone`; while it is off: `phone_is_off`; until its first set-up is over: `set_up_is_not_over`.",
        refused=("no_such_phone", "phone_is_off", "set_up_is_not_over"),
        commands={
            "sign_out": _ONLY_DONE,
            "turn_on": Answers(("settings_backup_is_off", "not_signed_in", "not_offered_on_this_phone")),
            "turn_off": Answers(("not_offered_on_this_phone",)),
            "choose_upload": Answers(("good_quality_not_offered_for_videos",)),
            "back_up_now": _BACKUP,
            "accept_prompt": Answers(("no_prompt_shown", *_BACKUP.refused), _BACKUP.failed),
            "dismiss_prompt": Answers(("no_prompt_shown",)),
            "delete_backups": Answers(("no_box_ticked",)),
            "receive_messages": _TEXTS,
            "send_messages": _TEXTS,
            "delete_messages": _NO_MESSAGE,
            "delete_conversation": _NO_MESSAGE,
            "take_photo": Answers(("already_exists", "not_a_photo")),
            "take_video": Answers(("already_exists", "not_a_video")),
            "delete_medium": Answers(("no_such_medium",)),
        },
    ),
    Group(
        title="What a person does while a phone is set up",
        says="`begin_set_up` adds a phone, or takes one that was reset; `sign_in` and `enter_passwords` can be done after set-up, too, and `sign_in` on the page with the backups while it has lapsed. Otherwise: `no_such_phone`, "
        "`phone_is_off`; after set-up `set_up_is_over`; on another page `not_at_this_step`, or `restore_is_not_complete` while it is restored.",
        refused=("no_such_phone", "phone_is_off", "set_up_is_over", "not_at_this_step", "restore_is_not_complete"),
        commands={
            "begin_set_up": _ONLY_DONE,
            "sign_in": Answers(("no_such_account", "no_network", "onedrive_is_down")),
            "choose_backup": Answers(("no_such_backup",)),
            "choose_texts": Answers(("no_such_backup",)),
            "decline_restore": _ONLY_DONE,
            "enter_security_code": Answers(
                (
                    *("wrong_security_code", "security_code_expired", "security_code_was_used", "too_many_wrong_codes"),
                    *("no_network", "onedrive_is_down"),
                )
            ),
            "press_next": Answers(
                (
                    *(
                        "nothing_chosen",
                        "security_code_is_needed",
                        "passwords_are_missing",
                        "no_network",
                        "onedrive_is_down",
                    ),
                    *("backup_was_deleted", "backup_is_corrupt", "backup_is_not_complete", "backup_version_unknown"),
                    "backup_extension_unknown",
                ),
                ("phone_is_full", "onedrive_is_down", "sign_in_lapsed"),
            ),
            "enter_passwords": Answers(("no_such_account",), ("wrong_password",)),
            "skip_passwords": _ONLY_DONE,
            "press_done": _ONLY_DONE,
        },
    ),
)
"""All commands, in groups."""

REASONS: Mapping[Reason, str] = {
    "already_exists": "A phone, an account, a backup, a message or a medium of that name is there, or was.",
    "backup_extension_unknown": "The backup needs an extension that is not known here.",
    "backup_in_progress": "The phone is making a backup: there is one at a time.",
    "backup_is_corrupt": "What lies there of the backup is not what its manifest says.",
    "backup_is_not_complete": "The backup was never completed: it can't be restored.",
    "backup_version_unknown": "The backup was written by rules of a version that is not known here.",
    "backup_was_deleted": "The backup was deleted after it was offered.",
    "backups_were_deleted": "The phone's backups were deleted while it made one.",
    "good_quality_not_offered_for_videos": "On Windows Phone 8.1 there is no good quality for videos.",
    "name_is_there_twice": "Two apps, accounts, passwords or apps' data of one name, or two accounts of one address, were given.",
    "network_lost": "The network went away in the midst of it.",
    "no_box_ticked": "`Delete` was tapped with no box ticked.",
    "no_flow_paused": "No flow of this kind is paused on the phone.",
    "no_network": "The phone has no network.",
    "no_prompt_shown": "The phone shows no prompt.",
    "no_security_code_asked": "No security code was asked for.",
    "no_such_account": "There is no account of that name.",
    "no_such_backup": "There is no backup of that name, or it is not offered.",
    "no_such_instant": "There is no such moment: the calendar doesn't have it, it is after the year 9999, or more than 10000000000 s of elapsed time after the world began.",
    "no_such_medium": "There is no photo or video of that name.",
    "no_such_message": "There is no message of that name, or no conversation.",
    "no_such_phone": "There is no phone of that name.",
    "not_a_message": "An attachment is not in Base64, or an SMS has one.",
    "not_a_photo": "The bytes are not in Base64, or no photo as [the contract means it](#bytes-pictures-times).",
    "not_a_video": "The bytes are not in Base64.",
    "not_at_this_step": "Another page of set-up shows.",
    "not_offered_on_this_phone": "The phone's version does not have this, such as chats on Windows Phone 8.1.",
    "not_signed_in": "Nobody is signed in on the phone, or on the device.",
    "nothing_chosen": "No backup was tapped.",
    "onedrive_is_down": "OneDrive can't be reached by anyone.",
    "onedrive_is_full": "There is no room left in the account's OneDrive.",
    "passwords_are_missing": "Some accounts wait for their passwords; one may also skip them.",
    "phone_is_full": "There is no room left on the phone.",
    "phone_is_off": "The phone is switched off.",
    "phone_was_turned_off": "The phone was switched off in the midst of it.",
    "power_lost": "The phone died in the midst of it (`fail_power_after`).",
    "power_unplugged": "The phone was unplugged in the midst of it, where power is needed throughout.",
    "purpose_not_allowed": "What is backed up is not read for that purpose.",
    "restore_is_not_complete": "The restore is still under way.",
    "security_code_expired": "The security code is right, and too old.",
    "security_code_is_needed": "The right security code was not entered yet.",
    "security_code_was_used": "The security code was right once: it works one time.",
    "set_up_is_not_over": "The phone's first set-up is not over.",
    "set_up_is_over": "The phone's set-up is over, or it never was in set-up.",
    "settings_backup_is_off": "Settings backup is off.",
    "settings_backup_was_turned_off": "Settings backup was turned off in the midst of it.",
    "sign_in_lapsed": "The phone's sign-in is no longer valid.",
    "signed_out": "The phone was signed out in the midst of it.",
    "superseded_by_manual_backup": "An automatic backup that waited gave way to one that a person asked for.",
    "too_many_wrong_codes": "Too many wrong security codes were entered, where their number is limited.",
    "unknown_time_zone": "The time zone database has no zone of that name. `localtime`, `posixrules`, `posix/...` and `right/...` are none, whatever a machine has.",
    "wrong_password": "A password is wrong; the right ones count.",
    "wrong_security_code": "The security code is wrong.",
}
"""Each reason in one line, as docs/contract-reference.md has it. Some are no answer to a command, but why an attempt ended, or a problem in set-up."""
