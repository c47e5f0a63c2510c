Feature: Deleting text messages

  Deletions on the phone are repeated in OneDrive while Text message backup is on. There is no other way to clear messages from OneDrive: what is on
  no phone any more has to come back to one first (TXT-02), and is deleted there.

  @TXT-03 @behaviour
  Rule: While Text message backup is on, a message that is deleted on the phone is deleted in OneDrive, too, and no other with it

    @TXT-03.01
    Scenario Outline: When Ann deletes <what> on the phone, exactly that is gone from OneDrive
      Given Ann's phone, on Wi-Fi, has Text message backup on
      And Ann's phone has saved three conversations
      When Ann deletes <what> on Ann's phone
      Then from the OneDrive of Ann's account, exactly the messages are gone that were deleted
      And nothing of what is gone lies in the OneDrive of Ann's account, or takes room there
      And Ann's phone holds all messages of Ann's phone that were not deleted, as they were

      Examples:
        | row    | what                          | why                                        |
        | first  | the first message             | it is one of several with Ben              |
        | last   | the last message              | it is the newest                           |
        | second | every second message          | some of each conversation                  |
        | one    | the conversation with Ben     | the name of the group begins as his does   |
        | group  | the conversation of the group | its people have conversations of their own |
        | all    | all messages                  | nothing is left                            |

    @TXT-03.02
    Scenario: Of two messages that say the same, one is deleted, and the other stays
      Given Ann's phone, on Wi-Fi, has Text message backup on
      And Ann's phone has saved two messages that say the same
      When Ann deletes the first message on Ann's phone
      Then from the OneDrive of Ann's account, exactly the messages are gone that were deleted
      And Ann's phone holds all messages of Ann's phone that were not deleted, as they were

    @TXT-03.03
    Scenario Outline: While <obstacle>, a deletion waits, and it is done in OneDrive as soon as Ann's phone <change>
      Given Ann's phone, on Wi-Fi, has Text message backup on
      And Ann's phone has saved three conversations
      When <something happens>
      And Ann deletes <what> on Ann's phone
      Then the text messages in OneDrive are what they were
      And as soon as Ann's phone <change>, exactly the messages are gone from OneDrive that were deleted

      Examples:
        | row        | obstacle               | something happens                   | what                      | change                    | why                                       |
        | offline    | there is no network    | Ann's phone is left with no network | every second message      | finds Wi-Fi               | OneDrive can't know of it yet             |
        | talk       | there is no network    | Ann's phone is left with no network | the conversation with Ben | finds Wi-Fi               | a conversation is messages, too           |
        | down       | OneDrive is down       | OneDrive goes down                  | every second message      | finds OneDrive up again   | what cannot be reached can delete nothing |
        | lapsed     | the sign-in has lapsed | the sign-in to Ann's account lapses | every second message      | has a valid sign-in again | a stranger must not delete anything       |
        | signed-out | nobody is signed in    | Ann's phone is signed out           | every second message      | is signed in              | signing out is not turning off            |

    @TXT-03.04
    Scenario Outline: A message that is deleted at <point> of saving it is not in OneDrive, then or later
      Given Ann's phone, on Wi-Fi, is at <point> of saving an SMS
      When Ann deletes the first message on Ann's phone
      And the saving of messages on Ann's phone goes on
      And 2 days pass
      Then the OneDrive of Ann's account holds no text message
      And as soon as Ann receives an SMS, it is saved

      Examples:
        | row           | point        | why                                    |
        | at-0-percent  | 0 %          | nothing of it was sent                 |
        | at-50-percent | 50 %         | half of it was sent                    |
        | before-commit | the very end | all is sent, and it does not count yet |

    @TXT-03.05
    Scenario Outline: When Ann deletes <what> before there is a network, exactly that is never saved
      Given Ann's phone, on no network, has Text message backup on
      When Ann exchanges three conversations
      And Ann deletes <what> on Ann's phone
      And Ann's phone finds Wi-Fi
      Then all messages of Ann's phone that were not deleted are in OneDrive, each once

      Examples:
        | row  | what                      | why                                  |
        | some | every second message      | they waited together with the others |
        | talk | the conversation with Ben | a conversation is deleted in one go  |

    @TXT-03.06
    Scenario Outline: A restored message that is deleted on <phone> leaves OneDrive, and <other> keeps its copy
      Given Ann's phone was backed up with its apps
      And Ann's phone has saved three conversations
      And Ann's new phone has been set up with the newest backup of Ann's phone and has Text message backup on
      When Ann deletes the conversation with Ben on <phone>
      Then from the OneDrive of Ann's account, exactly the messages are gone that were deleted
      And <other> holds the messages that it held

      Examples:
        | row | phone           | other           | why                                   |
        | new | Ann's new phone | Ann's phone     | what was restored is the same message |
        | old | Ann's phone     | Ann's new phone | it is the same for the old phone, too |

    @TXT-03.07
    Scenario Outline: A message that was deleted on <phone> is not sent again when Text message backup is turned off and on again on <other>
      Given Ann's phone was backed up with its apps
      And Ann's phone has saved three conversations
      And Ann's new phone has been set up with the newest backup of Ann's phone and has Text message backup on
      When Ann deletes the conversation with Ben on <phone>
      And Ann turns Text message backup off and on again on <other>
      Then from the OneDrive of Ann's account, exactly the messages are gone that were deleted
      And <other> holds the messages that it held

      Examples:
        | row | phone           | other           | why                                |
        | new | Ann's new phone | Ann's phone     | the old phone saved it first       |
        | old | Ann's phone     | Ann's new phone | the new phone never had to save it |

    @TXT-03.08
    Scenario: Deleting messages deletes nothing of a backup
      Given Ann's phone was backed up with its apps
      And Ann's phone has saved three conversations
      When Ann deletes all messages on Ann's phone
      Then from the OneDrive of Ann's account, exactly the messages are gone that were deleted
      And the backups in OneDrive are what they were
      And Ann's phone has kept its earlier backups

    @TXT-03.09
    Scenario: Deleting backups deletes no messages
      Given Ann's phone was backed up with its apps
      And Ann's phone has saved three conversations
      When Ann deletes her backups on the phone and in OneDrive
      Then the text messages in OneDrive are what they were
      And Ann's phone holds the messages that it held
      And as soon as Ann deletes the first message on Ann's phone, it is gone from OneDrive

    @TXT-03.10 @choice:texts_network:any
    Scenario: With cellular data only, what is deleted on the phone is gone from OneDrive at once
      Given Ann's phone, on cellular data only, has Text message backup on
      And Ann's phone has saved three conversations
      When Ann deletes every second message on Ann's phone
      Then from the OneDrive of Ann's account, exactly the messages are gone that were deleted

    @TXT-03.11
    Scenario: A deletion that waits is done, though the phone was switched off meanwhile
      Given Ann's phone, on no network, has deleted every second message since it saved three conversations
      When Ann's phone is switched off
      And Ann's phone is switched on
      Then the text messages in OneDrive are what they were
      And as soon as Ann's phone finds Wi-Fi, exactly the messages are gone from OneDrive that were deleted

    @TXT-03.12
    Scenario: A message that is deleted while another is being saved is gone from OneDrive, and the other is saved
      Given Ann's phone, on Wi-Fi, has Text message backup on
      And Ann's phone has saved three conversations
      And Ann's phone is in the middle of saving another SMS
      When Ann deletes the first message on Ann's phone
      And the saving of messages on Ann's phone goes on
      Then all messages of Ann's phone that were not deleted are in OneDrive, each once

    @TXT-03.13
    Scenario: After a conversation was deleted, what comes next from the same person is saved
      Given Ann's phone, on Wi-Fi, has Text message backup on
      And Ann's phone has saved three conversations
      When Ann deletes the conversation with Ben on Ann's phone
      Then from the OneDrive of Ann's account, exactly the messages are gone that were deleted
      And as soon as Ann receives an SMS, it is saved

    @TXT-03.14
    Scenario: What came back to a phone after a reset and is deleted there is gone from OneDrive
      Given Ann's phone was backed up with its apps
      And Ann's phone has saved three conversations
      When Ann's phone is reset and set up with the newest backup of Ann's phone
      And Ann turns Text message backup on
      And Ann deletes the first message on Ann's phone
      Then from the OneDrive of Ann's account, exactly the messages are gone that were deleted

    @TXT-03.15
    Scenario: A message that was deleted on one phone is not sent again when the other is switched off and on
      Given Ann's phone was backed up with its apps
      And Ann's phone has saved three conversations
      And Ann's new phone has been set up with the newest backup of Ann's phone and has Text message backup on
      When Ann deletes the conversation with Ben on Ann's new phone
      And Ann's phone is switched off
      And Ann's phone is switched on
      Then from the OneDrive of Ann's account, exactly the messages are gone that were deleted
      And Ann's phone holds the messages that it held

    @TXT-03.16 @choice:toggle_without_account:allowed
    Scenario Outline: What is deleted while nobody is signed in leaves OneDrive at the next sign-in, also when <switch> is turned off and on before
      Given Ann's phone, on Wi-Fi, has Text message backup on
      And Ann's phone has saved three conversations
      When Ann's phone is signed out
      And Ann turns <switch> off and on again on Ann's phone
      And Ann deletes every second message on Ann's phone
      Then the text messages in OneDrive are what they were
      And as soon as Ann's phone is signed in, exactly the messages are gone from OneDrive that were deleted

      Examples:
        | row      | switch              | why                                    |
        | settings | Settings backup     | it has nothing to do with messages     |
        | texts    | Text message backup | it is on when the messages are deleted |

    @TXT-03.17
    Scenario: A deletion that waits is not lost when somebody else signs in on the phone: it is done once its own account is back
      Given Ann's phone, on no network, has deleted every second message since it saved three conversations
      When Ben signs in on Ann's phone with his own account
      And Ann's phone finds Wi-Fi
      Then the text messages in OneDrive are what they were
      And as soon as Ann's phone is signed in with its owner's account again, exactly the messages are gone from OneDrive that were deleted

  @TXT-06 @behaviour
  Rule: To clear messages from OneDrive, a person turns Text message backup on and deletes them on the phone

    @TXT-06.01
    Scenario: When Text message backup is turned on and all messages are deleted on the phone, OneDrive holds none
      Given Ann's phone, on Wi-Fi, saved three conversations and then turned Text message backup off
      When Ann turns Text message backup on
      And Ann deletes all messages on Ann's phone
      Then the OneDrive of Ann's account holds no text message
      And nothing of what is gone lies in the OneDrive of Ann's account, or takes room there

    @TXT-06.02
    Scenario Outline: When Ann deletes <what> while Text message backup is off, OneDrive keeps what it has, even once it is on again
      Given Ann's phone, on Wi-Fi, saved three conversations and then turned Text message backup off
      When Ann deletes <what> on Ann's phone
      And Ann turns Text message backup on
      And 2 days pass
      Then the text messages in OneDrive are what they were

      Examples:
        | row  | what                      | why                                    |
        | one  | the first message         | the others are still on the phone      |
        | talk | the conversation with Ben | a conversation is deleted in one go    |
        | all  | all messages              | nothing is left that could be compared |

    @TXT-06.03
    Scenario: Of messages that were deleted before and after Text message backup was turned on, only the latter go from OneDrive
      Given Ann's phone, on Wi-Fi, saved three conversations and then turned Text message backup off
      When Ann deletes the first message on Ann's phone
      And Ann turns Text message backup on
      Then the text messages in OneDrive are what they were
      And as soon as Ann deletes the last message on Ann's phone, it is gone from OneDrive

    @TXT-06.04
    Scenario: On an empty phone, turning Text message backup on deletes nothing in OneDrive and brings nothing to the phone
      Given Ann's phone was backed up with its apps
      And Ann's phone has saved three conversations
      And Ann's new phone has been set up without a backup
      When Ann turns Text message backup on on Ann's new phone
      And 2 days pass
      Then Ann's new phone holds no message
      And the text messages in OneDrive are what they were
      And as soon as Ann deletes the last message on Ann's phone, it is gone from OneDrive

    @TXT-06.05
    Scenario: A reset deletes no message in OneDrive, not even when the phone is in use again
      Given Ann's phone, on Wi-Fi, has Text message backup on
      And Ann's phone has saved three conversations
      When Ann's phone is reset, signed in again and has Text message backup turned on
      Then Ann's phone holds no message
      And the text messages in OneDrive are what they were
      And as soon as Ann receives an SMS, it is saved

    @TXT-06.06
    Scenario: What is deleted on a phone whose Text message backup is off stays in OneDrive, though another phone has it on
      Given Ann's phone was backed up with its apps
      And Ann's phone has saved three conversations
      And Ann's new phone has been set up with the newest backup of Ann's phone and has Text message backup on
      When Ann turns Text message backup off
      And Ann deletes the first message on Ann's phone
      Then the text messages in OneDrive are what they were
      And as soon as Ann deletes the last message on Ann's new phone, it is gone from OneDrive
