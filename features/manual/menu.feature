Feature: Where a manual backup is made

  @MAN-02 @label
  Rule: A manual backup is made in App list > Settings > Backup > Apps + settings

    @MAN-02.01
    Scenario Outline: The way there leads through <page>
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When Ann opens <path>
      Then there is a page called <page>

      Examples:
        | row               | path                         | page            |
        | backup            | App list > Settings          | Backup          |
        | apps-and-settings | App list > Settings > Backup | Apps + settings |

    @MAN-02.02
    Scenario: On the page Apps + settings the button can be tapped
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When Ann opens App list > Settings > Backup > Apps + settings
      Then Back up now can be tapped

  @MAN-04 @label
  Rule: The button that makes a manual backup is called Back up now

    @MAN-04.01
    Scenario: Apps + settings holds a button called Back up now
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When Ann opens App list > Settings > Backup > Apps + settings
      Then there is a button called Back up now

    @MAN-04.03
    Scenario: Tapped again while its backup is under way, Back up now makes no second one: the second tap is refused
      Given Ann's phone, backed up before, is at 50 % of a manual backup
      When Ann taps Back up now
      Then it is refused, because a backup is under way
      And once it goes on, that manual backup of Ann's phone is completed, and no other is made
