Feature: When an automatic backup is made

  Nobody has to think of a backup. Once one is due, the phone makes it as soon as it has all that an automatic backup needs. How much
  time lies between two automatic backups, and how long a phone waits before it tries again after a failure, each phone declares.

  @SCH-03 @behaviour
  Rule: The phone waits until it has both Wi-Fi and power, and then makes a new, complete backup by itself

    # Waiting for both

    @SCH-03.01
    Scenario: Power and then Wi-Fi: the backup is made when both are there
      Given Ann's phone lacks only Wi-Fi and power for an automatic backup
      When Ann's phone is plugged in
      Then nothing has left Ann's phone
      And as soon as Ann's phone finds Wi-Fi, it makes one automatic backup

    @SCH-03.02
    Scenario: Wi-Fi and then power: the backup is made when both are there
      Given Ann's phone lacks only Wi-Fi and power for an automatic backup
      When Ann's phone finds Wi-Fi
      Then nothing has left Ann's phone
      And as soon as Ann's phone is plugged in, it makes one automatic backup

    @SCH-03.03
    Scenario: A backup is made as soon as the phone has both Wi-Fi and power, however briefly
      Given Ann's phone lacks only Wi-Fi for an automatic backup
      When Ann's phone has Wi-Fi for 1 second and loses it again
      Then Ann's phone makes one automatic backup

    @SCH-03.04
    Scenario: Wi-Fi alone or power alone is not enough
      Given Ann's phone lacks only Wi-Fi and power for an automatic backup
      When Ann's phone finds Wi-Fi
      And Ann's phone is left with no network
      And Ann's phone is plugged in
      And Ann's phone is unplugged
      Then nothing has left Ann's phone
      And as soon as Ann's phone has both Wi-Fi and power, it makes one automatic backup

    @SCH-03.05
    Scenario: A phone that missed many backups for want of Wi-Fi makes one when Wi-Fi is back
      Given Ann's phone made an automatic backup just now
      When Ann's phone is left with no network
      And ten times the time between two automatic backups passes
      And Ann's phone finds Wi-Fi
      Then Ann's phone makes one more automatic backup

    @SCH-03.06
    Scenario: A phone that missed backups for want of power makes one when it is plugged in
      Given Ann's phone made an automatic backup just now
      When Ann's phone is unplugged
      And ten times the time between two automatic backups passes
      Then Ann's phone makes no further backup
      And as soon as Ann's phone is plugged in, it makes one automatic backup

    @SCH-03.07
    Scenario: A phone that was switched off while it waited makes its backup when it is on again
      Given Ann's phone lacks only Wi-Fi for an automatic backup
      When Ann's phone is switched off
      And Ann's phone is within reach of Wi-Fi
      And 2 days pass
      Then nothing has left Ann's phone
      And as soon as Ann's phone is switched on, it makes one automatic backup

    @SCH-03.08
    Scenario: If Settings backup is turned off while the phone waits, the backup is made when it is on again
      Given Ann's phone lacks only Wi-Fi for an automatic backup
      When Ann turns Settings backup off
      And Ann's phone finds Wi-Fi
      And 2 days pass
      Then nothing has left Ann's phone
      And as soon as Ann's phone has Settings backup on, it makes one automatic backup

    # New and complete

    @SCH-03.09
    Scenario: A new backup is a backup of its own, and changes no earlier one
      Given Ann's phone made an automatic backup just now
      When the time between two automatic backups passes
      Then Ann's phone makes one more automatic backup
      And Ann's phone has kept its earlier backups

    @SCH-03.10 @choice:backups_kept:every_one
    Scenario: A phone that keeps Wi-Fi and power makes a backup each time, and no more
      Given Ann's phone made an automatic backup just now
      When ten times the time between two automatic backups passes
      Then Ann's phone makes ten more automatic backups

    @SCH-03.11
    Scenario: The next backup is made when the time between two has passed, not a second sooner
      Given Ann's phone made an automatic backup just now
      When the time between two automatic backups passes, but for one second
      Then Ann's phone makes no further backup
      And one second later, Ann's phone makes one automatic backup

    @SCH-03.12
    Scenario: The time between two counts from the last backup, also from a manual one
      Given Ann's phone, on Wi-Fi and plugged in, made a manual backup just now
      When the time between two automatic backups passes, but for one second
      Then Ann's phone makes no further backup
      And one second later, Ann's phone makes one automatic backup

    @SCH-03.13
    Scenario: Each phone of an account is backed up, whatever the others do
      Given Ann's phone lacks only Wi-Fi for an automatic backup
      And Ben's phone, of Ann's account, lacks only Wi-Fi for an automatic backup
      When Ann's phone finds Wi-Fi
      Then Ann's phone makes one automatic backup
      And Ben's phone has made no backup
      And as soon as Ben's phone finds Wi-Fi, it makes one automatic backup

    # Tried again

    @SCH-03.14
    Scenario Outline: An automatic backup that failed is tried again when <loss>, and then <change>
      Given an automatic backup of Ann's phone failed just now, because OneDrive was down
      When OneDrive is up again
      And <loss>
      And <change>
      Then Ann's phone makes one automatic backup

      Examples:
        | row     | loss                                | change                     |
        | network | Ann's phone is left with no network | Ann's phone finds Wi-Fi    |
        | power   | Ann's phone is unplugged            | Ann's phone is plugged in  |
        | off-on  | Ann's phone is switched off         | Ann's phone is switched on |

    # At least one: where the time between two automatic backups is shorter than that before another try, the next may be due as well.

    @SCH-03.15
    Scenario: An automatic backup that failed is tried again after a while, although nothing has changed on the phone
      Given an automatic backup of Ann's phone failed just now, because OneDrive was down
      When OneDrive is up again
      And the time before another try passes
      Then Ann's phone makes at least one automatic backup

    @SCH-03.16
    Scenario: An automatic backup that failed is not tried again sooner than declared, if nothing changes on the phone
      Given an automatic backup of Ann's phone failed just now, because OneDrive was down
      When the time before another try passes, but for one second
      Then Ann's phone has not tried again
      And one second later, Ann's phone tries again

    @SCH-03.19
    Scenario: A manual backup that fails just before an automatic one is due does not put it off
      Given Ann's phone made an automatic backup just now
      When the time between two automatic backups passes, but for one second
      And OneDrive goes down
      And Ann taps Back up now
      And OneDrive is up again
      Then Ann's phone makes no further backup
      And one second later, Ann's phone makes one automatic backup

    @SCH-03.17
    Scenario Outline: A phone switched off at <point> of an automatic backup keeps nothing of it, and makes one when it is on again
      Given Ann's phone, backed up before, is at <point> of an automatic backup
      When Ann's phone is switched off
      Then the backup of Ann's phone has failed, because the phone was switched off
      And Ann's phone has its earlier backups and no other
      And as soon as Ann's phone is switched on, it makes one automatic backup

      Examples:
        | row           | point        | why                                    |
        | at-0-percent  | 0 %          | it has begun, and sent nothing         |
        | at-50-percent | 50 %         | half of it is in OneDrive already      |
        | before-commit | the very end | all is sent, and it does not count yet |

    # Clocks

    @SCH-03.18
    Scenario Outline: A clock set <which way> by <how far> neither hastens nor delays the next backup
      Given Ann's phone made an automatic backup just now
      When the clock is set <which way> by <how far>
      And the time between two automatic backups passes, but for one second
      Then Ann's phone makes no further backup
      And one second later, Ann's phone makes one automatic backup

      Examples:
        | row     | which way | how far  | why                                      |
        | back    | back      | 365 days | by the clock it would be a year too late |
        | forward | forward   | 365 days | by the clock it would be due at once     |

    @SCH-03.24
    Scenario Outline: A clock set <which way> by <how far> neither hastens nor delays another try
      Given an automatic backup of Ann's phone failed just now, because OneDrive was down
      When OneDrive is up again
      And the clock is set <which way> by <how far>
      And the time before another try passes, but for one second
      Then Ann's phone has not tried again
      And one second later, Ann's phone tries again

      Examples:
        | row     | which way | how far  | why                                      |
        | back    | back      | 365 days | by the clock it would be a year too late |
        | forward | forward   | 365 days | by the clock it would be due at once     |

    # A reset

    @SCH-03.25
    Scenario: After a reset a backup is due at once, however lately the last one was made
      Given Ann's phone made an automatic backup just now
      When Ann's phone is reset, signed in again and has Settings backup turned on
      Then Ann's phone makes one more automatic backup
