Feature: Apps and their data in a backup

  With App backup on, a backup holds the list of the apps on the phone, each with its version. It holds the high scores and the
  progress of those that take part.

  @CON-01 @content
  Rule: A backup holds the list of the apps that are installed on the phone, with their versions

    @CON-01.01
    Scenario Outline: A new phone gets <apps> back from a phone with <apps>
      Given Ann's phone, ready for a backup of everything, has <apps>
      When Ann taps Back up now
      Then from the newest backup of Ann's phone, a new phone gets the apps back
      # To show that nothing else is lost:
      And from the newest backup of Ann's phone, a new phone gets the settings back

      Examples:
        | row      | apps       | why                                          |
        | none     | no apps    | a phone can be used without any              |
        | one      | one app    | the shortest list that is not empty          |
        | thousand | 1,000 apps | more than a screen, or a page, can ever show |

    @CON-01.02
    Scenario Outline: The backup lists each app with its version: <apps>
      Given Ann's phone, ready for a backup of everything, has <apps>
      When Ann taps Back up now
      Then the newest backup of Ann's phone lists each app with its version

      Examples:
        | row      | apps       | why                                          |
        | none     | no apps    | the list is there, and empty                 |
        | one      | one app    | the shortest list that is not empty          |
        | thousand | 1,000 apps | more than a screen, or a page, can ever show |

    @CON-01.03 @choice:backups_kept:every_one
    Scenario Outline: After Ann <does something>, the new backup has the apps as they are now, and the earlier one as they were
      Given Ann's phone, after a backup of everything, has what everybody has
      When Ann <does something>
      And Ann taps Back up now
      Then from the newest backup of Ann's phone, a new phone gets the apps back
      And from the earlier backup of Ann's phone, a new phone gets the apps back

      Examples:
        | row         | does something           | why                                            |
        | uninstalled | uninstalls the chess app | it is on the phone no more, and was on it then |
        | updated     | updates the chess app    | each backup tells the version of its day       |
        | installed   | installs another app     | it was not on the phone then                   |

    @CON-01.04 @choice:backups_kept:every_one
    Scenario: After an update, the new backup lists the new version, and the earlier one still the old
      Given Ann's phone, after a backup of everything, has what everybody has
      When Ann updates the chess app
      And Ann taps Back up now
      Then the newest backup of Ann's phone lists each app with its version
      And the earlier backup of Ann's phone lists each app with its version

  @CON-02 @content
  Rule: A backup holds the high scores and the progress of the apps that take part, and of no other

    @CON-02.01
    Scenario: The data of an app that takes part comes back
      Given Ann's phone, ready for a backup of everything, has one app
      When Ann taps Back up now
      Then the newest backup of Ann's phone holds the data of the apps that take part, and no other
      And from the newest backup of Ann's phone, a new phone gets the apps and their data back

    @CON-02.02
    Scenario: The data of apps that take no part, or were opted out, is not saved; the apps themselves come back
      Given Ann's phone, ready for a backup of everything, has data of apps that take part, and of apps that do not
      When Ann taps Back up now
      Then the newest backup of Ann's phone holds the data of the apps that take part, and no other
      And from the newest backup of Ann's phone, a new phone gets the apps and their data back

    @CON-02.03
    Scenario Outline: The backup says of each app whether it takes part, why, and whether its data was saved: <apps>
      Given Ann's phone, ready for a backup of everything, has <apps>
      When Ann taps Back up now
      Then the newest backup of Ann's phone says of each app whether it takes part, why, and whether its data was saved

      Examples:
        | row     | apps                                                 | why                                                |
        | mixed   | data of apps that take part, and of apps that do not | one takes part, one does not, one was opted out    |
        | no-data | an app that takes part and has no data yet           | nothing to save is not the same as not taking part |
        | full    | 1,000 apps                                           | each of them has an entry of its own               |

    @CON-02.04
    Scenario: An app that takes part and has no data yet comes back without any, beside one that has some
      Given Ann's phone, ready for a backup of everything, has an app that takes part and has no data yet
      When Ann taps Back up now
      Then the newest backup of Ann's phone holds the data of the apps that take part, and no other
      And from the newest backup of Ann's phone, a new phone gets the apps and their data back

    @CON-02.05 @choice:backups_kept:every_one
    Scenario Outline: After Ann <does something>, the new backup has today's data of the apps that take part today; the earlier one is unchanged
      Given Ann's phone, after a backup of everything, has data of apps that take part, and of apps that do not
      When Ann <does something>
      And Ann taps Back up now
      Then the newest backup of Ann's phone holds the data of the apps that take part, and no other
      And from the newest backup of Ann's phone, a new phone gets the apps and their data back
      And from the earlier backup of Ann's phone, a new phone gets the apps and their data back

      Examples:
        | row         | does something              | why                                                      |
        | opted-out   | opts the chess app out      | an opted-out app's data is saved no more                 |
        | opted-in    | lets the bank app take part | its data is saved from now on, and was not then          |
        | played      | plays on                    | each backup has the high scores of its day               |
        | updated     | updates the chess app       | the data comes back with the version that it was kept by |
        | uninstalled | uninstalls the chess app    | the data goes with the app, and was there then           |
