Feature: Where the backup of apps and settings is turned on

  @AS-01 @label
  Rule: The way to the backup of apps and settings begins at App list > Settings > Backup

    @AS-01.01
    Scenario: Whoever wants to turn the backup of apps and settings on finds Backup in App list > Settings
      Given on Ann's phone all options are off
      When Ann opens App list > Settings
      Then there is a page called Backup

    @AS-01.02
    Scenario: Whoever wants to turn it off again finds Backup in the same place
      Given on Ann's phone all options are on
      When Ann opens App list > Settings
      Then there is a page called Backup

  @AS-02 @label
  Rule: The page of the backup of apps and settings is called Apps + settings

    @AS-02.01
    Scenario: Backup holds a page called Apps + settings
      Given on Ann's phone all options are off
      When Ann opens App list > Settings > Backup
      Then there is a page called Apps + settings

    @AS-02.02
    Scenario: Apps + settings holds the switches Settings backup and App backup
      Given on Ann's phone all options are off
      When Ann opens App list > Settings > Backup > Apps + settings
      Then there is a switch called Settings backup
      And there is a switch called App backup
