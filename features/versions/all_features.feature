Feature: What a phone of each version can do

  @VER-03 @behaviour
  Rule: A phone with Windows Phone 8.1 has every feature; one with Windows Phone 8 may lack some
    A phone with Windows Phone 8 may lack features without being wrong, so no scenario here is about it. What it has works as is said elsewhere.

    @VER-03.01 @profile:windows-phone-8.1
    Scenario Outline: On Windows Phone 8.1, <option> can be turned on
      Given <situation>
      When Ann turns <option> on
      Then it is done
      And on Ann's phone, <option> is on

      Examples:
        | row      | option              | situation                                            | why                      |
        | settings | Settings backup     | on Ann's phone all options are off                   | it needs no other option |
        | apps     | App backup          | Ann's phone lacks only Wi-Fi for an automatic backup | Settings backup is on    |
        | texts    | Text message backup | on Ann's phone all options are off                   | it needs no other option |

    @VER-03.02 @profile:windows-phone-8.1
    Scenario Outline: On Windows Phone 8.1, <option> can be turned off
      Given on Ann's phone all options are on
      When Ann turns <option> off
      Then it is done
      And on Ann's phone, <option> is off

      Examples:
        | row      | option              |
        | settings | Settings backup     |
        | apps     | App backup          |
        | texts    | Text message backup |

    @VER-03.03 @profile:windows-phone-8.1
    Scenario Outline: On Windows Phone 8.1, <photos> can be chosen for photos and <videos> for videos
      Given on Ann's phone all options are <on or off>
      When Ann chooses <photos> for photos and <videos> for videos
      Then it is done
      And on Ann's phone, <photos> is chosen for photos and <videos> for videos

      # Windows Phone 8.1 offers no videos in good quality: see PHO-08.
      Examples:
        | row       | on or off | photos       | videos       |
        | best-best | off       | Best quality | Best quality |
        | good-best | off       | Good quality | Best quality |
        | dont-dont | on        | Don't upload | Don't upload |

    @VER-03.04 @profile:windows-phone-8.1
    Scenario: On Windows Phone 8.1, a manual backup can be made
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When Ann taps Back up now
      Then it is done
      And Ann's phone makes one more manual backup

    @VER-03.05 @profile:windows-phone-8.1
    Scenario: On Windows Phone 8.1, a prompt can be accepted
      Given Ann's phone shows a prompt for a new backup
      When Ann accepts the prompt
      Then it is done
      And Ann's phone makes one prompted backup

    @VER-03.06 @profile:windows-phone-8.1
    Scenario: On Windows Phone 8.1, a prompt can be dismissed
      Given Ann's phone shows a prompt for a new backup
      When Ann dismisses the prompt
      Then it is done
      And Ann's phone shows no prompt

    @VER-03.07 @profile:windows-phone-8.1
    Scenario Outline: On Windows Phone 8.1, backups can be deleted on the phone with <boxes> ticked
      Given Ann's phone, on Wi-Fi and on battery, has a local copy of all ten kinds of things
      When Ann taps Delete with <boxes> ticked
      Then it is done
      And the local copy on Ann's phone is not what it was

      Examples:
        | row           | boxes                 |
        | settings-only | Settings backup alone |
        | apps-only     | App backup alone      |
        | both          | both boxes            |

    @VER-03.08 @profile:windows-phone-8.1
    Scenario: On Windows Phone 8.1, a phone's backup can be deleted in OneDrive
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When the newest backup of Ann's phone is deleted in OneDrive
      Then it is done
      And the OneDrive of Ann's account holds no backup

    @VER-03.09 @profile:windows-phone-8.1
    Scenario Outline: On Windows Phone 8.1, a person who sets a phone up can <step>
      Given Ben's phone is set up with Ann's account, as far as the point where one can <step>
      When Ben does that
      Then it is done
      And after <what>, Ben's phone <state>

      # The pages of set-up, in their order; where there is a choice, both ways.
      Examples:
        | row       | step                    | what                          | state                           | why                              |
        | begin     | begin                   | that                          | asks for an account             | the phone is new                 |
        | sign-in   | sign in                 | that                          | offers what can be brought back | the account has a backup         |
        | choose    | tap a backup            | that                          | has that backup tapped          | it is offered                    |
        | decline   | decline to restore      | that                          | waits for Done                  | nobody has to restore            |
        | next      | tap Next                | that                          | has the backup back             | a backup was tapped              |
        | code      | enter the security code | that and one more tap on Next | has the backup back             | the account has to be verified   |
        | passwords | enter the passwords     | that                          | waits for no password any more  | a saved password works no longer |
        | skip      | skip the passwords      | that                          | waits for Done                  | they can be entered later        |
        | done      | tap Done                | that                          | is set up                       | everything else has been done    |
