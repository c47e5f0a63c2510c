Feature: What is backed up is chosen

  Nobody's phone is backed up without their asking. Whoever asks can choose each of these separately: settings, apps, text messages, photos
  and videos. What is chosen then goes to OneDrive without any further asking.

  @GEN-02 @behaviour
  Rule: Nothing is backed up until someone turns it on

    @GEN-02.01
    Scenario: On a phone that nobody has touched, all options are off
      Given Ann's phone lacks only Settings backup for an automatic backup
      When 2 days pass
      Then on Ann's phone, all options are off
      And as soon as Ann's phone has Settings backup on, it makes one automatic backup

    @GEN-02.02
    Scenario: Not a byte leaves a phone on which nothing was ever turned on
      Given Ann's phone lacks only Settings backup for an automatic backup
      When Ann receives a text message
      And Ann takes a photo
      And 61 days pass
      Then nothing has left Ann's phone
      And as soon as Ann's phone has Settings backup on, it makes one automatic backup

    # Whether a restore turns them on again, each phone declares (RST-01.08 and .09).

    @GEN-02.03
    Scenario: After a reset all options are off again
      Given Ann's phone, with all options on, made an automatic backup just now
      When Ann's phone is reset
      Then on Ann's phone, all options are off

    @GEN-02.04
    Scenario: Not a byte leaves a phone after a reset until something is turned on again
      Given Ann's phone, with all options on, made an automatic backup just now
      When Ann's phone is reset
      And Ann's phone is signed in
      And Ann's phone has both Wi-Fi and power
      And 61 days pass
      Then nothing more leaves Ann's phone
      And as soon as Ann's phone has Settings backup on, it makes one automatic backup

  @GEN-03 @behaviour
  Rule: What was turned on goes to OneDrive by itself; a backup that cannot be sent fails, and the phone says why

    @GEN-03.01
    Scenario: The very first backup is made as soon as Settings backup is turned on
      Given Ann's phone lacks only Settings backup for an automatic backup
      When Ann turns Settings backup on
      Then Ann's phone makes one automatic backup

    @GEN-03.02
    Scenario: The next backup is made although nothing has changed
      Given Ann's phone made an automatic backup just now
      When the time between two automatic backups passes
      Then Ann's phone makes one more automatic backup
      And the newest backup of Ann's phone holds as much as the one before

    @GEN-03.03
    Scenario: A text message is saved without anybody asking
      Given Ann's phone, with all options on, made an automatic backup just now
      When Ann receives a text message
      Then the OneDrive of Ann's account holds one more text message

    @GEN-03.04
    Scenario: A photo is uploaded without anybody asking
      Given Ann's phone, with all options on, made an automatic backup just now
      When Ann takes a photo
      Then the OneDrive of Ann's account holds one more photo

    # A backup that failed is tried again after a while by itself, or sooner, when something changes on the phone (SCH-03). So as not to wait, the
    # phone is unplugged and plugged in here; nobody has to do so.

    @GEN-03.05
    Scenario Outline: When OneDrive has room for <percent> % of it, a backup fails, and the phone says why
      Given Ann's phone, backed up before, lacks only Wi-Fi for an automatic backup
      And the OneDrive of Ann's account has room for <percent> % of a backup
      When Ann's phone finds Wi-Fi
      Then the backup of Ann's phone has failed, because OneDrive is full
      And Ann's phone has its earlier backups and no other
      And as soon as Ann's phone finds room in OneDrive, and tries again because it was unplugged and plugged in, it makes one automatic backup

      Examples:
        | row           | percent | why                  |
        | no-room       | 0       | nothing fits         |
        | room-for-half | 50      | only half of it fits |

    @GEN-03.06
    Scenario: While OneDrive is down, a backup fails, and the phone says why
      Given Ann's phone, backed up before, lacks only Wi-Fi for an automatic backup
      And OneDrive is down
      When Ann's phone finds Wi-Fi
      Then the backup of Ann's phone has failed, because OneDrive is down
      And Ann's phone has its earlier backups and no other
      And as soon as Ann's phone finds OneDrive up again, and tries again because it was unplugged and plugged in, it makes one automatic backup

    @GEN-03.07
    Scenario Outline: When OneDrive goes down at <point> of it, a backup fails, and nothing of it is kept
      Given Ann's phone, backed up before, is at <point> of an automatic backup
      When OneDrive goes down
      And the backup of Ann's phone goes on
      Then the backup of Ann's phone has failed, because OneDrive is down
      And Ann's phone has its earlier backups and no other
      And as soon as Ann's phone finds OneDrive up again, and tries again because it was unplugged and plugged in, it makes one automatic backup

      Examples:
        | row           | point        | why                                    |
        | at-50-percent | 50 %         | half of it is in OneDrive already      |
        | before-commit | the very end | all is sent, and it does not count yet |

  @GEN-04 @behaviour
  Rule: Settings, apps, text messages, photos and videos are each chosen separately

    @GEN-04.01
    Scenario Outline: Each combination of choices can be made, and exactly what was chosen goes to OneDrive: <chosen>
      Given Ann's phone lacks only Settings backup and Wi-Fi for an automatic backup
      When Ann turns Settings backup <settings>, App backup <apps> and Text message backup <texts>
      And Ann chooses <photos> for photos and <videos> for videos
      And Ann's phone finds Wi-Fi, receives a text message and takes a photo and a video
      Then on Ann's phone, Settings backup is <settings>, App backup is <apps> and Text message backup is <texts>
      And on Ann's phone, <photos> is chosen for photos and <videos> for videos
      And exactly what was chosen on Ann's phone is in OneDrive

      # App backup needs Settings backup (AS-04), so there is no row with App backup alone.
      Examples:
        | chosen                            | settings | apps | texts | photos       | videos       |
        | nothing                           | off      | off  | off   | Don't upload | Don't upload |
        | videos                            | off      | off  | off   | Don't upload | Best quality |
        | photos                            | off      | off  | off   | Best quality | Don't upload |
        | photos+videos                     | off      | off  | off   | Best quality | Best quality |
        | texts                             | off      | off  | on    | Don't upload | Don't upload |
        | texts+videos                      | off      | off  | on    | Don't upload | Best quality |
        | texts+photos                      | off      | off  | on    | Best quality | Don't upload |
        | texts+photos+videos               | off      | off  | on    | Best quality | Best quality |
        | settings                          | on       | off  | off   | Don't upload | Don't upload |
        | settings+videos                   | on       | off  | off   | Don't upload | Best quality |
        | settings+photos                   | on       | off  | off   | Best quality | Don't upload |
        | settings+photos+videos            | on       | off  | off   | Best quality | Best quality |
        | settings+texts                    | on       | off  | on    | Don't upload | Don't upload |
        | settings+texts+videos             | on       | off  | on    | Don't upload | Best quality |
        | settings+texts+photos             | on       | off  | on    | Best quality | Don't upload |
        | settings+texts+photos+videos      | on       | off  | on    | Best quality | Best quality |
        | settings+apps                     | on       | on   | off   | Don't upload | Don't upload |
        | settings+apps+videos              | on       | on   | off   | Don't upload | Best quality |
        | settings+apps+photos              | on       | on   | off   | Best quality | Don't upload |
        | settings+apps+photos+videos       | on       | on   | off   | Best quality | Best quality |
        | settings+apps+texts               | on       | on   | on    | Don't upload | Don't upload |
        | settings+apps+texts+videos        | on       | on   | on    | Don't upload | Best quality |
        | settings+apps+texts+photos        | on       | on   | on    | Best quality | Don't upload |
        | settings+apps+texts+photos+videos | on       | on   | on    | Best quality | Best quality |

    @GEN-04.02
    Scenario Outline: Turning <option> on changes no other choice
      Given on Ann's phone all options are off
      When Ann turns <option> on
      Then on Ann's phone, only <option> has changed

      Examples:
        | row      | option              |
        | settings | Settings backup     |
        | texts    | Text message backup |

      @profile:windows-phone-8
      Examples: Only Windows Phone 8 has Chat backup
        | row   | option      |
        | chats | Chat backup |

    @GEN-04.03
    Scenario Outline: Turning <option> off changes no other choice
      Given on Ann's phone all options are on
      When Ann turns <option> off
      Then on Ann's phone, only <option> has changed

      # Turning Settings backup off takes App backup along: see AS-04.
      Examples:
        | row   | option              |
        | apps  | App backup          |
        | texts | Text message backup |

      @profile:windows-phone-8
      Examples: Only Windows Phone 8 has Chat backup
        | row   | option      |
        | chats | Chat backup |

    @GEN-04.04
    Scenario Outline: Choosing <quality> for <medium> changes no other choice
      Given on Ann's phone all options are <on or off>
      When Ann chooses <quality> for <medium>
      Then on Ann's phone, only the choice for <medium> has changed

      Examples:
        | row         | on or off | medium | quality      |
        | photos-good | off       | photos | Good quality |
        | photos-best | off       | photos | Best quality |
        | photos-off  | on        | photos | Don't upload |
        | videos-best | off       | videos | Best quality |
        | videos-off  | on        | videos | Don't upload |

      @profile:windows-phone-8 @choice:good_quality_videos:offered
      Examples: Only Windows Phone 8 may offer videos in good quality
        | row         | on or off | medium | quality      |
        | videos-good | off       | videos | Good quality |

    @GEN-04.05
    Scenario: Turning Settings backup off leaves text messages, photos and videos as they were chosen
      Given on Ann's phone all options are on
      When Ann turns Settings backup off
      Then on Ann's phone, Settings backup is off
      And on Ann's phone, Text message backup is on
      And on Ann's phone, Best quality is chosen for photos and Best quality for videos

    @GEN-04.06
    Scenario Outline: What is done on one phone changes nothing on another: <what is done>
      Given <Ben begins with>
      And <Ann begins with>
      When <what is done>
      Then <what comes of it>
      And <what does not>
      And Ben's phone is what it was

      Examples:
        | row       | Ben begins with                             | Ann begins with                             | what is done                        | what comes of it                       | what does not                          |
        | on        | on Ben's phone all options are off          | on Ann's phone all options are off          | Ann turns Settings backup on        | on Ann's phone, Settings backup is on  | on Ben's phone, Settings backup is off |
        | off       | on Ben's phone all options are on           | on Ann's phone all options are on           | Ann turns Settings backup off       | on Ann's phone, Settings backup is off | on Ben's phone, Settings backup is on  |
        | dismissed | Ben's phone shows a prompt for a new backup | Ann's phone shows a prompt for a new backup | Ann dismisses the prompt            | Ann's phone shows no prompt            | Ben's phone shows one prompt           |
        | lapsed    | on Ben's phone all options are off          | on Ann's phone all options are off          | the sign-in to Ann's account lapses | on Ann's phone, the sign-in has lapsed | on Ben's phone, the sign-in is valid   |
