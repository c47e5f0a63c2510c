Feature: Restoring over Wi-Fi and over cellular data

  A backup can be large, and cellular data can cost money. So the phone says early that Wi-Fi is better, and does not insist on it.

  @RST-05 @warning
  Rule: Before anything is downloaded over cellular data, the phone gives the tip to join a Wi-Fi network

    # On which page it shows is left open, and so is whether it shows on a phone that is on Wi-Fi already.

    @RST-05.01
    Scenario Outline: When set-up begins on <network>, the tip to join Wi-Fi shows before anything is downloaded over cellular data
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on <network>, begins its set-up
      When Ann's new phone <then>
      And Ann signs in, taps the newest backup of Ann's phone, and then Next
      Then Ann's new phone has shown the tip to join Wi-Fi before anything came to it
      And the whole backup has come to Ann's new phone over cellular data only

      Examples:
        | row      | network            | then                        | why                                             |
        | none     | no network         | gets cellular data only     | there is still time to choose one               |
        | cellular | cellular data only | stays on cellular data only | it is what a new phone has, if nobody joins one |

    @RST-05.02
    Scenario: The tip to join Wi-Fi has shown before a restore receives its first byte
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on cellular data only, is at 0 % of restoring Ann's phone
      When Ann looks at the page that shows
      Then Ann's new phone has shown the tip to join Wi-Fi before anything came to it
      And nothing has come to Ann's new phone

    @RST-05.03
    Scenario: Whoever follows the tip pays nothing for cellular data
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on cellular data only, is about to restore Ann's phone
      When Ann's new phone finds Wi-Fi
      And Ann taps Next
      Then Ann's new phone holds all that was backed up of Ann's phone
      And the whole backup has come to Ann's new phone over Wi-Fi

  @RST-06 @behaviour @warning
  Rule: Without Wi-Fi, a restore uses cellular data, which may cost money; before one begins so, the phone warns of it

    @RST-06.01
    Scenario: With cellular data alone, the whole backup comes over cellular data
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on cellular data only, is about to restore Ann's phone
      When Ann taps Next
      Then Ann's new phone holds all that was backed up of Ann's phone
      And the whole backup has come to Ann's new phone over cellular data only

    @RST-06.02
    Scenario: With Wi-Fi, the whole backup comes over Wi-Fi
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, is about to restore Ann's phone
      When Ann taps Next
      Then Ann's new phone holds all that was backed up of Ann's phone
      And the whole backup has come to Ann's new phone over Wi-Fi

    @RST-06.03
    Scenario: With cellular data alone, the phone warns before anything is downloaded that this may cost money
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on cellular data only, shows the backups to choose from
      When Ann taps the newest backup of Ann's phone
      Then Ann's new phone shows that cellular data may cost money
      And nothing has come to Ann's new phone

    @RST-06.04
    Scenario: On a phone that is on Wi-Fi, no warning shows
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, shows the backups to choose from
      When Ann taps the newest backup of Ann's phone
      Then it is done
      And Ann's new phone does not show that cellular data may cost money

    # Whoever began on Wi-Fi was not warned. The restore goes on over cellular data all the same, because the help page says that it uses cellular data
    # where there is no Wi-Fi.

    @RST-06.05
    Scenario Outline: When Wi-Fi drops at <percent> %, the restore goes on over cellular data, and nothing comes twice
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, is about to restore Ann's phone
      When Ann taps Next, and at <percent> % of the restore Wi-Fi drops and leaves cellular data only
      Then Ann's new phone holds all that was backed up of Ann's phone
      And what was missing at <percent> % has come to Ann's new phone over cellular data

      Examples:
        | row           | percent | why                        |
        | at-0-percent  | 0       | nothing came over Wi-Fi    |
        | at-1-percent  | 1       | it has just begun          |
        | at-50-percent | 50      | half of it is there        |
        | at-99-percent | 99      | hardly anything is missing |

    @RST-06.06
    Scenario Outline: When Wi-Fi drops at <percent> % and there is no other network, the restore waits, and goes on when Wi-Fi is back
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, is about to restore Ann's phone
      When Ann taps Next, and at <percent> % of the restore Wi-Fi drops and leaves no network
      And 2 days pass
      Then the restore on Ann's new phone waits for a network
      And nothing of a backup is on Ann's new phone
      And once Wi-Fi is back, the restore on Ann's new phone is complete
      And Ann's new phone holds all that was backed up of Ann's phone

      Examples:
        | row           | percent | why                        |
        | at-0-percent  | 0       | nothing has come yet       |
        | at-1-percent  | 1       | it has just begun          |
        | at-50-percent | 50      | half of it is there        |
        | at-99-percent | 99      | hardly anything is missing |

    @RST-06.07
    Scenario: A restore that waits for a network takes cellular data as well
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, is about to restore Ann's phone
      When Ann taps Next, and at 50 % of the restore Wi-Fi drops and leaves no network
      And Ann's new phone gets cellular data only
      Then Ann's new phone holds all that was backed up of Ann's phone
      And what was missing at 50 % has come to Ann's new phone over cellular data
