"""How an implementation answers a command: done, refused, failed, or unsupported.

*Done*: what was asked is done, or is under way because a flow was paused. *Refused*: nothing began. *Failed*: it began and did not complete.
Reasons are facts. Where several stand in the way, any true one is right.
"""

from typing import Literal

from msgspec import Struct

from backupspec.contract.commands import tag

Reason = Literal[
    "already_exists",
    "backup_extension_unknown",
    "backup_in_progress",
    "backup_is_corrupt",
    "backup_is_not_complete",
    "backup_version_unknown",
    "backup_was_deleted",
    "backups_were_deleted",
    "good_quality_not_offered_for_videos",
    "name_is_there_twice",
    "network_lost",
    "no_box_ticked",
    "no_flow_paused",
    "no_network",
    "no_prompt_shown",
    "no_security_code_asked",
    "no_such_account",
    "no_such_backup",
    "no_such_instant",
    "no_such_medium",
    "no_such_message",
    "no_such_phone",
    "not_a_message",
    "not_a_photo",
    "not_a_video",
    "not_at_this_step",
    "not_offered_on_this_phone",
    "not_signed_in",
    "nothing_chosen",
    "onedrive_is_down",
    "onedrive_is_full",
    "passwords_are_missing",
    "phone_is_full",
    "phone_is_off",
    "phone_was_turned_off",
    "power_lost",
    "power_unplugged",
    "purpose_not_allowed",
    "restore_is_not_complete",
    "security_code_expired",
    "security_code_is_needed",
    "security_code_was_used",
    "set_up_is_not_over",
    "set_up_is_over",
    "settings_backup_is_off",
    "settings_backup_was_turned_off",
    "sign_in_lapsed",
    "signed_out",
    "superseded_by_manual_backup",
    "too_many_wrong_codes",
    "unknown_time_zone",
    "wrong_password",
    "wrong_security_code",
]


class Done(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="outcome", tag=tag):
    """What was asked is done, or under way because a flow was paused."""


class Refused(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="outcome", tag=tag):
    """Nothing began, because of one fact."""

    reason: Reason


class Failed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="outcome", tag=tag):
    """It began and did not complete, because of one fact."""

    reason: Reason


class Unsupported(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="outcome", tag=tag):
    """The implementation cannot be given this command: no verdict can be reached by it."""


Outcome = Done | Refused | Failed | Unsupported

DONE = Done()
UNSUPPORTED = Unsupported()
