Feature: A backup on demand

  Whoever is about to hand in a phone, or is afraid for it, need not wait for the next automatic backup.

  @MAN-01 @behaviour
  Rule: A person can make a backup at any time

    # Whatever the network, the power, and the age of the last backup

    @MAN-01.01
    Scenario Outline: A manual backup is made on <network> and <power>
      Given Ann's phone, on <network> and <power>, was backed up by hand just now
      When Ann taps Back up now
      Then Ann's phone has made one manual backup
      And Ann's phone has kept its earlier backups

      Examples:
        | row              | network            | power      | why                                             |
        | wifi-power       | Wi-Fi              | plugged in | nothing is due, and yet it may be wanted        |
        | wifi-battery     | Wi-Fi              | on battery | power is a condition of automatic backups alone |
        | cellular-power   | cellular data only | plugged in | Wi-Fi is a condition of automatic backups alone |
        | cellular-battery | cellular data only | on battery | neither is a condition of a manual one          |

    @MAN-01.02
    Scenario: A second manual backup can follow in the same second
      Given Ann's phone, on Wi-Fi and on battery, was backed up by hand just now
      When Ann taps Back up now
      And Ann taps Back up now
      Then Ann's phone has made two manual backups

    @MAN-01.03
    Scenario: Two phones of one account can be backed up at the same time
      Given Ann's phone, backed up before, is at 50 % of a manual backup
      And Ben's phone, of Ann's account, lacks only power for an automatic backup
      When Ben taps Back up now
      Then Ben's phone has made one manual backup
      And once its backup goes on, Ann's phone makes one manual backup

    # One backup at a time

    @MAN-01.04
    Scenario: During an automatic backup a manual one is refused, and the automatic one is completed
      Given Ann's phone, backed up before, is at 50 % of an automatic backup
      When Ann taps Back up now
      Then it is refused, because a backup is under way
      And once its backup goes on, Ann's phone makes one automatic backup

    @MAN-01.05
    Scenario: A manual backup takes the place of an automatic one that lost its Wi-Fi
      Given Ann's phone, backed up before, is at 50 % of an automatic backup
      When Ann's phone is left with cellular data only
      And the backup of Ann's phone goes on as far as it can
      And Ann taps Back up now
      Then Ann's phone has made one manual backup
      And even when Ann's phone finds Wi-Fi, it makes no other backup

    # No success is claimed that is none

    @MAN-01.06
    Scenario: Offline a manual backup comes to nothing, the reason is said, and the earlier backups are intact
      Given Ann's phone, on no network and plugged in, was backed up by hand just now
      When Ann taps Back up now
      Then it comes to nothing, because there is no network
      And Ann's phone has its earlier backups and no other
      And as soon as Ann's phone finds Wi-Fi, Back up now makes one manual backup

    @MAN-01.07
    Scenario: While OneDrive is down a manual backup comes to nothing, the reason is said, and the earlier backups are intact
      Given Ann's phone, on Wi-Fi and on battery, was backed up by hand just now
      And OneDrive is down
      When Ann taps Back up now
      Then it comes to nothing, because OneDrive is down
      And Ann's phone has its earlier backups and no other
      And as soon as Ann's phone finds OneDrive up again, Back up now makes one manual backup

    @MAN-01.08
    Scenario Outline: With room for <percent> % of it, a manual backup comes to nothing, the reason is said, and the earlier ones are intact
      Given Ann's phone, on Wi-Fi and on battery, was backed up by hand just now
      And the OneDrive of Ann's account has room for <percent> % of a backup
      When Ann taps Back up now
      Then it comes to nothing, because OneDrive is full
      And Ann's phone has its earlier backups and no other
      And as soon as Ann's phone finds room in OneDrive, Back up now makes one manual backup

      Examples:
        | row           | percent | why                          |
        | no-room       | 0       | nothing fits                 |
        | room-for-half | 50      | it begins to fit and doesn't |

    @MAN-01.09
    Scenario: While the phone is off a manual backup is refused, and the reason is said
      Given Ann's phone, on Wi-Fi and on battery, was backed up by hand just now
      When Ann's phone is switched off
      And Ann taps Back up now
      Then it is refused, because the phone is off
      And as soon as Ann's phone is switched on, Back up now makes one manual backup

    # Interrupted

    @MAN-01.10
    Scenario Outline: When Wi-Fi drops at <point>, a manual backup goes on over cellular data
      Given Ann's phone, backed up before, is at <point> of a manual backup
      When Ann's phone is left with cellular data only
      And the backup of Ann's phone goes on as far as it can
      Then Ann's phone has made one manual backup

      Examples:
        | row           | point                             | why                                         |
        | at-0-percent  | 0 %                               | all of it goes over cellular data           |
        | at-50-percent | 50 %                              | one half goes over Wi-Fi, one over cellular |
        | before-commit | the moment before it is committed | only the commit is left                     |

    @MAN-01.11
    Scenario Outline: When the network is lost at <point>, a manual backup fails, and nothing of it is kept
      Given Ann's phone, backed up before, is at <point> of a manual backup
      When Ann's phone is left with no network
      And the backup of Ann's phone goes on as far as it can
      Then the backup of Ann's phone has come to nothing, because it lost its network
      And Ann's phone has its earlier backups and no other
      And as soon as Ann's phone finds Wi-Fi, Back up now makes one manual backup

      Examples:
        | row           | point                             | why                                    |
        | at-1-percent  | 1 %                               | a little of it is in OneDrive already  |
        | at-50-percent | 50 %                              | half of it is in OneDrive already      |
        | before-commit | the moment before it is committed | all is sent, and it does not count yet |

    @MAN-01.12
    Scenario Outline: When the phone's power fails at <percent> %, nothing of the backup is kept
      Given Ann's phone, backed up before, is at 0 % of a manual backup
      When the power of Ann's phone fails at <percent> % of it
      Then the backup of Ann's phone has come to nothing, because its power failed
      And Ann's phone has its earlier backups and no other
      And as soon as Ann's phone is switched on, Back up now makes one manual backup

      Examples:
        | row            | percent | why                                   |
        | at-1-percent   | 1       | a little of it is in OneDrive already |
        | at-50-percent  | 50      | half of it is                         |
        | at-100-percent | 100     | all is sent, and does not count yet   |

    @MAN-01.13
    Scenario: A manual backup goes on when the phone is unplugged
      Given Ann's phone, backed up before, is at 50 % of a manual backup
      When Ann's phone is unplugged
      And the backup of Ann's phone goes on as far as it can
      Then Ann's phone has made one manual backup

  @MAN-03 @precondition
  Rule: A manual backup needs Settings backup on

    @MAN-03.01
    Scenario: Where Settings backup was never turned on, Back up now is refused and nothing is made
      Given Ann's phone lacks only Settings backup and power for an automatic backup
      When Ann taps Back up now
      Then it is refused, because Settings backup is off
      And nothing has left Ann's phone
      And as soon as Ann's phone has Settings backup on, Back up now makes one manual backup

    @MAN-03.02
    Scenario: Where Settings backup was turned off again, Back up now is refused and the earlier backups are intact
      Given Ann's phone, on Wi-Fi and on battery, was backed up by hand just now
      When Ann turns Settings backup off
      And Ann taps Back up now
      Then it is refused, because Settings backup is off
      And Ann's phone has its earlier backups and no other
      And as soon as Ann's phone has Settings backup on, Back up now makes one manual backup

    @MAN-03.03
    Scenario: The other kinds of backup do not stand in for Settings backup
      Given on Ann's phone everything is turned on
      When Ann turns Settings backup off
      And Ann's phone finds Wi-Fi
      And Ann taps Back up now
      Then it is refused, because Settings backup is off
      And Ann's phone has made no backup
      And as soon as Ann's phone has Settings backup on, Back up now makes one manual backup
