Feature: Where backups are deleted on the phone

  @DEL-01 @label @profile:windows-phone-8.1
  Rule: On Windows Phone 8.1, backups are deleted in Apps + settings > Manage backups

    @DEL-01.01
    Scenario: Apps + settings holds a page called Manage backups, and none called Advanced
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When Ann opens App list > Settings > Backup > Apps + settings
      Then there is a page called Manage backups
      And there is nothing called Advanced

    @DEL-01.02
    Scenario Outline: Manage backups holds a <kind> called <label>
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When Ann opens App list > Settings > Backup > Apps + settings > Manage backups
      Then there is a <kind> called <label>

      # The boxes are named like the switches. The box Settings backup stands for the whole backup, apps included (DEL-03).
      Examples:
        | row      | kind   | label           |
        | settings | box    | Settings backup |
        | apps     | box    | App backup      |
        | delete   | button | Delete          |

  @DEL-02 @label @profile:windows-phone-8
  Rule: On Windows Phone 8, the page on which backups are deleted is called Advanced

    @DEL-02.01
    Scenario: Apps + settings holds a page called Advanced, and none called Manage backups
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When Ann opens App list > Settings > Backup > Apps + settings
      Then there is a page called Advanced
      And there is nothing called Manage backups

    @DEL-02.02
    Scenario Outline: Advanced holds a <kind> called <label>
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When Ann opens App list > Settings > Backup > Apps + settings > Advanced
      Then there is a <kind> called <label>

      # The boxes are named like the switches. The box Settings backup stands for the whole backup, apps included (DEL-03).
      Examples:
        | row      | kind   | label           |
        | settings | box    | Settings backup |
        | apps     | box    | App backup      |
        | delete   | button | Delete          |
