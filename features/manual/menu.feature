Feature: Where a backup on demand is found

  @MAN-02 @label
  Rule: A manual backup is made in App list > Settings > Backup > Apps + settings

    @MAN-02.01
    Scenario Outline: The way there leads through <page>
      Given Ann's phone, on Wi-Fi and on battery, was backed up by hand just now
      When Ann opens <path>
      Then there is a page called <page>

      Examples:
        | row               | path                         | page            |
        | backup            | App list > Settings          | Backup          |
        | apps-and-settings | App list > Settings > Backup | Apps + settings |

    @MAN-02.02
    Scenario: At its end the button can be tapped
      Given Ann's phone, on Wi-Fi and on battery, was backed up by hand just now
      When Ann opens App list > Settings > Backup > Apps + settings
      Then Back up now can be tapped

  @MAN-04 @label
  Rule: The button is called Back up now

    @MAN-04.01
    Scenario: The button is called Back up now
      Given Ann's phone, on Wi-Fi and on battery, was backed up by hand just now
      When Ann opens App list > Settings > Backup > Apps + settings
      Then there is a button called Back up now

    @MAN-04.02
    Scenario: Tapped once, Back up now makes one backup
      Given Ann's phone lacks only power for an automatic backup
      When Ann taps Back up now
      Then Ann's phone has made one manual backup

    @MAN-04.03
    Scenario: Tapped again while its backup is under way, Back up now does nothing more and says why
      Given Ann's phone, backed up before, is at 50 % of a manual backup
      When Ann taps Back up now
      Then it is refused, because a backup is under way
      And once its backup goes on, Ann's phone makes one manual backup
