Feature: Settings backup and App backup

  Settings backup saves the phone's settings. App backup adds the apps and their data to the same backup, and so depends on the other.

  @AS-03 @behaviour @label
  Rule: While Settings backup is on, settings are backed up

    @AS-03.01
    Scenario Outline: The switch Settings backup tells whether it is <state>
      Given on Ann's phone <everything or nothing> is turned on
      When Ann opens App list > Settings > Backup > Apps + settings
      Then there is a switch called Settings backup
      And Settings backup stands at <state>

      Examples:
        | row | everything or nothing | state |
        | off | nothing               | off   |
        | on  | everything            | on    |

    @AS-03.02
    Scenario: With Settings backup alone, a backup holds the settings and no apps
      Given Ann's phone lacks only power for an automatic backup
      When Ann taps Back up now
      Then the newest backup of Ann's phone holds the settings, but no apps

    @AS-03.03
    Scenario: While Settings backup is off no automatic backup is made
      Given Ann's phone made an automatic backup just now
      When Ann turns Settings backup off
      And ten times the time between two automatic backups passes
      Then nothing more leaves Ann's phone
      And as soon as Ann's phone has Settings backup on, it makes one automatic backup

    @AS-03.04
    Scenario: After Settings backup is turned on, off and on again all at once, it is on, and one backup is made
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

    @AS-03.06 @choice:settings_off_during_backup:aborted
    Scenario Outline: Settings backup turned off at <point> of an automatic backup aborts it, and nothing of it is kept
      Given Ann's phone, backed up before, is at <point> of an automatic backup
      When Ann turns Settings backup off
      And the backup of Ann's phone is let go on
      Then the backup of Ann's phone has been aborted, because Settings backup was turned off
      And Ann's phone has its earlier backups and no other
      And as soon as Ann's phone has Settings backup on, it makes one automatic backup

      Examples:
        | row           | point        | why                                    |
        | at-0-percent  | 0 %          | it has begun, and sent nothing         |
        | at-50-percent | 50 %         | half of it is in OneDrive already      |
        | before-commit | the very end | all is sent, and it does not count yet |

    @AS-03.07 @choice:settings_off_during_backup:aborted
    Scenario: Settings backup turned off during a manual backup aborts it, and nothing of it is kept
      Given Ann's phone, backed up before, is at 50 % of a manual backup
      When Ann turns Settings backup off
      And the backup of Ann's phone is let go on
      Then the backup of Ann's phone has been aborted, because Settings backup was turned off
      And Ann's phone has its earlier backups and no other
      And as soon as Ann's phone has Settings backup on, Back up now makes one manual backup

    @AS-03.08 @choice:settings_off_during_backup:completed
    Scenario Outline: Settings backup turned off at <point> of an automatic backup lets it be completed, and no other follows
      Given Ann's phone, backed up before, is at <point> of an automatic backup
      When Ann turns Settings backup off
      And the backup of Ann's phone is let go on
      And the time between two automatic backups passes
      Then Ann's phone makes one automatic backup
      And on Ann's phone, Settings backup is off

      Examples:
        | row           | point        | why                                    |
        | at-0-percent  | 0 %          | it has begun, and sent nothing         |
        | at-50-percent | 50 %         | half of it is in OneDrive already      |
        | before-commit | the very end | all is sent, and it does not count yet |

  @AS-04 @precondition
  Rule: App backup needs Settings backup on

    @AS-04.01
    Scenario: While Settings backup is off, App backup cannot be turned on
      Given on Ann's phone nothing is turned on
      When Ann turns App backup on
      Then it is refused, because Settings backup is off
      And on Ann's phone, App backup is off
      And as soon as Ann's phone has Settings backup on, App backup can be turned on

    @AS-04.02
    Scenario: Once Settings backup is turned off, no app data leaves the phone any more
      Given Ann's phone, with everything turned on, made an automatic backup just now
      When Ann turns Settings backup off
      And the time between two automatic backups passes
      And Ann taps Back up now
      Then it is refused, because Settings backup is off
      And nothing more leaves Ann's phone
      And as soon as Ann's phone has Settings backup on, it makes one automatic backup

    @AS-04.03 @choice:settings_off_during_backup:aborted
    Scenario: Settings backup turned off in the middle of a backup stops the app data, too
      Given Ann's phone, with everything turned on, is at 50 % of a manual backup
      When Ann turns Settings backup off
      And the backup of Ann's phone is let go on
      Then nothing more leaves Ann's phone
      And the backup of Ann's phone has been aborted, because Settings backup was turned off
      And as soon as Ann's phone has Settings backup on, Back up now makes one manual backup

    @AS-04.04 @choice:settings_off_while_app_on:goes_off
    Scenario: Settings backup turned off takes App backup along, which must then be turned on again
      Given Ann's phone, with everything turned on, made an automatic backup just now
      When Ann turns Settings backup off
      And Ann turns Settings backup on
      And Ann taps Back up now
      Then on Ann's phone, App backup is off
      And the newest backup of Ann's phone holds the settings, but no apps

    @AS-04.05 @choice:settings_off_while_app_on:suspended
    Scenario: Settings backup turned off takes App backup along, which comes back with it
      Given Ann's phone, with everything turned on, made an automatic backup just now
      When Ann turns Settings backup off
      And Ann turns Settings backup on
      And Ann taps Back up now
      Then on Ann's phone, App backup is on
      And the newest backup of Ann's phone holds the settings and the apps

    @AS-04.06
    Scenario: App backup can be turned off without Settings backup
      Given on Ann's phone everything is turned on
      When Ann turns App backup off
      Then on Ann's phone, App backup is off
      And on Ann's phone, Settings backup is on

  @AS-05 @behaviour @label
  Rule: While App backup is on too, apps are backed up with the settings

    @AS-05.01
    Scenario Outline: The switch App backup tells whether it is <state>
      Given on Ann's phone <everything or nothing> is turned on
      When Ann opens App list > Settings > Backup > Apps + settings
      Then there is a switch called App backup
      And App backup stands at <state>

      Examples:
        | row | everything or nothing | state |
        | off | nothing               | off   |
        | on  | everything            | on    |

    @AS-05.02
    Scenario: App backup turned on after several backups of the settings alone puts the apps into the next one
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      And Ann's phone made two more manual backups
      When Ann turns App backup on
      And Ann taps Back up now
      Then the newest backup of Ann's phone holds the settings and the apps
      And Ann's phone has kept its earlier backups

    @AS-05.03
    Scenario: An automatic backup holds the apps as a manual one does
      Given Ann's phone made an automatic backup just now
      When Ann turns App backup on
      And the time between two automatic backups passes
      Then Ann's phone makes one more automatic backup
      And the newest backup of Ann's phone holds the settings and the apps

    @AS-05.04
    Scenario: App backup turned off again leaves the apps out of the next backup
      Given Ann's phone, with everything turned on, made an automatic backup just now
      When Ann turns App backup off
      And Ann taps Back up now
      Then the newest backup of Ann's phone holds the settings, but no apps
      And Ann's phone has kept its earlier backups

    @AS-05.05
    Scenario: App backup turned on during a backup puts the apps into the one after that
      Given Ann's phone, backed up before, is at 50 % of a manual backup
      When Ann turns App backup on
      And the backup of Ann's phone is let go on
      Then the newest backup of Ann's phone holds the settings, but no apps
      And the next manual backup of Ann's phone holds the settings and the apps
