Feature: The prompt after three weeks

  People notice that they have no backup only when they need one. So three weeks after its newest complete backup, a phone prompts for a new one,
  while somebody is signed in and Settings backup is on (some phones: or was on, REM-01.32). A phone that was never backed up counts
  from when Settings backup was turned on. Three weeks are 21 times 24 hours, by a time that runs whatever the clock shows, also while a phone is off.

  @REM-01 @behaviour
  Rule: Once three weeks have passed since its newest complete backup, a phone prompts for a new one

    # The moment

    @REM-01.01
    Scenario: 20 days, 23 hours, 59 minutes and 59 seconds after a backup, the phone does not prompt
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When 20 days, 23 hours, 59 minutes and 59 seconds pass
      Then Ann's phone shows no prompt
      And 2 seconds later, Ann's phone shows one prompt

    # The help page leaves this open; each phone declares which of the two it does: REM-01.02 or REM-01.03.

    @REM-01.02 @choice:exactly_three_weeks:prompts
    Scenario: 21 days after a backup, to the second, the phone prompts
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When 21 days pass
      Then Ann's phone shows one prompt

    @REM-01.03 @choice:exactly_three_weeks:waits
    Scenario: 21 days after a backup, to the second, the phone does not prompt yet
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When 21 days pass
      Then Ann's phone shows no prompt
      And 1 second later, Ann's phone shows one prompt

    @REM-01.04
    Scenario: 21 days and 1 second after a backup, the phone prompts
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When 21 days and 1 second pass
      Then Ann's phone shows one prompt

    # What the three weeks count from

    @REM-01.05
    Scenario: A phone that was never backed up prompts three weeks after Settings backup was turned on
      Given Ann's phone, never backed up, lacks only power for an automatic backup
      When 20 days pass
      Then Ann's phone first prompts three weeks after Settings backup was turned on

    @REM-01.06
    Scenario: A phone on which Settings backup was never on does not prompt until three weeks after it is turned on
      Given Ann's phone, never backed up, lacks only Settings backup and power for an automatic backup
      When 61 days pass
      Then Ann's phone shows no prompt
      And once Settings backup is turned on, Ann's phone first prompts three weeks later

    @REM-01.07
    Scenario: Turning Settings backup off and on does not restart the three weeks
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When 10 days pass
      And Ann turns Settings backup off
      And Ann turns Settings backup on
      Then Ann's phone first prompts three weeks after the newest backup that it made

    @REM-01.08
    Scenario: A manual backup starts the three weeks anew
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup 20 days ago
      When Ann taps Back up now
      Then Ann's phone makes one more manual backup
      And Ann's phone first prompts three weeks after the newest backup that it made

    @REM-01.09
    Scenario: An automatic backup starts the three weeks anew
      Given Ann's phone, backed up before, lacks only power for an automatic backup
      When Ann's phone is plugged in
      And Ann's phone is unplugged
      Then Ann's phone makes one automatic backup
      And Ann's phone first prompts three weeks after the newest backup that it made

    @REM-01.10
    Scenario: The three weeks count from the end of a backup, not from its beginning
      Given Ann's phone, backed up before, is at 50 % of a manual backup
      When Ann's phone is unplugged
      And 2 days pass
      And the backup of Ann's phone goes on
      Then that manual backup of Ann's phone is completed, and no other is made
      And Ann's phone first prompts three weeks after the newest backup that it made

    @REM-01.11
    Scenario Outline: A backup that is not completed does not start the three weeks anew: <what happens>
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup 20 days ago
      When <what happens>
      Then <what comes of it>
      And Ann's phone first prompts three weeks after the newest backup that it made

      Examples:
        | row     | what happens                                                                     | what comes of it                            | why               |
        | failed  | Ann taps Back up now while OneDrive is down                                      | no backup is made, because OneDrive is down | nothing was sent  |
        | partial | Ann's phone goes dead in the middle of a manual backup, and is switched on again | the backup of Ann's phone has failed        | one half was sent |

    @REM-01.12
    Scenario: A text message that is saved does not start the three weeks anew
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup 20 days ago
      And Ann has turned Text message backup on
      When Ann receives a text message
      Then the OneDrive of Ann's account holds one more text message
      And Ann's phone first prompts three weeks after the newest backup that it made

    @REM-01.13
    Scenario: A photo that is uploaded does not start the three weeks anew
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup 20 days ago
      And Ann has chosen Best quality for photos
      When Ann takes a photo
      Then the OneDrive of Ann's account holds one more photo
      And Ann's phone first prompts three weeks after the newest backup that it made

    @REM-01.14
    Scenario: Another phone's backup does not start the three weeks anew, although it is of the same account
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup 20 days ago
      And Ben's phone, of Ann's account, lacks only power for an automatic backup
      When Ben taps Back up now
      Then Ann's phone first prompts three weeks after the newest backup that it made
      And Ben's phone shows no prompt

    @REM-01.15
    Scenario: Another account's backup does not start the three weeks anew
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup 20 days ago
      And Ben's phone lacks only power for an automatic backup
      When Ben taps Back up now
      Then Ann's phone first prompts three weeks after the newest backup that it made
      And Ben's phone shows no prompt

    # Deleted in OneDrive.
    # The help page leaves this open; each phone declares which of the two it does: REM-01.16 to .18, or REM-01.19.

    @REM-01.16 @choice:age_counts_from:newest_in_onedrive @choice:toggles_after_last_deletion:stay
    Scenario: Once the only backup is deleted in OneDrive, the three weeks count from the deletion
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup 20 days ago
      When the newest backup of Ann's phone is deleted in OneDrive
      Then Ann's phone first prompts three weeks after that deletion

    @REM-01.17 @choice:age_counts_from:newest_in_onedrive @choice:backups_kept:every_one
    Scenario: Once the newest backup is deleted in OneDrive, the three weeks count from the one that is left
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup 20 days ago
      And Ann's phone made two more manual backups
      When 2 hours pass
      And the newest backup of Ann's phone is deleted in OneDrive
      And the newest backup of Ann's phone is deleted in OneDrive
      Then Ann's phone first prompts three weeks after the backup that is left in OneDrive

    @REM-01.18 @choice:age_counts_from:newest_in_onedrive
    Scenario: With no backup in OneDrive, the three weeks count from the deletion or from turning on, whichever came later
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup 10 days ago
      When the newest backup of Ann's phone is deleted in OneDrive
      And Ann turns Settings backup off
      And 5 days pass
      And Ann turns Settings backup on
      Then Ann's phone first prompts three weeks after Settings backup was turned on

    @REM-01.56 @choice:age_counts_from:newest_in_onedrive
    Scenario: After a reset, the three weeks count from the backup that the phone made before, which is in OneDrive
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup 10 days ago
      When Ann's phone is reset, signed in again and has Settings backup turned on
      Then Ann's phone first prompts three weeks after the backup that is left in OneDrive

    @REM-01.57 @choice:age_counts_from:last_made
    Scenario: After a reset, the three weeks count from when Settings backup was turned on, whatever was made before
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup 10 days ago
      When Ann's phone is reset, signed in again and has Settings backup turned on
      Then Ann's phone first prompts three weeks after Settings backup was turned on

    @REM-01.19 @choice:age_counts_from:last_made @choice:toggles_after_last_deletion:stay
    Scenario: The three weeks count from the last backup that was made, even if it is deleted in OneDrive
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup 10 days ago
      When the newest backup of Ann's phone is deleted in OneDrive
      Then Ann's phone first prompts three weeks after the newest backup that it made

    @REM-01.20 @choice:backups_kept:every_one
    Scenario: Deleting an older backup in OneDrive changes nothing
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup 10 days ago
      And Ann's phone made two more manual backups
      When 2 hours pass
      And the oldest backup of Ann's phone is deleted in OneDrive
      Then Ann's phone first prompts three weeks after the newest backup that it made

    # Clocks, calendars and places

    @REM-01.21
    Scenario Outline: The calendar neither hastens nor delays the prompt: from <day> on in <place>
      Given it is <day> in <place>
      And Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When 20 days pass
      Then Ann's phone first prompts three weeks after the newest backup that it made

      Examples:
        | row         | day        | place         | why                                      |
        | spring      | 2016-03-20 | Europe/Berlin | summer time begins: one day has 23 hours |
        | autumn      | 2016-10-20 | Europe/Berlin | summer time ends: one day has 25 hours   |
        | leap-day    | 2016-02-20 | Europe/Berlin | there is a 29 February on the way        |
        | no-leap-day | 2015-02-20 | Europe/Berlin | there is none                            |
        | new-year    | 2015-12-20 | Europe/Berlin | another year begins                      |

    @REM-01.22
    Scenario Outline: Travel neither hastens nor delays the prompt: from <here> to <there>
      Given it is 2016-05-01 in <here>
      And Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When 10 days pass
      And Ann travels to <there>
      Then Ann's phone first prompts three weeks after the newest backup that it made

      Examples:
        | row      | here               | there              | why                                |
        | eastward | Etc/GMT+12         | Pacific/Kiritimati | from 12 hours behind Greenwich to 14 ahead: the calendar skips a day |
        | westward | Pacific/Kiritimati | Etc/GMT+12         | from 14 hours ahead of Greenwich to 12 behind: a day comes twice |

    @REM-01.50
    Scenario Outline: The place neither hastens nor delays the prompt: in <place>
      Given it is 2016-05-01 in <place>
      And Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When 20 days pass
      Then Ann's phone first prompts three weeks after the newest backup that it made

      Examples:
        | row       | place              | why                            |
        | ahead-14  | Pacific/Kiritimati | no clock is further ahead of Greenwich: 14 hours  |
        | behind-12 | Etc/GMT+12         | no clock is further behind Greenwich: 12 hours |

    @REM-01.23
    Scenario Outline: A clock set back by <how far> neither hastens nor delays the prompt
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When 10 days pass
      And the clock is set back by <how far>
      Then Ann's phone first prompts three weeks after the newest backup that it made

      Examples:
        | row      | how far  |
        | a-second | 1 second |
        | a-day    | 1 day    |
        | a-year   | 365 days |

    @REM-01.24
    Scenario Outline: A clock set forward by <how far> neither hastens nor delays the prompt
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When 10 days pass
      And the clock is set forward by <how far>
      Then Ann's phone shows no prompt
      And Ann's phone first prompts three weeks after the newest backup that it made

      Examples:
        | row      | how far  |
        | a-second | 1 second |
        | a-day    | 1 day    |
        | a-year   | 365 days |

    @REM-01.25
    Scenario: A clock set forward and then corrected neither hastens nor delays the prompt
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When the clock is set forward by 365 days
      And 2 days pass
      And the clock is set back by 365 days
      Then Ann's phone shows no prompt
      And Ann's phone first prompts three weeks after the newest backup that it made

    @REM-01.26
    Scenario: A backup made while the clock was wrong counts like any other
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup 10 days ago
      When the clock is set forward by 365 days
      And Ann taps Back up now
      And the clock is set back by 365 days
      Then Ann's phone first prompts three weeks after the newest backup that it made

    # What a backup says of the clock. This is not about the prompt, but about clocks: whoever reads the times in a backup can tell by it whether
    # they can be trusted.

    @REM-01.51
    Scenario Outline: A backup says that the clock was set <which way> since the one before it
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup 10 days ago
      When the clock is set <which way> by <how far>
      And Ann taps Back up now
      Then the newest backup of Ann's phone says that the clock was set <which way> by <how far>

      Examples:
        | row     | which way | how far  | why                                           |
        | back    | back      | 1 day    | it would seem to be older than the one before |
        | forward | forward   | 365 days | it would seem to be a year younger than it is |

    @REM-01.52
    Scenario: A backup says that the clock was set while it was made
      Given Ann's phone, backed up before, is at 50 % of a manual backup
      When 2 hours pass
      And the clock is set back by 1 day
      And the backup of Ann's phone goes on
      Then that manual backup of Ann's phone is completed, and no other is made
      And the newest backup of Ann's phone says that the clock was set back by 1 day

    @REM-01.53 @choice:backups_kept:every_one
    Scenario: What one backup has said of the clock, the next one does not say again
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup 10 days ago
      When the clock is set forward by 1 day
      And Ann taps Back up now
      And Ann taps Back up now
      Then the earlier backup of Ann's phone says that the clock was set forward by 1 day
      And the newest backup of Ann's phone says that the clock was not set

    # Clocks, and time switched off

    @REM-01.27
    Scenario: A prompt that shows is not withdrawn by setting the clock back
      Given Ann's phone shows a prompt for a new backup
      When the clock is set back by 365 days
      Then Ann's phone shows one prompt

    @REM-01.28
    Scenario: After two months switched off, a phone shows one prompt
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When Ann's phone is switched off
      And 61 days pass
      Then Ann's phone shows no prompt
      And as soon as Ann's phone is switched on, it shows one prompt

    @REM-01.29
    Scenario: The time that a phone was switched off counts
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When Ann's phone is switched off
      And 10 days pass
      And Ann's phone is switched on
      Then Ann's phone shows no prompt
      And Ann's phone first prompts three weeks after the newest backup that it made

    # Who is prompted

    # The help page leaves this open; each phone declares which of the two it does: REM-01.31 and .33, or REM-01.32.

    @REM-01.31 @choice:prompt_while_off:no_prompt
    Scenario: While Settings backup is off, the phone does not prompt
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When Ann turns Settings backup off
      And 61 days pass
      Then Ann's phone shows no prompt
      And as soon as Ann's phone has Settings backup on, it shows one prompt

    @REM-01.32 @choice:prompt_while_off:prompts
    Scenario: Three weeks after the last backup the phone prompts, although Settings backup was turned off
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When Ann turns Settings backup off
      Then Ann's phone first prompts three weeks after the newest backup that it made

    @REM-01.33 @choice:prompt_while_off:no_prompt
    Scenario: A prompt that shows goes when Settings backup is turned off
      Given Ann's phone shows a prompt for a new backup
      When Ann turns Settings backup off
      Then Ann's phone shows no prompt
      And as soon as Ann's phone has Settings backup on, it shows one prompt

    @REM-01.34
    Scenario: A phone on which nobody is signed in does not prompt
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When Ann's phone is signed out
      And 61 days pass
      Then Ann's phone shows no prompt
      And as soon as Ann's phone is signed in, it shows one prompt

    @REM-01.35
    Scenario: A phone whose sign-in has lapsed prompts
      While a sign-in has lapsed, no automatic backup begins, and so none fails and says why; the prompt is what tells people.
      Given Ann's phone lacks only a valid sign-in for an automatic backup
      When 30 days pass
      Then Ann's phone shows one prompt

    @REM-01.36
    Scenario: A phone whose automatic backups fail again and again prompts
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup 20 days and 23 hours ago
      And OneDrive is down
      When Ann's phone is plugged in
      Then Ann's phone first prompts three weeks after the newest backup that it made

    @REM-01.37
    Scenario: A phone whose automatic backup is stuck without Wi-Fi still prompts
      Given Ann's phone, backed up before, is at 50 % of an automatic backup
      When Ann's phone is left with no network
      And the backup of Ann's phone goes on
      And 21 days and 1 second pass
      Then Ann's phone shows one prompt

    # What becomes of the prompt

    @REM-01.38
    Scenario: A prompt that nobody answers stays, and no second one joins it
      Given Ann's phone shows a prompt for a new backup
      When 61 days pass
      Then Ann's phone shows one prompt

    @REM-01.39
    Scenario: A manual backup that is made while the prompt shows withdraws it
      Given Ann's phone shows a prompt for a new backup
      When Ann taps Back up now
      Then Ann's phone shows no prompt
      And Ann's phone first prompts three weeks after the newest backup that it made

    @REM-01.40
    Scenario: An automatic backup that is made while the prompt shows withdraws it
      Given Ann's phone shows a prompt for a new backup
      When Ann's phone is plugged in
      And Ann's phone is unplugged
      Then Ann's phone shows no prompt
      And Ann's phone first prompts three weeks after the newest backup that it made

    @REM-01.41
    Scenario: A backup that is asked for while the prompt shows, and is not made, leaves it there
      Given Ann's phone shows a prompt for a new backup
      When Ann taps Back up now while OneDrive is down
      Then no backup is made, because OneDrive is down
      And Ann's phone shows one prompt

    @REM-01.42
    Scenario Outline: Accepted on <network> and on battery, the prompt makes a backup and disappears
      Given Ann's phone shows a prompt for a new backup
      When Ann's phone <network then>
      And Ann accepts the prompt
      Then Ann's phone makes one prompted backup
      And Ann's phone shows no prompt
      And Ann's phone first prompts three weeks after the newest backup that it made

      Examples:
        | row      | network            | network then                    | why                                          |
        | wifi     | Wi-Fi              | stays on Wi-Fi                  | a person asked, so power isn't needed        |
        | cellular | cellular data only | is left with cellular data only | a person asked, so Wi-Fi isn't needed either |

    @REM-01.43
    Scenario: Accepted while OneDrive is down, the prompt shows again
      Given Ann's phone shows a prompt for a new backup
      And OneDrive is down
      When Ann accepts the prompt
      Then no backup is made, because OneDrive is down
      And Ann's phone shows one prompt
      And as soon as Ann's phone finds OneDrive up again, accepting the prompt makes one prompted backup

    @REM-01.44
    Scenario: Accepted without a network, the prompt shows again
      Given Ann's phone shows a prompt for a new backup
      When Ann's phone is left with no network
      And Ann accepts the prompt
      Then no backup is made, because there is no network
      And Ann's phone shows one prompt
      And as soon as Ann's phone finds Wi-Fi, accepting the prompt makes one prompted backup

    @REM-01.45
    Scenario: While the backup of an accepted prompt is under way, no prompt shows
      Given Ann's phone shows a prompt for a new backup
      When Ann accepts the prompt, and the backup is held up at 50 %
      Then Ann's phone shows no prompt
      And once it goes on, that prompted backup of Ann's phone is completed, and no other is made

    # The help page leaves this open; each phone declares which of the three it does: REM-01.46, REM-01.47 or REM-01.48.

    @REM-01.46 @choice:prompt_repeats:every_three_weeks
    Scenario: Dismissed, the prompt comes back three weeks later
      Given Ann's phone shows a prompt for a new backup
      When Ann dismisses the prompt
      Then Ann's phone shows no prompt
      And 20 days, 23 hours, 59 minutes and 59 seconds later, Ann's phone shows no prompt
      And 2 seconds later, Ann's phone shows one prompt

    @REM-01.47 @choice:prompt_repeats:once
    Scenario: Dismissed, the prompt does not come back until three weeks after the next backup
      Given Ann's phone shows a prompt for a new backup
      When Ann dismisses the prompt
      Then Ann's phone shows no prompt
      And 365 days later, Ann's phone shows no prompt
      And 21 days and 1 second after a new backup, Ann's phone shows one prompt

    @REM-01.48 @choice:prompt_repeats:daily
    Scenario: Dismissed, the prompt comes back a day later
      Given Ann's phone shows a prompt for a new backup
      When Ann dismisses the prompt
      Then Ann's phone shows no prompt
      And 23 hours, 59 minutes and 59 seconds later, Ann's phone shows no prompt
      And 2 seconds later, Ann's phone shows one prompt

    @REM-01.55 @choice:prompt_repeats:every_three_weeks
    Scenario Outline: A clock set <which way> by 365 days neither hastens nor delays a prompt that was dismissed
      Given Ann's phone shows a prompt for a new backup
      When Ann dismisses the prompt
      And the clock is set <which way> by 365 days
      Then Ann's phone shows no prompt
      And 20 days, 23 hours, 59 minutes and 59 seconds later, Ann's phone shows no prompt
      And 2 seconds later, Ann's phone shows one prompt

      Examples:
        | row     | which way | why                                            |
        | back    | back      | by the clock it would be a year too late       |
        | forward | forward   | by the clock it would be due at once           |

    @REM-01.49
    Scenario: A prompt dismissed once does not keep the next one away, three weeks after a new backup
      Given Ann's phone shows a prompt for a new backup
      When Ann dismisses the prompt
      And Ann taps Back up now
      Then Ann's phone shows no prompt
      And Ann's phone first prompts three weeks after the newest backup that it made

    @REM-01.54
    Scenario: A backup made some days after a prompt was dismissed counts, and the dismissal no longer does
      Given Ann's phone shows a prompt for a new backup
      When Ann dismisses the prompt
      And 10 days pass
      And Ann taps Back up now
      Then Ann's phone first prompts three weeks after the newest backup that it made
