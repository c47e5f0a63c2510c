Feature: Settings backup and App backup

  Settings backup saves everything but apps: passwords, calls, the Start screen, the colour, accounts, favourites, words and settings. App backup
  adds the apps and their data to the same backup; it works only while Settings backup is on.

  @AS-03 @behaviour @label
  Rule: While Settings backup is on, everything but apps is backed up

    @AS-03.01
    Scenario Outline: The switch Settings backup shows <state> while it is <state>
      Given on Ann's phone all options are <on or off>
      When Ann opens App list > Settings > Backup > Apps + settings
      Then there is a switch called Settings backup
      And Settings backup stands at <state>

      Examples:
        | row | on or off | state |
        | off | off       | off   |
        | on  | on        | on    |

    @AS-03.02
    Scenario: With Settings backup alone, a backup holds everything but apps
      Given Ann's phone, with Settings backup alone, lacks only power for an automatic backup
      When Ann taps Back up now
      Then the newest backup of Ann's phone holds all kinds of things but apps and their data

    @AS-03.03
    Scenario: While Settings backup is off no automatic backup is made
      Given Ann's phone made an automatic backup just now
      When Ann turns Settings backup off
      And ten times the time between two automatic backups passes
      Then nothing more leaves Ann's phone
      And as soon as Ann's phone has Settings backup on, it makes one automatic backup

    @AS-03.04
    Scenario: After Settings backup is turned on, off and on again in quick succession, it is on, and one backup is made
      Given Ann's phone lacks only Settings backup for an automatic backup
      When Ann turns Settings backup on
      And Ann turns Settings backup off
      And Ann turns Settings backup on
      Then on Ann's phone, Settings backup is on
      And Ann's phone makes one automatic backup

    @AS-03.05
    Scenario: After Settings backup is turned on, off and on again without Wi-Fi, one backup is made when Wi-Fi is there
      Given Ann's phone lacks only Settings backup and Wi-Fi for an automatic backup
      When Ann turns Settings backup on
      And Ann turns Settings backup off
      And Ann turns Settings backup on
      Then on Ann's phone, Settings backup is on
      And as soon as Ann's phone finds Wi-Fi, it makes one automatic backup

    # The help page leaves this open; each phone declares which of the two it does: AS-03.06 and .07, or AS-03.08.

    @AS-03.06 @choice:settings_off_during_backup:aborted
    Scenario Outline: When Settings backup is turned off at <point> of an automatic backup, that is aborted, and nothing of it is kept
      Given Ann's phone, backed up before, is at <point> of an automatic backup
      When Ann turns Settings backup off
      And the backup of Ann's phone goes on
      Then the backup of Ann's phone has been aborted, because Settings backup was turned off
      And Ann's phone has its earlier backups and no other
      And as soon as Ann's phone has Settings backup on, it makes one automatic backup

      Examples:
        | row           | point        | why                                    |
        | at-0-percent  | 0 %          | it has begun, and sent nothing         |
        | at-50-percent | 50 %         | half of it is in OneDrive already      |
        | before-commit | the very end | all is sent, and it does not count yet |

    @AS-03.07 @choice:settings_off_during_backup:aborted
    Scenario: When Settings backup is turned off during a manual backup, that is aborted, and nothing of it is kept
      Given Ann's phone, backed up before, is at 50 % of a manual backup
      When Ann turns Settings backup off
      And the backup of Ann's phone goes on
      Then the backup of Ann's phone has been aborted, because Settings backup was turned off
      And Ann's phone has its earlier backups and no other
      And as soon as Ann's phone has Settings backup on, Back up now makes one manual backup

    @AS-03.08 @choice:settings_off_during_backup:completed
    Scenario Outline: When Settings backup is turned off at <point> of an automatic backup, that is completed, and no other follows
      Given Ann's phone, backed up before, is at <point> of an automatic backup
      When Ann turns Settings backup off
      And the backup of Ann's phone goes on
      And the time between two automatic backups passes
      Then that automatic backup of Ann's phone is completed, and no other is made
      And on Ann's phone, Settings backup is off

      Examples:
        | row           | point        | why                                    |
        | at-0-percent  | 0 %          | it has begun, and sent nothing         |
        | at-50-percent | 50 %         | half of it is in OneDrive already      |
        | before-commit | the very end | all is sent, and it does not count yet |

  @AS-04 @precondition
  Rule: App backup works only while Settings backup is on

    @AS-04.01
    Scenario: While Settings backup is off, App backup cannot be turned on
      Given on Ann's phone all options are off
      When Ann turns App backup on
      Then it is refused, because Settings backup is off
      And on Ann's phone, App backup is off
      And as soon as Ann's phone has Settings backup on, App backup can be turned on

    @AS-04.02
    Scenario: Once Settings backup is turned off, no backup leaves the phone any more, and so no app data either
      Given Ann's phone, with all options on, made an automatic backup just now
      When Ann turns Settings backup off
      And the time between two automatic backups passes
      And Ann taps Back up now
      Then it is refused, because Settings backup is off
      And nothing more leaves Ann's phone
      And as soon as Ann's phone has Settings backup on, it makes one automatic backup

    @AS-04.03 @choice:settings_off_during_backup:aborted
    Scenario: When Settings backup is turned off in the middle of a backup, app data stops, too
      Given Ann's phone, with all options on, is at 50 % of a manual backup
      When Ann turns Settings backup off
      And the backup of Ann's phone goes on
      Then nothing more leaves Ann's phone
      And the backup of Ann's phone has been aborted, because Settings backup was turned off
      And as soon as Ann's phone has Settings backup on, Back up now makes one manual backup

    # The help page leaves this open; each phone declares which of the two it does: AS-04.04 or AS-04.05.
    # What the switch App backup shows while it is suspended is left open, too.

    @AS-04.04 @choice:settings_off_while_app_on:goes_off
    Scenario: Turning Settings backup off turns App backup off, too; it stays off until somebody turns it on
      Given Ann's phone, with all options on, made an automatic backup just now
      When Ann turns Settings backup off
      And Ann turns Settings backup on
      And Ann taps Back up now
      Then on Ann's phone, App backup is off
      And the newest backup of Ann's phone holds all kinds of things but apps and their data

    @AS-04.05 @choice:settings_off_while_app_on:suspended
    Scenario: Turning Settings backup off suspends App backup; once Settings backup is on again, App backup is on
      Given Ann's phone, with all options on, made an automatic backup just now
      When Ann turns Settings backup off
      And Ann turns Settings backup on
      And Ann taps Back up now
      Then on Ann's phone, App backup is on
      And the newest backup of Ann's phone holds all ten kinds of things

    @AS-04.06
    Scenario: App backup can be turned off while Settings backup stays on
      Given on Ann's phone all options are on
      When Ann turns App backup off
      Then on Ann's phone, App backup is off
      And on Ann's phone, Settings backup is on

  @AS-05 @behaviour @label
  Rule: While App backup is on as well, apps and their data are in the backup, too

    @AS-05.01
    Scenario Outline: The switch App backup shows <state> while it is <state>
      Given on Ann's phone all options are <on or off>
      When Ann opens App list > Settings > Backup > Apps + settings
      Then there is a switch called App backup
      And App backup stands at <state>

      Examples:
        | row | on or off | state |
        | off | off       | off   |
        | on  | on        | on    |

    @AS-05.02
    Scenario: When App backup is turned on after several backups without apps, the next one holds the apps
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      And Ann's phone made two more manual backups
      When Ann turns App backup on
      And Ann taps Back up now
      Then the newest backup of Ann's phone holds all ten kinds of things
      And Ann's phone has kept its earlier backups

    @AS-05.03
    Scenario: An automatic backup holds the apps as a manual one does
      Given Ann's phone made an automatic backup just now
      When Ann turns App backup on
      And the time between two automatic backups passes
      Then Ann's phone makes one more automatic backup
      And the newest backup of Ann's phone holds all ten kinds of things

    @AS-05.04
    Scenario: When App backup is turned off again, the next backup holds no apps
      Given Ann's phone, with all options on, made an automatic backup just now
      When Ann turns App backup off
      And Ann taps Back up now
      Then the newest backup of Ann's phone holds all kinds of things but apps and their data
      And Ann's phone has kept its earlier backups

    @AS-05.05
    Scenario: When App backup is turned on during a backup, the one after that holds the apps
      Given Ann's phone, backed up before, is at 50 % of a manual backup
      When Ann turns App backup on
      And the backup of Ann's phone goes on
      Then the newest backup of Ann's phone holds all kinds of things but apps and their data
      And the next manual backup of Ann's phone holds all ten kinds of things
