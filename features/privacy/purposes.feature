Feature: What backups are used for

  What a person backs up, be it apps, settings, text messages, photos or videos, goes to OneDrive and nowhere else. It is used to back up and to
  restore, and for nothing else. Who wanted to read it, and what for, stands in the account's log, whether it was allowed or not.

  @PRV-01 @privacy
  Rule: What is backed up is not used for advertising or marketing, nor for anything else but backing up and restoring

    # The help page names advertising and marketing. That there is no third purpose, and that a log tells who wanted to read, is our reading.

    @PRV-01.01
    Scenario Outline: Nobody may read Ann's backups for <purpose>, and the log of her account says who wanted to
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When <who> wants to read what is backed up of Ann's account, for <purpose>
      Then that is refused, because backups are not read for that
      And the log of Ann's account says that <who> wanted to read, for <purpose>, and was refused

      Examples:
        | row                     | who                    | purpose                 | why                                                  |
        | advertising             | an advertising partner | advertising             | it is what the help page names first                  |
        | marketing               | the marketing team     | marketing               | it is what the help page names next                   |
        | statistics              | a team of analysts     | statistics              | what is backed up has two purposes, and no third     |
        | product-improvement     | the maker of the phone | product improvement     | a good purpose is another purpose, too               |
        | by-the-phone            | Ann's phone            | advertising             | it matters what for, not who                         |
        | restore-and-advertising | an advertising partner | restore and advertising | a purpose that is allowed does not cover another one |

    @PRV-01.02
    Scenario Outline: Ann's backups may be read for <purpose>, and the log of her account says who did
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When <who> wants to read what is backed up of Ann's account, for <purpose>
      Then it is done
      And the log of Ann's account says that <who> wanted to read, for <purpose>, and was allowed

      Examples:
        | row     | who         | purpose | why                                         |
        | restore | Ann's phone | restore | it is what backups are for                  |
        | backup  | Ann's phone | backup  | a backup may need to know the one before it |

    @PRV-01.03
    Scenario: Whoever asks again is refused again, and the log names each of them in turn
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When an advertising partner wants to read what is backed up of Ann's account, for advertising
      And Ann's phone wants to read what is backed up of Ann's account, for restore
      And an advertising partner wants to read what is backed up of Ann's account, for advertising
      Then that is refused, because backups are not read for that
      And the log of Ann's account names all who wanted to read, and what for, in turn

    @PRV-01.04
    Scenario: Where nothing is backed up, too, reading for advertising is refused
      Given Ann's phone lacks only Wi-Fi for an automatic backup
      When an advertising partner wants to read what is backed up of Ann's account, for advertising
      Then that is refused, because backups are not read for that
      And the log of Ann's account says that an advertising partner wanted to read, for advertising, and was refused

    @PRV-01.05
    Scenario: A restore is in the log, as reading for restore
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When what is backed up of Ann's phone is brought back to Ben's phone, set up with Ann's account
      Then all that was backed up of Ann's phone is on Ben's phone
      And the log of Ann's account says that it was read for restore, and otherwise for backup at most

    @PRV-01.11 @choice:texts_only_phones:offered
    Scenario: A restore of text messages alone is in the log, too, as reading for restore
      Given Ann's phone, on Wi-Fi, has Text message backup on
      And Ann's phone has saved three conversations
      When Ann's new phone is set up on Wi-Fi with the messages of Ann's phone on their own
      Then Ann's new phone holds all messages of Ann's phone, as they were
      And the log of Ann's account says that it was read for restore, and otherwise for backup at most

    @PRV-01.06
    Scenario: However long a backup lies in OneDrive, nobody reads it for anything but backup and restore
      Given Ann's phone, with all options on, made an automatic backup just now
      When a hundred times the time between two automatic backups passes
      Then Ann's account has been read for nothing but backup and restore
      And as soon as an advertising partner wants to read it for advertising, the log of Ann's account says so

    @PRV-01.07
    Scenario: Another account's backup is not brought back, and the log of that account shows no reading
      Given Ben's phone, on Wi-Fi and on battery, made a manual backup just now
      And Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When Cleo's phone, set up with Ben's account, asks for the backup of Ann's phone
      Then nothing of the backup of Ann's phone comes to Cleo's phone
      And nobody has read from Ann's account
      And as soon as Cleo's phone asks for the backup of Ben's phone, that is brought back

    @PRV-01.08
    Scenario Outline: Whatever leaves a phone goes to OneDrive alone: <what>
      Given Ann's phone, with all options on, made an automatic backup just now
      When <what>
      Then all that has left Ann's phone since has gone to the OneDrive of Ann's account, and something was sent

      Examples:
        | row       | what                                          | why                                |
        | manual    | Ann taps Back up now                          | a person asks for it               |
        | automatic | the time between two automatic backups passes | the phone does it by itself        |
        | texts     | Ann receives a text message                   | text messages are saved one by one |
        | media     | Ann takes a photo                             | photos are uploaded one by one     |

    @PRV-01.09
    Scenario: What comes to a phone in a restore comes from OneDrive alone
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When what is backed up of Ann's phone is brought back to Ben's phone, set up with Ann's account
      Then all that has come to Ben's phone has come from the OneDrive of Ann's account, and something was sent

    @PRV-01.10
    Scenario Outline: The inventory of a backup <held> says what an inventory is there to say and no more, and holds no advertising id
      Given Ann's phone, on Wi-Fi and on battery, has a local copy <held>
      When Ann taps Back up now
      Then Ann's phone makes one more manual backup
      And the inventory of that backup of Ann's phone says nothing but what an inventory is there to say
      And it holds no advertising id, by which advertisers know people or phones
      And it says that it is for backup and restore alone

      Examples:
        | row               | held                       | why                               |
        | settings          | without apps               | there are no apps to speak of     |
        | settings-and-apps | of all ten kinds of things | apps are what advertisers look at |
