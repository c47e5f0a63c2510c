Feature: Deleting the phone's own copy of its backup

  A phone keeps a copy of its newest backup, the local copy; what for, the help page does not say. A person deletes from it by ticking boxes and
  tapping Delete: the whole copy, or what belongs to apps. Only this copy is deleted: the backup in OneDrive stays, and can still be restored.

  @DEL-03 @behaviour
  Rule: With the box Settings backup ticked, Delete removes the whole local copy

    @DEL-03.01
    Scenario Outline: With <boxes> ticked, the whole local copy goes, apps included
      Given Ann's phone, on Wi-Fi and on battery, has a local copy of all ten kinds of things
      When Ann taps Delete with <boxes> ticked
      Then nothing is left of the local copy on Ann's phone

      Examples:
        | row           | boxes                 | why                                               |
        | settings-only | Settings backup alone | the box Settings backup stands for all of it      |
        | both          | both boxes            | the box App backup adds nothing to the whole copy |

    @DEL-03.02
    Scenario Outline: With <boxes> ticked, a local copy without apps goes, too
      Given Ann's phone, on Wi-Fi and on battery, has a local copy without apps
      When Ann taps Delete with <boxes> ticked
      Then nothing is left of the local copy on Ann's phone

      Examples:
        | row           | boxes                 | why                                           |
        | settings-only | Settings backup alone | there is nothing else to delete               |
        | both          | both boxes            | that there are no apps stands in nobody's way |

    @DEL-03.03
    Scenario Outline: A manual backup at <point> is aborted, then the local copy goes, and no new one is made before another try is due
      Given Ann's phone, with a local copy of all ten kinds of things, is at <point> of a manual backup
      When Ann taps Delete with Settings backup alone ticked
      And the time before another try passes, but for one second
      Then the backup of Ann's phone has been aborted, because Delete was tapped
      And nothing is left of the local copy on Ann's phone
      And the backups in OneDrive are what they were

      Examples:
        | row           | point        | why                                    |
        | at-0-percent  | 0 %          | it has begun, and sent nothing         |
        | at-50-percent | 50 %         | half of it is in OneDrive already      |
        | before-commit | the very end | all is sent, and it does not count yet |

    @DEL-03.04
    Scenario Outline: An automatic backup at <point> is aborted, then the local copy goes, and no new one is made before another try is due
      Given Ann's phone, backed up before, is at <point> of an automatic backup
      When Ann taps Delete with Settings backup alone ticked
      And the time before another try passes, but for one second
      Then the backup of Ann's phone has been aborted, because Delete was tapped
      And nothing is left of the local copy on Ann's phone
      And the backups in OneDrive are what they were

      Examples:
        | row           | point        | why                                    |
        | at-0-percent  | 0 %          | it has begun, and sent nothing         |
        | at-50-percent | 50 %         | half of it is in OneDrive already      |
        | before-commit | the very end | all is sent, and it does not count yet |

    # Whether a second Delete is done or refused is left open.

    @DEL-03.05
    Scenario: After a second Delete, too, nothing is left of the local copy, and OneDrive has what it had
      Given Ann's phone, on Wi-Fi and on battery, has a local copy of all ten kinds of things
      When Ann taps Delete with Settings backup alone ticked
      And Ann taps Delete with Settings backup alone ticked
      Then nothing is left of the local copy on Ann's phone
      And the backups in OneDrive are what they were

    @DEL-03.06
    Scenario: What is left once the apps have gone can still be deleted
      Given Ann's phone, on Wi-Fi and on battery, has a local copy of all ten kinds of things
      When Ann taps Delete with App backup alone ticked
      And Ann taps Delete with Settings backup alone ticked
      Then nothing is left of the local copy on Ann's phone

    @DEL-03.07
    Scenario: After the whole local copy has gone, the next backup is kept on the phone as ever
      Given Ann's phone, on Wi-Fi and on battery, has a local copy of all ten kinds of things
      When Ann taps Delete with Settings backup alone ticked
      And Ann taps Back up now
      Then Ann's phone makes one more manual backup
      And the local copy on Ann's phone is of its newest backup

    @DEL-03.08
    Scenario Outline: With <boxes> ticked, a manual backup is aborted, and an automatic one that is due is not made at once
      Given Ann's phone, due for an automatic backup, is at 50 % of a manual one
      When Ann taps Delete with <boxes> ticked
      And the time before another try passes, but for one second
      Then the backup of Ann's phone has been aborted, because Delete was tapped
      And Ann's phone makes no further backup
      And one second later, Ann's phone makes one automatic backup

      Examples:
        | row           | boxes                 | why                                            |
        | settings-only | Settings backup alone | nothing of the backup is wanted                |
        | apps-only     | App backup alone      | the backup under way would bring the apps back |
        | both          | both boxes            | nothing of the backup is wanted                |

  @DEL-04 @behaviour
  Rule: With the box App backup alone ticked, Delete removes only what belongs to apps

    # The help page leaves this open; each phone declares which of the two it does: DEL-04.01, .04 and .06, or DEL-04.02, .05 and .07.

    @DEL-04.01 @choice:app_deletion_takes:apps_and_data
    Scenario: The list of apps and their data go from the local copy, and all else stays as it was
      Given Ann's phone, on Wi-Fi and on battery, has a local copy of all ten kinds of things
      When Ann taps Delete with App backup alone ticked
      Then the local copy on Ann's phone holds what it held, but no apps and no data of apps

    @DEL-04.02 @choice:app_deletion_takes:data_alone
    Scenario: The data of the apps go from the local copy, and all else stays as it was, the list of apps included
      Given Ann's phone, on Wi-Fi and on battery, has a local copy of all ten kinds of things
      When Ann taps Delete with App backup alone ticked
      Then the local copy on Ann's phone holds what it held, but no data of apps

    @DEL-04.03
    Scenario: A local copy without apps stays as it was
      Given Ann's phone, on Wi-Fi and on battery, has a local copy without apps
      When Ann taps Delete with App backup alone ticked
      Then the local copy on Ann's phone is what it was

    @DEL-04.04 @choice:app_deletion_takes:apps_and_data
    Scenario: Deleting the apps a second time changes nothing more
      Given Ann's phone, on Wi-Fi and on battery, has a local copy of all ten kinds of things
      When Ann taps Delete with App backup alone ticked
      And Ann taps Delete with App backup alone ticked
      Then the local copy on Ann's phone holds what it held, but no apps and no data of apps

    @DEL-04.05 @choice:app_deletion_takes:data_alone
    Scenario: Deleting the data of the apps a second time changes nothing more
      Given Ann's phone, on Wi-Fi and on battery, has a local copy of all ten kinds of things
      When Ann taps Delete with App backup alone ticked
      And Ann taps Delete with App backup alone ticked
      Then the local copy on Ann's phone holds what it held, but no data of apps

    @DEL-04.06 @choice:app_deletion_takes:apps_and_data
    Scenario: A backup under way is aborted, then the apps go from the local copy
      Given Ann's phone, with a local copy of all ten kinds of things, is at 50 % of a manual backup
      When Ann taps Delete with App backup alone ticked
      Then the backup of Ann's phone has been aborted, because Delete was tapped
      And the local copy on Ann's phone holds what it held, but no apps and no data of apps
      And the backups in OneDrive are what they were

    @DEL-04.07 @choice:app_deletion_takes:data_alone
    Scenario: A backup under way is aborted, then the data of the apps go from the local copy
      Given Ann's phone, with a local copy of all ten kinds of things, is at 50 % of a manual backup
      When Ann taps Delete with App backup alone ticked
      Then the backup of Ann's phone has been aborted, because Delete was tapped
      And the local copy on Ann's phone holds what it held, but no data of apps
      And the backups in OneDrive are what they were

  @DEL-05 @behaviour
  Rule: With no box ticked, Delete removes nothing

    # The help page leaves this open; each phone declares which of the two it does: DEL-05.01 or DEL-05.02.

    @DEL-05.01 @choice:no_box_ticked:refused
    Scenario: Delete is refused, and the local copy stays as it was
      Given Ann's phone, on Wi-Fi and on battery, has a local copy of all ten kinds of things
      When Ann taps Delete with no box ticked
      Then it is refused, because no box is ticked
      And the local copy on Ann's phone is what it was
      And the backups in OneDrive are what they were

    @DEL-05.02 @choice:no_box_ticked:accepted
    Scenario: Delete is done, and the local copy stays as it was
      Given Ann's phone, on Wi-Fi and on battery, has a local copy of all ten kinds of things
      When Ann taps Delete with no box ticked
      Then it is done
      And the local copy on Ann's phone is what it was
      And the backups in OneDrive are what they were

    @DEL-05.03
    Scenario: A backup under way goes on, and is completed
      Given Ann's phone, with a local copy of all ten kinds of things, is at 50 % of a manual backup
      When Ann taps Delete with no box ticked
      Then the local copy on Ann's phone is what it was
      And once it goes on, that manual backup of Ann's phone is completed, and no other is made

  @DEL-06 @behaviour @warning
  Rule: Deleting on the phone removes the local copy only: what lies in OneDrive stays
    The help page says so as a warning to people. Phones need not show it: it is where money is at stake that they have to warn (PHO-03, RST-05, RST-06).

    @DEL-06.01 @choice:backups_kept:every_one
    Scenario Outline: With <boxes> ticked, OneDrive keeps and lists every backup
      Given Ann's phone, on Wi-Fi and on battery, has a local copy of all ten kinds of things
      And Ann's phone made two more manual backups
      When Ann taps Delete with <boxes> ticked
      Then the local copy on Ann's phone is not what it was
      And the backups in OneDrive are what they were
      And OneDrive lists three backups of Ann's phone under Ann's account

      Examples:
        | row           | boxes                 |
        | settings-only | Settings backup alone |
        | apps-only     | App backup alone      |
        | both          | both boxes            |

    @DEL-06.02
    Scenario: Without a network, the local copy can be deleted at once; OneDrive is not told, then or later
      Given Ann's phone, on no network and on battery, has a local copy of all ten kinds of things
      When Ann taps Delete with Settings backup alone ticked
      And Ann's phone finds Wi-Fi
      And 2 days pass
      Then nothing is left of the local copy on Ann's phone
      And nothing more leaves Ann's phone
      And the backups in OneDrive are what they were

    @DEL-06.03
    Scenario: While OneDrive is down, the local copy can be deleted at once; nothing goes from OneDrive, then or later
      Given Ann's phone, on Wi-Fi and on battery, has a local copy of all ten kinds of things
      When OneDrive goes down
      And Ann taps Delete with Settings backup alone ticked
      And OneDrive is up again
      And 2 days pass
      Then nothing is left of the local copy on Ann's phone
      And the backups in OneDrive are what they were

    @DEL-06.04
    Scenario: After a reset, too, OneDrive keeps the backup whose local copy was deleted
      Given Ann's phone, on Wi-Fi and on battery, has a local copy of all ten kinds of things
      When Ann taps Delete with Settings backup alone ticked
      And Ann's phone is reset
      And Ann's phone is signed in
      Then the backups in OneDrive are what they were
      And OneDrive lists one backup of Ann's phone under Ann's account

    @DEL-06.05
    Scenario Outline: Deleting with <boxes> ticked does not move the prompt for a new backup
      Given Ann's phone, on Wi-Fi and on battery, has a local copy of all ten kinds of things
      When 10 days pass
      And Ann taps Delete with <boxes> ticked
      Then the local copy on Ann's phone is not what it was
      And Ann's phone first prompts three weeks after the newest backup that it made

      Examples:
        | row           | boxes                 |
        | settings-only | Settings backup alone |
        | apps-only     | App backup alone      |
        | both          | both boxes            |

    @DEL-06.06
    Scenario: A prompt that shows stays when the local copy is deleted
      Given Ann's phone shows a prompt for a new backup
      When Ann taps Delete with Settings backup alone ticked
      Then nothing is left of the local copy on Ann's phone
      And Ann's phone shows one prompt

    @DEL-06.07
    Scenario: Another phone of the account keeps its local copy
      Given Ben's phone, of Ann's account, on Wi-Fi and on battery, made a manual backup just now
      And Ann's phone, on Wi-Fi and on battery, has a local copy of all ten kinds of things
      When Ann taps Delete with Settings backup alone ticked
      Then nothing is left of the local copy on Ann's phone
      And the local copy on Ben's phone is what it was

    @DEL-06.08
    Scenario Outline: After Delete with <boxes> ticked and a reset, everything still comes back to the same phone
      Given Ann's phone, on Wi-Fi and on battery, has a local copy of all ten kinds of things
      When Ann taps Delete with <boxes> ticked
      And Ann's phone is reset
      And what is backed up of Ann's phone is brought back to Ann's phone
      Then all that was backed up of Ann's phone is on Ann's phone

      Examples:
        | row           | boxes                 | why                                          |
        | settings-only | Settings backup alone | the phone kept nothing, OneDrive all of it   |
        | apps-only     | App backup alone      | the phone kept no apps, OneDrive all of them |
        | both          | both boxes            | the phone kept nothing, OneDrive all of it   |

    @DEL-06.09
    Scenario: After Delete on one phone, everything still comes back to another
      Given Ann's phone, on Wi-Fi and on battery, has a local copy of all ten kinds of things
      When Ann taps Delete with Settings backup alone ticked
      And what is backed up of Ann's phone is brought back to Ben's phone, set up with Ann's account
      Then nothing is left of the local copy on Ann's phone
      And all that was backed up of Ann's phone is on Ben's phone

    @DEL-06.10
    Scenario Outline: With <boxes> ticked, the backups that can be brought back are the same before and after
      Given Ann's phone, on Wi-Fi and on battery, has a local copy of all ten kinds of things
      And Ann's phone made two more manual backups
      And Ben's phone is being set up with Ann's account, and is offered what can be brought back
      When Ann taps Delete with <boxes> ticked
      Then the local copy on Ann's phone is not what it was
      And Ben's phone is offered what it was offered
      And Cleo's phone, set up with Ann's account after that, is offered what Ben's phone was offered

      Examples:
        | row           | boxes                 |
        | settings-only | Settings backup alone |
        | apps-only     | App backup alone      |
        | both          | both boxes            |
