Feature: Where the backup of apps and settings is turned on

  @AS-01 @label
  Rule: The way to the backup of apps and settings begins at App list > Settings > Backup

    @AS-01.01
    Scenario: Who wants to turn it on finds Backup in App list > Settings
      Given Ann's phone lacks only Settings backup for an automatic backup
      When Ann opens App list > Settings
      Then there is a page called Backup

    @AS-01.02
    Scenario: Who wants to turn it off finds it in the same place
      Given Ann's phone, on Wi-Fi and on battery, was backed up by hand just now
      When Ann opens App list > Settings
      Then there is a page called Backup

  @AS-02 @label
  Rule: Its page is called Apps + settings

    @AS-02.01
    Scenario: Backup holds a page called Apps + settings
      Given Ann's phone lacks only Settings backup for an automatic backup
      When Ann opens App list > Settings > Backup
      Then there is a page called Apps + settings

    @AS-02.02
    Scenario: Both switches stand on that page
      Given Ann's phone lacks only Settings backup for an automatic backup
      When Ann opens App list > Settings > Backup > Apps + settings
      Then there is a switch called Settings backup
      And there is a switch called App backup
