Feature: Who can restore, when, and what comes back

  A phone that is lost, broken or replaced can be followed by another one that is like it. All that its owner needs is the account, and a
  backup that was made with it. A new or reset phone is set up from page to page: one signs in; taps a backup, and then Next, or declines; enters a
  security code if one is asked for, and taps Next; waits until the restore is complete, and taps Next; enters passwords, or taps Skip; taps Done.

  @RST-01 @behaviour
  Rule: When a phone is set up, what was backed up comes back: all ten kinds of things, but for what can no longer be had
    Text messages come back, too; they are saved one by one, and TXT-02 tells of them. The help page speaks of many settings and passwords; that all
    come back which can still be had is our reading.

    @RST-01.01
    Scenario: In the place of a lost phone, a new one holds all that was backed up
      Given Ann's phone was backed up with its apps
      And since then, Ann's phone is lost
      When Ann's new phone is set up on Wi-Fi with the newest backup of Ann's phone
      Then Ann's new phone holds all that was backed up of Ann's phone
      And Ann's new phone lists nothing as left out
      And the set-up of Ann's new phone is over

    @RST-01.02
    Scenario: When a phone is replaced by a new one, the new phone holds all that was backed up, and the old one is what it was
      Given Ann's phone was backed up with its apps
      When Ann's new phone is set up on Wi-Fi with the newest backup of Ann's phone
      Then Ann's new phone holds all that was backed up of Ann's phone
      And Ann's phone is what it was
      And the backups in OneDrive are what they were

    @RST-01.03
    Scenario: After a reset, the same phone holds again all that was backed up
      Given Ann's phone was backed up with its apps
      And since then, Ann's phone was reset
      When Ann's phone is set up on Wi-Fi with the newest backup of Ann's phone
      Then Ann's phone holds all that was backed up of Ann's phone
      And Ann's phone lists nothing as left out

    @RST-01.04
    Scenario Outline: With the backup, <what> come back as they were
      Given Ann's phone was backed up with its apps
      When Ann's new phone is set up on Wi-Fi with the newest backup of Ann's phone
      Then <what> of Ann's phone have come to Ann's new phone as they were

      Examples:
        | row        | what           | why                                       |
        | apps       | the apps       | with the versions that they had           |
        | passwords  | the passwords  | they are among what is saved              |
        | accounts   | the accounts   | all of them, in their order               |
        | favourites | the favourites | with their folders, in whatever script    |
        | settings   | the settings   | of photos, messaging, email, lock, Speech |

    @RST-01.05
    Scenario Outline: With the backup, <what> comes back as it was
      Given Ann's phone was backed up with its apps
      When Ann's new phone is set up on Wi-Fi with the newest backup of Ann's phone
      Then <what> of Ann's phone has come to Ann's new phone as it was

      Examples:
        | row          | what             | why                                                     |
        | progress     | the data of apps | of those that take part in backups, and of no other one |
        | call-history | the call history | each call with its moment                               |
        | start-screen | the Start screen | each tile at its place                                  |
        | theme        | the theme colour | it is a choice, too                                     |
        | dictionary   | the dictionary   | each word under its language                            |

    @RST-01.06
    Scenario: A backup without apps brings back everything but apps; tiles of apps may be left out, which is then said
      Given Ann's phone was backed up without its apps
      When Ann's new phone is set up on Wi-Fi with the newest backup of Ann's phone
      Then Ann's new phone holds all that was backed up of Ann's phone, and no apps
      And Ann's new phone lists nothing as left out but tiles of apps that are on Ann's phone

    @RST-01.07
    Scenario: When an app can no longer be had, it is listed with its reason, set-up goes on, and all else comes back
      Given Ann's phone was backed up with its apps
      And since then, the chess app can no longer be had on new phones
      When Ann's new phone is set up on Wi-Fi with the newest backup of Ann's phone
      Then Ann's new phone lists the chess app, its data and its tile as left out, and why
      And Ann's new phone holds all that was backed up of Ann's phone, but for the chess app, its data and its tile
      And the set-up of Ann's new phone is over

    # The help page leaves this open; each phone declares which of the two it does: RST-01.08 or RST-01.09.

    @RST-01.08 @choice:toggles_after_restore:as_in_the_backup
    Scenario: The options for backups on the new phone are as they were on the old one
      Given Ann's phone was backed up with its apps
      When Ann's new phone is set up on Wi-Fi with the newest backup of Ann's phone
      Then on Ann's new phone, all options are as they were on Ann's phone

    @RST-01.09 @choice:toggles_after_restore:as_on_a_new_phone
    Scenario: Whatever the options for backups on the old phone, all are off on the new one
      Given Ann's phone was backed up with its apps
      When Ann's new phone is set up on Wi-Fi with the newest backup of Ann's phone
      Then on Ann's new phone, all options are off
      And Ann's new phone holds all that was backed up of Ann's phone

    # When that backup was made, Chat backup was on, and Good quality was chosen for videos.

    @RST-01.10 @profile:windows-phone-8.1 @choice:toggles_after_restore:as_in_the_backup
    Scenario: A backup of Windows Phone 8 comes back to Windows Phone 8.1, but for what Windows Phone 8.1 does not offer
      Given the OneDrive of Ann's account holds a backup made long ago: one of Windows Phone 8, without a dictionary
      When Ann's new phone is set up with the backup made long ago
      Then Ann's new phone holds what that backup held
      And on Ann's new phone, Settings backup is on as in that backup, and there is no Chat backup
      And on Ann's new phone, Best quality is chosen for photos as in that backup, and Don't upload for videos

  @RST-02 @precondition
  Rule: Whoever has the Microsoft account and a backup can restore; the old phone is not needed

    @RST-02.01
    Scenario Outline: The old phone is not needed: it <fate>, and all that was backed up comes back
      Given Ann's phone was backed up with its apps
      And since then, Ann's phone <fate>
      When Ann's new phone is set up on Wi-Fi with the newest backup of Ann's phone
      Then Ann's new phone holds all that was backed up of Ann's phone

      Examples:
        | row        | fate                    | why                             |
        | offline    | has no network          | it cannot be asked for anything |
        | signed-out | was signed out          | it has no account any more      |
        | off        | has Settings backup off | what was saved before stays     |
        | no-copy    | has no local copy left  | the backup lies in OneDrive     |

    @RST-02.02
    Scenario: If the account has no backup, set-up goes on to its end
      Given Ann's new phone, on Wi-Fi, begins its set-up
      When Ann signs in on Ann's new phone
      Then it is done
      And once Ann taps Done, the set-up of Ann's new phone is over
      And nothing of a backup is on Ann's new phone

    @RST-02.03
    Scenario: If the account has a backup, set-up offers it
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, begins its set-up
      When Ann signs in on Ann's new phone
      Then it is done
      And Ann's new phone shows the backups to choose from
      And Ann's new phone offers the complete backups of Ann's phone and no other, newest first

  @RST-03 @informative @not-testable
  Rule: The help page's part about restoring points back to its part about backing up
    This is a link from one text to another; nothing on a phone corresponds to it.

  @RST-04 @precondition
  Rule: A backup is restored when a new or reset phone is set up, with the account that it was made with

    @RST-04.01
    Scenario: Somebody else, who has no backup, is offered none
      Given Ann's phone was backed up with its apps
      And Ben's new phone, on Wi-Fi, begins its set-up
      When Ben signs in on Ben's new phone
      Then Ben's new phone offers no backup
      And once Ben taps Done, the set-up of Ben's new phone is over

    @RST-04.02
    Scenario: Somebody else, who has backups too, is offered their own alone
      Given Ann's phone was backed up with its apps
      And Ben's phone was backed up with its apps
      And Ben's new phone, on Wi-Fi, begins its set-up
      When Ben signs in on Ben's new phone
      Then Ben's new phone offers the complete backups of Ben's phone and no other, newest first

    @RST-04.03
    Scenario: Another account's backup cannot be tapped
      Given Ann's phone was backed up with its apps
      And Ben's phone was backed up with its apps
      And Ben's new phone, on Wi-Fi, shows the backups to choose from
      When Ben taps the newest backup of Ann's phone
      Then it is refused, because it is not among the backups offered
      And Ben's new phone can still be set up with the newest backup of Ben's phone

    @RST-04.04
    Scenario: The backups of two phones of one account are both offered
      Given Ann's phone was backed up with its apps
      And Ben's phone, of Ann's account, was backed up with its apps
      And Ann's new phone, on Wi-Fi, begins its set-up
      When Ann signs in on Ann's new phone
      Then Ann's new phone offers the newest backup of Ben's phone and that of Ann's phone, newest first

    @RST-04.05
    Scenario Outline: With two phones of one account, that of <whose> phone can be restored
      Given Ann's phone was backed up with its apps
      And Ben's phone, of Ann's account, was backed up with its apps
      When Ann's new phone is set up on Wi-Fi with the newest backup of <whose> phone
      Then Ann's new phone holds all that was backed up of <whose> phone

      Examples:
        | row   | whose | why                            |
        | older | Ann's | it was made before the other's |
        | newer | Ben's | it is the account's newest     |

    @RST-04.06
    Scenario: Once set-up is over, no backup can be restored
      Given Ann's phone was backed up with its apps
      And Ann's new phone has been set up without a backup
      When Ann taps the newest backup of Ann's phone
      Then it is refused, because set-up is over
      And nothing of a backup is on Ann's new phone

    @RST-04.07
    Scenario: Once set-up is over, a reset makes it possible again
      Given Ann's phone was backed up with its apps
      And Ann's new phone has been set up without a backup
      When Ann's new phone is reset and set up with the newest backup of Ann's phone
      Then Ann's new phone holds all that was backed up of Ann's phone

    @RST-04.08
    Scenario Outline: Without a network, the phone does not claim that there is no backup; it offers the backup once it <finds one>
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on no network, begins its set-up
      When Ann signs in on Ann's new phone
      Then it is refused, because the phone has no network
      And Ann's new phone shows sign-in
      And Ann's new phone says that the phone has no network
      And as soon as Ann's new phone <finds one>, Ann can sign in and is offered the backup

      Examples:
        | row      | finds one               | why                               |
        | wifi     | finds Wi-Fi             | the backup was there all the time |
        | cellular | gets cellular data only | cellular data are a network, too  |

    @RST-04.09
    Scenario: While OneDrive is down, a phone says so, and not that there is no backup; the backup is offered once OneDrive is up
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, begins its set-up
      And OneDrive is down
      When Ann signs in on Ann's new phone
      Then Ann's new phone says that OneDrive cannot be reached
      And Ann's new phone has never said that there is no backup
      And as soon as Ann's new phone finds OneDrive up again, Ann can sign in and is offered the backup

    @RST-04.10 @choice:backups_kept:every_one
    Scenario: A new phone's backups are its own: the first one replaces none of the old phone's
      Given Ann's phone was backed up three times, each time with other content
      And Ann's new phone has been set up with the newest backup of Ann's phone
      When Ann turns Settings backup on and makes a manual backup on Ann's new phone
      Then the newest backup of Ann's new phone is the first of its own
      And Ann's phone has kept its earlier backups
