Feature: Choosing a backup

  Whoever has several backups taps the one that is to come back, and then Next. A backup that is not complete is not offered. One that is damaged,
  or was made by newer software, is offered as any other; it is refused after Next, and another one can be restored instead.

  @RST-07 @behaviour @label
  Rule: When asked, a person taps one of the backups offered, and then Next; that one is restored

    # What is offered

    # The help page leaves this open; each phone declares which of the two it does: RST-07.01, or RST-07.02 and .03.

    @RST-07.01 @choice:backups_offered:every_complete_one @choice:backups_kept:every_one
    Scenario Outline: Of a phone that was backed up <times>, each backup is offered, the newest first
      Given Ann's phone was backed up <times>, each time with other content
      And Ann's new phone, on Wi-Fi, begins its set-up
      When Ann signs in on Ann's new phone
      Then Ann's new phone offers the complete backups of Ann's phone and no other, newest first

      Examples:
        | row   | times       | why                            |
        | three | three times | a person may want an older one |
        | ten   | ten times   | no page has room for all       |

    @RST-07.02 @choice:backups_offered:newest_of_each_phone @choice:backups_kept:every_one
    Scenario: Of a phone that was backed up three times, the newest backup is offered, and no other
      Given Ann's phone was backed up three times, each time with other content
      And Ann's new phone, on Wi-Fi, begins its set-up
      When Ann signs in on Ann's new phone
      Then Ann's new phone offers the newest backup of Ann's phone and no other

    @RST-07.03 @choice:backups_offered:newest_of_each_phone @choice:backups_kept:every_one
    Scenario: Of two phones of an account, the newest backup of each is offered
      Given Ann's phone was backed up three times, each time with other content
      And Ben's phone, of Ann's account, was backed up with its apps
      And Ann's new phone, on Wi-Fi, begins its set-up
      When Ann signs in on Ann's new phone
      Then Ann's new phone offers the newest backup of Ben's phone and that of Ann's phone, newest first

    @RST-07.04
    Scenario Outline: A backup that is still at <point> is not offered
      Given Ann's phone was backed up with its apps
      And since then, Ann's phone is at <point> of another backup
      And Ann's new phone, on Wi-Fi, begins its set-up
      When Ann signs in on Ann's new phone
      Then Ann's new phone offers the complete backups of Ann's phone and no other, newest first

      Examples:
        | row           | point        | why                                    |
        | at-0-percent  | 0 %          | nothing of it is in OneDrive           |
        | at-50-percent | 50 %         | half of it is in OneDrive              |
        | before-commit | the very end | all is sent, and it does not count yet |

    @RST-07.05
    Scenario: A backup that failed half-way is not offered, though it is the newest
      Given Ann's phone was backed up with its apps
      And since then, another backup of Ann's phone failed half-way
      And Ann's new phone, on Wi-Fi, begins its set-up
      When Ann signs in on Ann's new phone
      Then Ann's new phone offers the complete backups of Ann's phone and no other, newest first

    @RST-07.06
    Scenario Outline: A backup that is marked as <status> is not offered
      Given Ann's phone was backed up with its apps
      And the OneDrive of Ann's account also holds the <status> backup of a phone
      And Ann's new phone, on Wi-Fi, begins its set-up
      When Ann signs in on Ann's new phone
      Then Ann's new phone offers the complete backups of Ann's phone and no other, newest first

      Examples:
        | row     | status  | why                            |
        | partial | partial | a part of it could not be read |
        | aborted | aborted | it was given up half-way        |

    @RST-07.07
    Scenario: A backup that is not complete cannot be tapped, and another one can
      Given Ann's phone was backed up with its apps
      And the OneDrive of Ann's account also holds the partial backup of a phone
      And Ann's new phone, on Wi-Fi, shows the backups to choose from
      When Ann taps that backup
      Then it is refused, because it is not among the backups offered
      And Ann's new phone can still be set up with the newest backup of Ann's phone

    # What is restored

    @RST-07.08 @choice:backups_offered:every_complete_one @choice:backups_kept:every_one
    Scenario Outline: The <which> of three backups is tapped, and that one comes back
      Given Ann's phone was backed up three times, each time with other content
      When Ann's new phone is set up on Wi-Fi with the <which> backup of Ann's phone
      Then Ann's new phone holds what the <which> backup of Ann's phone held

      Examples:
        | row    | which  | why                            |
        | oldest | oldest | two newer ones are there       |
        | middle | middle | one is older, and one is newer |
        | newest | newest | it is what most people want    |

    @RST-07.09 @choice:backups_offered:every_complete_one @choice:backups_kept:every_one
    Scenario: Of two that were tapped, the last one comes back
      Given Ann's phone was backed up three times, each time with other content
      And Ann's new phone, on Wi-Fi, shows the backups to choose from
      When Ann taps the newest backup of Ann's phone
      And Ann taps the oldest backup of Ann's phone
      And Ann taps Next
      Then Ann's new phone holds what the oldest backup of Ann's phone held

    @RST-07.10
    Scenario: Next is refused while no backup is tapped
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, shows the backups to choose from
      When Ann taps Next
      Then nothing is restored on Ann's new phone, because no backup was tapped
      And Ann's new phone can still be set up with the newest backup of Ann's phone

    @RST-07.11
    Scenario: A tap alone restores nothing yet; Next does
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, shows the backups to choose from
      When Ann taps the newest backup of Ann's phone
      Then nothing has come to Ann's new phone
      And Ann's new phone can still be set up with the newest backup of Ann's phone

    @RST-07.12
    Scenario: Whoever declines goes on without a backup
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, shows the backups to choose from
      When Ann declines to restore a backup
      Then once Ann taps Done, the set-up of Ann's new phone is over
      And nothing has come to Ann's new phone
      And nothing of a backup is on Ann's new phone
      And the backups in OneDrive are what they were

    @RST-07.13
    Scenario: The button that goes on with what was tapped is called Next
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, is about to restore Ann's phone
      When Ann looks at the page that shows
      Then there is a button called Next
      And Next can be tapped

    # What is damaged, or made by newer software

    @RST-07.14
    Scenario Outline: A backup <damage> is refused after Next, and another one can be restored
      Given Ann's phone was backed up with its apps
      And the OneDrive of Ann's account also holds a backup <damage>
      And Ann's new phone, on Wi-Fi, shows the backups to choose from
      When Ann taps that backup
      And Ann taps Next
      Then nothing is restored on Ann's new phone, because <cause>
      And Ann's new phone can still be set up with the newest backup of Ann's phone

      Examples:
        | row       | damage                                                           | cause                                                               | why                                       |
        | item      | of which one item is not what was saved                          | it is damaged                                                       | somebody's theme would be another's       |
        | byte      | of which one byte is not what was saved                          | it is damaged                                                       | its size alone does not show it           |
        | missing   | of which one item is missing                                     | it is damaged                                                       | the inventory says that there is one more |
        | changed   | whose inventory was changed                                      | it is damaged                                                       | it contradicts itself                     |
        | cut-off   | whose inventory is cut off                                       | it is damaged                                                       | nobody can tell what else there was       |
        | version   | that newer software made in a later format                       | its format is not known                                             | it may mean something else                |
        | extension | that holds something of newer software which must not be ignored | it holds something that the phone does not know and must not ignore | it says itself that nobody may ignore it  |

    @RST-07.15
    Scenario Outline: A backup that was made long ago comes back: <which>
      Given the OneDrive of Ann's account holds a backup made long ago: <which>
      When Ann's new phone is set up with the backup made long ago
      Then Ann's new phone holds what that backup held
      And Ann's new phone lists nothing as left out

      @profile:windows-phone-8.1
      Examples: of Windows Phone 8.1
        | row                | which                                        |
        | first-backup       | a phone's first one                          |
        | chained            | one that follows another, which is not there |
        | settings-only      | one made with App backup off                 |
        | with-apps          | one in which half of the apps take part      |
        | no-app-data        | one in which no app has data                 |
        | clock-anomaly      | one during which the clock was set           |
        | prompt-on-cellular | one made from the prompt, over cellular data |
        | with-extension     | one with an extra that nobody has to know    |

      @profile:windows-phone-8
      Examples: of Windows Phone 8
        | row             | which                                        |
        | windows-phone-8 | one of Windows Phone 8, without a dictionary |
