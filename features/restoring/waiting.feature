Feature: Waiting until the restore is complete

  Half a restored phone cannot be told from a whole one. So nothing of a backup is on the phone until all of it is, and whatever
  interrupts a restore, the result is the same in the end.

  @RST-09 @behaviour @label
  Rule: A person waits until the restore is complete, and then taps Next

    # Not before it is complete

    @RST-09.01
    Scenario Outline: At <point>, Next is refused, and nothing of the backup is on the phone
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, is at <point> of restoring Ann's phone
      When Ann taps Next
      Then it is refused, because the restore is not complete, and nothing of the backup is on Ann's new phone yet
      And Ann's new phone shows the restore
      And once Ann's new phone goes on, its restore is complete

      Examples:
        | row           | point        | why                                 |
        | at-0-percent  | 0 %          | nothing has come                    |
        | at-1-percent  | 1 %          | the first bytes are there           |
        | at-50-percent | 50 %         | half of it is there                 |
        | at-99-percent | 99 %         | hardly anything is missing          |
        | before-commit | the very end | all has come, and nothing is in use |

    # The help page leaves this open; each phone declares which of the two it does: RST-09.02 or RST-09.03.

    @RST-09.02 @choice:passwords_asked_for:without_a_working_one
    Scenario: When the restore is complete, Next goes on
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, has restored Ann's phone
      When Ann taps Next
      Then it is done
      And Ann's new phone shows the end of set-up

    @RST-09.03 @choice:passwords_asked_for:every_account
    Scenario: When the restore is complete, Next goes on to the passwords
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, has restored Ann's phone
      When Ann taps Next
      Then it is done
      And Ann's new phone asks for the passwords

    @RST-09.04
    Scenario: The button that goes on when the restore is complete is called Next
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, has restored Ann's phone
      When Ann looks at the page that shows
      Then there is a button called Next
      And Next can be tapped

    # Interrupted. Where the phone was switched off, the restore goes on when it is on again. Where it went dead, without a warning, the restore may
    # also have ended; here it is begun again then, and comes to the same result.

    @RST-09.05
    Scenario Outline: When the phone goes dead at <percent> %, all comes back once it is on again
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, is about to restore Ann's phone
      When Ann taps Next, and at <percent> % of the restore the phone goes dead
      And Ann's new phone is switched on
      And Ann begins the restore of Ann's phone again, if it has ended
      Then Ann's new phone holds all that was backed up of Ann's phone
      And the backups in OneDrive are what they were

      Examples:
        | row            | percent | why                                 |
        | at-0-percent   | 0       | nothing has come                    |
        | at-1-percent   | 1       | it has just begun                   |
        | at-50-percent  | 50      | half of it is there                 |
        | at-99-percent  | 99      | hardly anything is missing          |
        | at-100-percent | 100     | all has come, and nothing is in use |

    @RST-09.06
    Scenario Outline: While the phone is off after it went dead at <percent> %, nothing of the backup is on it
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, is about to restore Ann's phone
      When Ann taps Next, and at <percent> % of the restore the phone goes dead
      And 2 days pass
      Then nothing of a backup is on Ann's new phone

      Examples:
        | row            | percent | why                              |
        | at-50-percent  | 50      | half a phone must not look whole |
        | at-100-percent | 100     | what came is not in use yet      |

    @RST-09.07
    Scenario Outline: When the phone is switched off and on at <point>, all comes back
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, is at <point> of restoring Ann's phone
      When Ann's new phone is switched off
      And Ann's new phone is switched on
      Then once Ann's new phone goes on, its restore is complete
      And Ann's new phone holds all that was backed up of Ann's phone

      Examples:
        | row           | point        | why                                 |
        | at-0-percent  | 0 %          | nothing has come                    |
        | at-50-percent | 50 %         | half of it is there                 |
        | before-commit | the very end | all has come, and nothing is in use |

    @RST-09.08
    Scenario: On a phone with too little room, the restore ends, the phone says why, and nothing of the backup is on it
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, is about to restore Ann's phone
      When Ann's new phone has room for only 50 % of the backup
      And Ann taps Next
      Then nothing is restored on Ann's new phone, because the phone is full
      And Ann's new phone says that the phone is full

    @RST-09.09
    Scenario: Once a phone that had too little room has room again, all comes back
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, is about to restore Ann's phone
      When Ann's new phone has room for only 50 % of the backup
      And Ann taps Next
      And Ann's new phone has room again
      And Ann begins the restore of Ann's phone again, if it has ended
      Then Ann's new phone holds all that was backed up of Ann's phone

    @RST-09.10
    Scenario Outline: When OneDrive goes down at <point>, all comes back once it is up again
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, is at <point> of restoring Ann's phone
      When OneDrive goes down while Ann's new phone restores, and is up again
      And Ann begins the restore of Ann's phone again, if it has ended
      Then Ann's new phone holds all that was backed up of Ann's phone
      And the backups in OneDrive are what they were

      Examples:
        | row           | point | why                        |
        | at-1-percent  | 1 %   | it has just begun          |
        | at-50-percent | 50 %  | half of it is there        |
        | at-99-percent | 99 %  | hardly anything is missing |

    @RST-09.21
    Scenario: A restore that has ended takes no room of the phone, so that the next one fits where it did
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, is at 50 % of restoring Ann's phone
      When Ann's new phone has room for all of the backup and no more
      And OneDrive goes down while Ann's new phone restores, and is up again
      And Ann begins the restore of Ann's phone again, if it has ended
      Then Ann's new phone holds all that was backed up of Ann's phone

    @RST-09.11
    Scenario: When a phone is reset and restored once more, it holds the same
      Given Ann's phone was backed up with its apps
      And Ann's new phone has been set up with the newest backup of Ann's phone
      When Ann's new phone is reset and set up with the newest backup of Ann's phone
      Then Ann's new phone holds what it held before
      And Ann's new phone holds all that was backed up of Ann's phone
