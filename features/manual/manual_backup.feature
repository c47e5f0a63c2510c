Feature: Manual backups

  Whoever is about to hand in a phone, or is worried about losing it, need not wait for the next automatic backup: the button Back up now makes one.

  @MAN-01 @behaviour
  Rule: A manual backup can be made at any time, on any network and without power, if Settings backup is on and no other backup is under way but one that waits for Wi-Fi

    # Whatever the network, the power, and the age of the last backup

    @MAN-01.01
    Scenario Outline: A manual backup is made on <network> and <power>
      Given Ann's phone, on <network> and <power>, made a manual backup just now
      When Ann taps Back up now
      Then Ann's phone makes one more manual backup
      And Ann's phone has kept its earlier backups

      Examples:
        | row              | network            | power      | why                                             |
        | wifi-power       | Wi-Fi              | plugged in | nothing is due, and yet it may be wanted        |
        | wifi-battery     | Wi-Fi              | on battery | power is a condition of automatic backups alone |
        | cellular-power   | cellular data only | plugged in | Wi-Fi is a condition of automatic backups alone |
        | cellular-battery | cellular data only | on battery | neither is a condition of a manual one          |

    @MAN-01.02 @choice:backups_kept:every_one
    Scenario: A second manual backup can follow as soon as the first is complete, in the same second
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When Ann taps Back up now
      And Ann taps Back up now
      Then Ann's phone makes two more manual backups

    @MAN-01.03
    Scenario: Two phones of one account can be backed up at the same time
      Given Ann's phone, backed up before, is at 50 % of a manual backup
      And Ben's phone, of Ann's account, lacks only power for an automatic backup
      When Ben taps Back up now
      Then Ben's phone makes one manual backup
      And once it goes on, that manual backup of Ann's phone is completed, and no other is made

    # One backup at a time. An automatic backup that waits for Wi-Fi, or that failed for want of it, is in nobody's way.

    @MAN-01.04
    Scenario: During an automatic backup a manual one is refused, and the automatic one is completed
      Given Ann's phone, backed up before, is at 50 % of an automatic backup
      When Ann taps Back up now
      Then it is refused, because a backup is under way
      And once it goes on, that automatic backup of Ann's phone is completed, and no other is made

    @MAN-01.05
    Scenario: A manual backup takes the place of an automatic one that lost its Wi-Fi: that one is not made any more
      Given Ann's phone, backed up before, is at 50 % of an automatic backup
      When Ann's phone is left with cellular data only
      And the backup of Ann's phone goes on
      And Ann taps Back up now
      Then Ann's phone makes one manual backup
      And even when Ann's phone finds Wi-Fi, it makes no further backup

    # A failed backup is never called a success

    @MAN-01.06
    Scenario: Without a network no manual backup is made, the reason is said, and the earlier backups are intact
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When Ann's phone is left with no network
      And Ann taps Back up now
      Then no backup is made, because there is no network
      And Ann's phone has its earlier backups and no other
      And as soon as Ann's phone finds Wi-Fi, Back up now makes one manual backup

    @MAN-01.07
    Scenario: While OneDrive is down no manual backup is made, the reason is said, and the earlier backups are intact
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      And OneDrive is down
      When Ann taps Back up now
      Then no backup is made, because OneDrive is down
      And Ann's phone has its earlier backups and no other
      And as soon as Ann's phone finds OneDrive up again, Back up now makes one manual backup

    @MAN-01.08
    Scenario Outline: When OneDrive has room for <percent> % of it, no manual backup is made, the reason is said, and the earlier backups are intact
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      And the OneDrive of Ann's account has room for <percent> % of a backup
      When Ann taps Back up now
      Then no backup is made, because OneDrive is full
      And Ann's phone has its earlier backups and no other
      And as soon as Ann's phone finds room in OneDrive, Back up now makes one manual backup

      Examples:
        | row           | percent | why                  |
        | no-room       | 0       | nothing fits         |
        | room-for-half | 50      | only half of it fits |

    @MAN-01.09
    Scenario: A phone that is off makes no manual backup
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When Ann's phone is switched off
      And Ann tries to make a manual backup
      Then it is refused, because the phone is off
      And nothing more leaves Ann's phone
      And as soon as Ann's phone is switched on, Back up now makes one manual backup

    # Interrupted

    @MAN-01.10
    Scenario Outline: When Wi-Fi drops at <point>, a manual backup is completed over cellular data
      Given Ann's phone, backed up before, is at <point> of a manual backup
      When Ann's phone is left with cellular data only
      And the backup of Ann's phone goes on
      Then that manual backup of Ann's phone is completed, and no other is made

      Examples:
        | row           | point        | why                                              |
        | at-0-percent  | 0 %          | all of it goes over cellular data                |
        | at-50-percent | 50 %         | one half goes over Wi-Fi, one over cellular data |
        | before-commit | the very end | all is sent, and it does not count yet           |

    @MAN-01.11
    Scenario Outline: When the network is lost at <point>, a manual backup fails, and nothing of it is kept
      Given Ann's phone, backed up before, is at <point> of a manual backup
      When Ann's phone is left with no network
      And the backup of Ann's phone goes on
      Then the backup of Ann's phone has failed, because the phone lost its network
      And Ann's phone has its earlier backups and no other
      And as soon as Ann's phone finds Wi-Fi, Back up now makes one manual backup

      Examples:
        | row           | point        | why                                    |
        | at-1-percent  | 1 %          | a little of it is in OneDrive already  |
        | at-50-percent | 50 %         | half of it is in OneDrive already      |
        | before-commit | the very end | all is sent, and it does not count yet |

    @MAN-01.12
    Scenario Outline: When the phone goes dead at <percent> %, a manual backup fails, and nothing of it is kept
      Given Ann's phone, backed up before, is at 0 % of a manual backup
      When Ann's phone goes dead at <percent> % of it
      Then the backup of Ann's phone has failed, because the phone went dead
      And Ann's phone has its earlier backups and no other
      And as soon as Ann's phone is switched on, Back up now makes one manual backup

      Examples:
        | row            | percent | why                                   |
        | at-1-percent   | 1       | a little of it is in OneDrive already |
        | at-50-percent  | 50      | half of it is                         |
        | at-100-percent | 100     | all is sent, and does not count yet   |

    @MAN-01.13
    Scenario: A manual backup is completed although the phone is unplugged
      Given Ann's phone, backed up before, is at 50 % of a manual backup
      When Ann's phone is unplugged
      And the backup of Ann's phone goes on
      Then that manual backup of Ann's phone is completed, and no other is made

  @MAN-03 @precondition
  Rule: A manual backup needs Settings backup on

    @MAN-03.01
    Scenario: Where Settings backup was never turned on, a manual backup is refused, and nothing leaves the phone
      Given Ann's phone lacks only Settings backup and power for an automatic backup
      When Ann taps Back up now
      Then it is refused, because Settings backup is off
      And nothing has left Ann's phone
      And as soon as Ann's phone has Settings backup on, Back up now makes one manual backup

    @MAN-03.02
    Scenario: Where Settings backup was turned off again, a manual backup is refused, and the earlier backups are intact
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When Ann turns Settings backup off
      And Ann taps Back up now
      Then it is refused, because Settings backup is off
      And Ann's phone has its earlier backups and no other
      And as soon as Ann's phone has Settings backup on, Back up now makes one manual backup

    @MAN-03.03
    Scenario: With Text message backup and uploads on, but Settings backup off, a manual backup is refused
      Given on Ann's phone all options are on
      When Ann turns Settings backup off
      And Ann's phone finds Wi-Fi
      And Ann taps Back up now
      Then it is refused, because Settings backup is off
      And Ann's phone has made no backup
      And as soon as Ann's phone has Settings backup on, Back up now makes one manual backup
