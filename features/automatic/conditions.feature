Feature: What an automatic backup waits for

  An automatic backup needs all of these: the phone is on and set up, it is signed in with an account, the sign-in is valid, Settings backup is
  on, there is Wi-Fi, the phone is plugged in, and a backup is due. On a phone that was never backed up, a backup is due at once. Where a scenario says that
  a phone lacks only one of these, it has all the others.

  Nobody asks for an automatic backup, so it must not cost anybody money: it keeps to Wi-Fi.

  Points of a backup: at 0 % it has begun, and sent nothing; at 100 % its last byte has just been sent; at the very end OneDrive has all of it,
  and it does not count as a backup yet.

  @SCH-01 @precondition
  Rule: An automatic backup is made over Wi-Fi only

    @SCH-01.01
    Scenario Outline: Without Wi-Fi no automatic backup begins
      Given Ann's phone lacks only Wi-Fi for an automatic backup
      When Ann's phone is left with <network>
      And 2 days pass
      Then nothing has left Ann's phone
      And as soon as Ann's phone finds Wi-Fi, it makes one automatic backup

      Examples:
        | row      | network            | why                              |
        | cellular | cellular data only | cellular data can cost money     |
        | none     | no network         | there is nothing to send it over |

    @SCH-01.02
    Scenario: The next automatic backup waits for Wi-Fi as the first one did
      Given Ann's phone made an automatic backup just now
      When Ann's phone is left with cellular data only
      And the time between two automatic backups passes
      Then nothing more leaves Ann's phone
      And as soon as Ann's phone finds Wi-Fi, it makes one automatic backup

    @SCH-01.03
    Scenario Outline: When Wi-Fi drops at <point>, not a byte goes over cellular data, and a backup is made once Wi-Fi is back
      Given Ann's phone, backed up before, is at <point> of an automatic backup
      When Ann's phone is left with cellular data only
      And the backup of Ann's phone goes on
      Then nothing more leaves Ann's phone
      And as soon as Ann's phone finds Wi-Fi, it makes one automatic backup

      Examples:
        | row            | point        | why                                         |
        | at-0-percent   | 0 %          | it has begun, and sent nothing              |
        | at-1-percent   | 1 %          | little is lost if it begins again           |
        | at-50-percent  | 50 %         | half of it is in OneDrive already           |
        | at-99-percent  | 99 %         | the little that is left could tempt         |
        | at-100-percent | 100 %        | the last byte has just been sent            |
        | before-commit  | the very end | OneDrive has all, and it does not count yet |

    @SCH-01.04
    Scenario Outline: When Wi-Fi drops while bytes are sent and leaves <network>, nothing goes over cellular data, and a backup is made once Wi-Fi is back
      Given Ann's phone, backed up before, is at 0 % of an automatic backup
      When Wi-Fi drops at 50 % of it and leaves Ann's phone with <network>
      Then Ann's phone makes no further backup
      And nothing has left Ann's phone over cellular data
      And as soon as Ann's phone finds Wi-Fi, it makes one automatic backup

      Examples:
        | row      | network            |
        | cellular | cellular data only |
        | none     | no network         |

    @SCH-01.05
    Scenario: Wi-Fi that comes and goes does not keep a backup from being made, whether it goes on each time or begins again
      Given Ann's phone, backed up before, is at 0 % of an automatic backup
      When Wi-Fi drops at every 10 % of it, leaves Ann's phone with cellular data only, and comes back
      Then Ann's phone makes one automatic backup
      And nothing has left Ann's phone over cellular data

    # The help page leaves this open; each phone declares which of the two it does: SCH-01.06 and .08, or SCH-01.07.

    @SCH-01.06 @choice:when_wifi_drops:pause
    Scenario: An automatic backup that lost its Wi-Fi waits, and goes on where it stopped
      Given Ann's phone, backed up before, is at 50 % of an automatic backup
      When Ann's phone is left with cellular data only
      And the backup of Ann's phone goes on
      Then the backup of Ann's phone waits for Wi-Fi
      And as soon as Ann's phone finds Wi-Fi, it makes one automatic backup
      And that backup of Ann's phone is the one that was under way, with no byte sent twice

    @SCH-01.08 @choice:when_wifi_drops:pause
    Scenario: Of an automatic backup that lost its Wi-Fi while bytes were sent, no byte is sent twice
      Given Ann's phone, backed up before, is at 0 % of an automatic backup
      When Wi-Fi drops at 50 % of it and leaves Ann's phone with cellular data only
      Then as soon as Ann's phone finds Wi-Fi, it makes one automatic backup
      And that backup of Ann's phone is the one that was under way, with no byte sent twice

    @SCH-01.07 @choice:when_wifi_drops:abort
    Scenario: An automatic backup that lost its Wi-Fi fails, and a new one is sent from its first byte
      Given Ann's phone, backed up before, is at 50 % of an automatic backup
      When Ann's phone is left with cellular data only
      And the backup of Ann's phone goes on
      Then the backup of Ann's phone has failed, because the phone lost its Wi-Fi
      And Ann's phone has its earlier backups and no other
      And as soon as Ann's phone finds Wi-Fi, it makes one automatic backup
      And that backup of Ann's phone is a new one, sent from its first byte

  @SCH-02 @precondition
  Rule: An automatic backup begins only while the phone is plugged in

    @SCH-02.01
    Scenario: On battery no automatic backup begins
      Given Ann's phone lacks only power for an automatic backup
      When 2 days pass
      Then nothing has left Ann's phone
      And as soon as Ann's phone is plugged in, it makes one automatic backup

    @SCH-02.02
    Scenario: A full battery is no substitute for being plugged in
      Given Ann's phone lacks only Wi-Fi for an automatic backup
      # Long enough for its battery to be full:
      When 12 hours pass
      And Ann's phone is unplugged
      And Ann's phone finds Wi-Fi
      Then nothing has left Ann's phone
      And as soon as Ann's phone is plugged in, it makes one automatic backup

    @SCH-02.03
    Scenario: The next automatic backup waits for power as the first one did
      Given Ann's phone made an automatic backup just now
      When Ann's phone is unplugged
      And the time between two automatic backups passes
      Then nothing more leaves Ann's phone
      And as soon as Ann's phone is plugged in, it makes one automatic backup

    # The help page leaves this open; each phone declares which of the two it does: SCH-02.04 or SCH-02.05.

    @SCH-02.04 @choice:power_needed:at_start
    Scenario Outline: Unplugged at <point>, an automatic backup is completed, because power is needed at its start alone
      Given Ann's phone, backed up before, is at <point> of an automatic backup
      When Ann's phone is unplugged
      And the backup of Ann's phone goes on
      Then that automatic backup of Ann's phone is completed, and no other is made
      And Ann's phone has kept its earlier backups

      Examples:
        | row           | point        | why                                    |
        | at-0-percent  | 0 %          | it has begun, and sent nothing         |
        | at-50-percent | 50 %         | half of it is in OneDrive already      |
        | before-commit | the very end | all is sent, and it does not count yet |

    @SCH-02.05 @choice:power_needed:throughout
    Scenario Outline: Unplugged at <point>, an automatic backup fails, because power is needed throughout
      Given Ann's phone, backed up before, is at <point> of an automatic backup
      When Ann's phone is unplugged
      And the backup of Ann's phone goes on
      Then the backup of Ann's phone has failed, because the phone was unplugged
      And Ann's phone has its earlier backups and no other
      And as soon as Ann's phone is plugged in, it makes one automatic backup

      Examples:
        | row           | point        | why                                    |
        | at-0-percent  | 0 %          | it has begun, and sent nothing         |
        | at-50-percent | 50 %         | half of it is in OneDrive already      |
        | before-commit | the very end | all is sent, and it does not count yet |
