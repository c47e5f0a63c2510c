Feature: Deleting backups in OneDrive

  Whoever logs in to OneDrive sees the backups of that account in a list, whichever of its phones made them. Any one of them can be deleted there; it is
  then gone for good.
  Whether a phone's own copy of a backup goes as well when the backup is deleted in OneDrive, the help page does not say.

  @DEL-07 @behaviour
  Rule: What is deleted in OneDrive is gone for good

    @DEL-07.01
    Scenario: A deleted backup does not come back
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      And Ann's phone made two more manual backups
      When the newest backup of Ann's phone is deleted in OneDrive
      And 61 days pass
      Then OneDrive holds what it held, but for the newest backup of Ann's phone

    @DEL-07.02
    Scenario Outline: A deleted backup does not come back when the phone <goes> and <comes back>
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When the newest backup of Ann's phone is deleted in OneDrive
      And Ann's phone <goes>
      And 2 days pass
      And Ann's phone <comes back>
      Then OneDrive holds what it held, but for the newest backup of Ann's phone

      Examples:
        | row     | goes                    | comes back     | why                                |
        | network | is left with no network | finds Wi-Fi    | it may have a local copy to send   |
        | off     | is switched off         | is switched on | it begins with what it still has   |
        | account | is signed out           | is signed in   | it may think the account a new one |

    # On a phone that keeps a single backup, this may have been the last one; where Settings backup goes off with the last one (DEL-07.13), it has to be
    # turned on again before the next.

    @DEL-07.03
    Scenario: The next backup is another one, and the deleted one stays gone
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      And Ann's phone made two more manual backups
      When the newest backup of Ann's phone is deleted in OneDrive
      And Ann turns Settings backup on
      And Ann taps Back up now
      Then Ann's phone makes one more manual backup
      And no backup that was deleted in OneDrive is there

    @DEL-07.04
    Scenario: While the phone is off, its backup can be deleted, and stays gone once the phone is on
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      And Ann's phone made two more manual backups
      When Ann's phone is switched off
      And the newest backup of Ann's phone is deleted in OneDrive
      And Ann's phone is switched on
      Then OneDrive holds what it held, but for the newest backup of Ann's phone

    @DEL-07.05
    Scenario: The only backup can be deleted, and then there is none
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When the newest backup of Ann's phone is deleted in OneDrive
      And 2 days pass
      Then OneDrive holds what it held, but for the newest backup of Ann's phone
      And the OneDrive of Ann's account holds no backup

    @DEL-07.07 @choice:backups_kept:every_one
    Scenario Outline: When a backup is deleted at <point> of its restore, nothing of it comes back, and those that are left are offered
      Given Ben's phone, set up with Ann's account, is at <point> of a restore of the newest of three backups of Ann's phone
      When the newest backup of Ann's phone is deleted in OneDrive
      And the restore that was held up on Ben's phone goes on
      Then the restore on Ben's phone has ended, because the backup was deleted
      And nothing of the backup is on Ben's phone
      And Ben's phone is offered the backups of Ann's phone that are left

      Examples:
        | row           | point        | why                                                 |
        | at-0-percent  | 0 %          | nothing of it has come yet                          |
        | at-50-percent | 50 %         | half of it has come, and none of it is on the phone |
        | before-commit | the very end | all of it has come, and none of it is on the phone  |

    @DEL-07.08 @choice:backups_kept:every_one
    Scenario: When a backup is deleted while its restore waits for a network, it is not brought back once there is one
      Given Ben's phone, set up with Ann's account, is at 50 % of a restore of the newest of three backups of Ann's phone
      When Ben's phone is left with no network
      And the restore that was held up on Ben's phone goes on
      And the newest backup of Ann's phone is deleted in OneDrive
      And Ben's phone finds Wi-Fi
      Then the restore on Ben's phone has ended, because the backup was deleted
      And nothing of the backup is on Ben's phone
      And Ben's phone is offered the backups of Ann's phone that are left

    @DEL-07.09 @choice:backups_kept:every_one
    Scenario: When a backup is deleted after it was tapped and before its restore began, it is not brought back
      Given Ben's phone, set up with Ann's account, is about to restore the newest of three backups of Ann's phone
      When the newest backup of Ann's phone is deleted in OneDrive
      And Ben wants to go on with the restore
      Then nothing of the backup is on Ben's phone
      And Ben's phone is offered the backups of Ann's phone that are left

    @DEL-07.10 @choice:backups_kept:every_one
    Scenario: A restore goes on to its end when another backup is deleted
      Given Ben's phone, set up with Ann's account, is at 50 % of a restore of the newest of three backups of Ann's phone
      When the oldest backup of Ann's phone is deleted in OneDrive
      And the restore that was held up on Ben's phone goes on
      Then all that was backed up of Ann's phone is on Ben's phone

    @DEL-07.11 @choice:backups_kept:every_one
    Scenario: Once a backup was deleted during its restore, another one can be brought back instead
      Given Ben's phone, set up with Ann's account, is at 50 % of a restore of the newest of three backups of Ann's phone
      When the newest backup of Ann's phone is deleted in OneDrive
      And the restore that was held up on Ben's phone goes on
      And Ben chooses the newest of the backups of Ann's phone that are left
      Then all that was backed up of Ann's phone is on Ben's phone

    # The help page leaves this open; each phone declares which of the two it does: DEL-07.06 and .12, or DEL-07.13, .17 and .18.

    @DEL-07.06 @choice:toggles_after_last_deletion:stay
    Scenario: When a backup is deleted while the next one is under way, it is gone, and the next one is completed
      Given Ann's phone, backed up before, is at 50 % of a manual backup
      When the newest backup of Ann's phone is deleted in OneDrive
      And the backup of Ann's phone goes on
      Then that manual backup of Ann's phone is completed, and no other is made
      And no backup that was deleted in OneDrive is there

    @DEL-07.12 @choice:toggles_after_last_deletion:stay
    Scenario: When a phone's only remaining backup is deleted, its switches stay, and the next backup is made when it is due
      Given Ann's phone, with all options on, made an automatic backup just now
      When the newest backup of Ann's phone is deleted in OneDrive
      And the time between two automatic backups passes
      Then on Ann's phone, Settings backup is on
      And on Ann's phone, App backup is on
      And Ann's phone makes one more automatic backup

    @DEL-07.13 @choice:toggles_after_last_deletion:go_off
    Scenario: When a phone's only remaining backup is deleted, Settings backup and App backup go off, and no backup is made until they are on again
      Given Ann's phone, with all options on, made an automatic backup just now
      When the newest backup of Ann's phone is deleted in OneDrive
      And the time between two automatic backups passes
      Then on Ann's phone, Settings backup is off
      And on Ann's phone, App backup is off
      And Ann's phone makes no further backup
      And as soon as Ann's phone has Settings backup on, it makes one automatic backup

    @DEL-07.14
    Scenario: When a phone's only remaining backup is deleted, text messages, photos and videos stay as they were chosen
      Given Ann's phone, with all options on, made an automatic backup just now
      When the newest backup of Ann's phone is deleted in OneDrive
      Then on Ann's phone, Text message backup is on
      And on Ann's phone, Best quality is chosen for photos and Best quality for videos

    @DEL-07.15 @choice:backups_kept:every_one
    Scenario Outline: While a phone has other backups, its switches stay when the <which> is deleted
      Given Ann's phone, with all options on, made an automatic backup just now
      And Ann's phone made two more manual backups
      When the <which> backup of Ann's phone is deleted in OneDrive
      Then OneDrive holds what it held, but for the <which> backup of Ann's phone
      And on Ann's phone, Settings backup is on
      And on Ann's phone, App backup is on

      Examples:
        | row    | which  | why                   |
        | newest | newest | two older ones remain |
        | oldest | oldest | two newer ones remain |

    @DEL-07.16
    Scenario: When a phone's only remaining backup is deleted, the switches of the account's other phone stay
      Given Ben's phone, of Ann's account, on Wi-Fi and on battery, made a manual backup just now
      And Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When the newest backup of Ann's phone is deleted in OneDrive
      Then OneDrive holds what it held, but for the newest backup of Ann's phone
      And on Ben's phone, Settings backup is on
      And Ben's phone is what it was

    @DEL-07.17 @choice:toggles_after_last_deletion:go_off @choice:settings_off_during_backup:aborted
    Scenario: When a phone's only remaining backup is deleted in the middle of the next one, Settings backup goes off, and the next one is aborted
      Given Ann's phone, backed up before, is at 50 % of a manual backup
      When the newest backup of Ann's phone is deleted in OneDrive
      Then the backup of Ann's phone has been aborted, because Settings backup was turned off
      And on Ann's phone, Settings backup is off
      And no backup that was deleted in OneDrive is there

    @DEL-07.18 @choice:toggles_after_last_deletion:go_off @choice:settings_off_during_backup:completed
    Scenario: When a phone's only remaining backup is deleted in the middle of the next one, Settings backup goes off, and the next one is completed
      Given Ann's phone, backed up before, is at 50 % of a manual backup
      When the newest backup of Ann's phone is deleted in OneDrive
      Then on Ann's phone, Settings backup is off
      And once it goes on, that manual backup of Ann's phone is completed, and no other is made
      And no backup that was deleted in OneDrive is there

    # How many backups stay until they are deleted.
    # The help page leaves this open; each phone declares which of the two it does: DEL-07.19, or DEL-07.20 to .23 with a number of its own.

    @DEL-07.19 @choice:backups_kept:every_one
    Scenario: However many backups a phone makes, each stays until somebody deletes it
      Given Ann's phone made an automatic backup just now
      When a hundred times the time between two automatic backups passes
      Then Ann's phone makes a hundred more automatic backups
      And Ann's phone has kept its earlier backups

    @DEL-07.20 @choice:backups_kept:a_number
    Scenario: Where only a number of backups is kept, a new one replaces the oldest
      Given Ann's phone, on Wi-Fi and on battery, made as many manual backups as are kept
      When Ann taps Back up now
      Then Ann's phone makes one more manual backup
      And it has taken the place of the oldest backup of Ann's phone, and of no other

    @DEL-07.21 @choice:backups_kept:a_number
    Scenario: Where only a number of backups is kept, a new one replaces none of another phone
      Given Ben's phone, of Ann's account, on Wi-Fi and on battery, made a manual backup just now
      And Ann's phone, on Wi-Fi and on battery, made as many manual backups as are kept
      When Ann taps Back up now
      Then Ann's phone makes one more manual backup
      And it has taken the place of the oldest backup of Ann's phone, and of no other
      And Ben's phone is what it was

    @DEL-07.22 @choice:backups_kept:a_number
    Scenario: Where only a number of backups is kept, one that fails replaces none
      Given Ann's phone, on Wi-Fi and on battery, made as many manual backups as are kept
      When Ann's phone goes dead in the middle of a manual backup, and is switched on again
      Then the backup of Ann's phone has failed
      And Ann's phone has its earlier backups and no other

    @DEL-07.23 @choice:backups_kept:a_number
    Scenario: A backup that was replaced does not come back when a newer one is deleted
      Given Ann's phone, on Wi-Fi and on battery, made as many manual backups as are kept
      When Ann taps Back up now
      And the newest backup of Ann's phone is deleted in OneDrive
      And 61 days pass
      Then OneDrive holds what it held, but for the oldest backup of Ann's phone

  @DEL-08 @label
  Rule: In OneDrive, the list of backups is found in Settings > Options > Device settings

    @DEL-08.01
    Scenario: Once there is a backup, the list is found in Settings > Options > Device settings
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When Ann looks for the list of backups in OneDrive
      Then it is found in Settings > Options > Device settings

    @DEL-08.02
    Scenario: Before there is any backup, the list is found in the same place
      Given Ann's phone, never backed up, lacks only power for an automatic backup
      When Ann looks for the list of backups in OneDrive
      Then it is found in Settings > Options > Device settings

  @DEL-09 @behaviour
  Rule: OneDrive lists the backups of all phones of an account, and of no other

    @DEL-09.01
    Scenario: Before the first backup, the list is empty
      Given Ann's phone, never backed up, lacks only power for an automatic backup
      When 2 days pass
      Then OneDrive lists no backup of Ann's phone under Ann's account
      And the OneDrive of Ann's account holds no backup
      And as soon as Ann's phone is plugged in, it makes one automatic backup

    @DEL-09.02
    Scenario: The first backup is listed
      Given Ann's phone, never backed up, lacks only power for an automatic backup
      When Ann taps Back up now
      Then OneDrive lists one backup of Ann's phone under Ann's account

    @DEL-09.03 @choice:backups_kept:every_one
    Scenario: Later backups are listed beside the first
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      And Ann's phone made two more manual backups
      When Ann taps Back up now
      Then Ann's phone makes one more manual backup
      And OneDrive lists four backups of Ann's phone under Ann's account

    @DEL-09.04 @choice:backups_kept:every_one
    Scenario: Automatic, manual and prompted backups are listed alike
      Given Ann's phone made an automatic backup just now
      When Ann's phone is unplugged
      And Ann taps Back up now
      And 21 days and 1 second pass
      And Ann accepts the prompt
      Then OneDrive lists three backups of Ann's phone under Ann's account

    @DEL-09.05
    Scenario: Two phones of one account are both listed
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      And Ben's phone, of Ann's account, lacks only power for an automatic backup
      When Ben taps Back up now
      Then OneDrive lists one backup of Ann's phone under Ann's account
      And OneDrive lists one backup of Ben's phone under Ann's account

    @DEL-09.06
    Scenario: Another account's backups are not listed
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      And Ben's phone lacks only power for an automatic backup
      When Ben taps Back up now
      Then OneDrive lists one backup of Ben's phone under Ben's account
      And OneDrive lists no backup of Ben's phone under Ann's account
      And OneDrive lists no backup of Ann's phone under Ben's account

    @DEL-09.07
    Scenario: What a phone saved before it came to another account is listed to the earlier account alone
      Given Ben's phone, on Wi-Fi and on battery, made a manual backup just now
      And Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When Ann's phone is signed in with Ben's account
      And Ann taps Back up now
      Then Ann's phone makes one more manual backup
      And OneDrive lists one backup of Ann's phone under Ann's account
      And OneDrive lists one backup of Ann's phone under Ben's account

    @DEL-09.08
    Scenario: Two phones of one name are both listed, each as a phone of its own
      Given Ann's phone, called Lumia 1020, made a manual backup just now
      And Ben's phone, of Ann's account and called Lumia 1020, too, made a manual backup just now
      When Ann looks for the list of backups in OneDrive
      Then OneDrive lists one backup of Ann's phone under Ann's account
      And OneDrive lists one backup of Ben's phone under Ann's account
      And both are listed as of a phone called Lumia 1020, and as of two different phones

    @DEL-09.11 @choice:backups_kept:every_one
    Scenario: A phone that is set up again under another name is listed under it, and its earlier backup as it was
      Given Ann's phone, called Lumia 1020, made a manual backup just now
      When Ann's phone is reset, set up again as Lumia 930, and makes a manual backup
      Then the backups of Ann's phone are listed as of Lumia 1020 and Lumia 930

  @DEL-10 @behaviour
  Rule: Any one of the backups can be deleted in OneDrive, and no other goes with it

    @DEL-10.01 @choice:backups_kept:every_one
    Scenario Outline: The <which> of three backups is deleted, and the others stay as they were
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      And Ann's phone made two more manual backups
      When the <which> backup of Ann's phone is deleted in OneDrive
      Then OneDrive holds what it held, but for the <which> backup of Ann's phone

      Examples:
        | row    | which  | why                              |
        | oldest | oldest | it was the first                 |
        | middle | middle | one is older, and one is newer   |
        | newest | newest | the phone has a local copy of it |

    @DEL-10.02
    Scenario Outline: Of two phones of one account, a backup of <whose> phone is deleted, and the other's stays as it was
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      And Ben's phone, of Ann's account, on Wi-Fi and on battery, made a manual backup just now
      When the newest backup of <whose> phone is deleted in OneDrive
      Then OneDrive holds what it held, but for the newest backup of <whose> phone

      Examples:
        | row          | whose | why                          |
        | first-phone  | Ann's | it is of the account's owner |
        | second-phone | Ben's | it is in the same list       |

    @DEL-10.03
    Scenario: Of two accounts, one loses a backup, and the other's stays as it was
      Given Ben's phone, on Wi-Fi and on battery, made a manual backup just now
      And Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When the newest backup of Ann's phone is deleted in OneDrive
      Then OneDrive holds what it held, but for the newest backup of Ann's phone

    @DEL-10.04 @choice:backups_kept:every_one
    Scenario: All backups can be deleted, one after another
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      And Ann's phone made two more manual backups
      When the middle backup of Ann's phone is deleted in OneDrive
      And the newest backup of Ann's phone is deleted in OneDrive
      And the oldest backup of Ann's phone is deleted in OneDrive
      Then OneDrive holds none of the backups that it held

    @DEL-10.05
    Scenario Outline: Of two phones of one name, a backup of <whose> phone is deleted, and the other's stays as it was
      Given Ann's phone, called Lumia 1020, made a manual backup just now
      And Ben's phone, of Ann's account and called Lumia 1020, too, made a manual backup just now
      When the newest backup of <whose> phone is deleted in OneDrive
      Then OneDrive holds what it held, but for the newest backup of <whose> phone

      Examples:
        | row          | whose | why                              |
        | first-phone  | Ann's | the other's is the newer of the two |
        | second-phone | Ben's | the other's is the older of the two |
