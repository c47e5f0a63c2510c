Feature: The switches for text messages

  A person turns the saving of messages on or off. While it is off, no message leaves the phone; what was saved stays where it is.

  @TXT-04 @label
  Rule: The switch Text message backup, on the page Text messages, is on or off

    @TXT-04.01
    Scenario: App list > Settings > Backup holds a page called Text messages
      Given on Ann's phone all options are off
      When Ann opens App list > Settings > Backup
      Then there is a page called Text messages

    @TXT-04.02
    Scenario Outline: The switch Text message backup shows <state> while it is <state>
      Given on Ann's phone all options are <on or off>
      When Ann opens App list > Settings > Backup > Text messages
      Then there is a switch called Text message backup
      And Text message backup stands at <state>

      Examples:
        | row | on or off | state |
        | off | off       | off   |
        | on  | on        | on    |

    @TXT-04.03
    Scenario: While Text message backup is off, no message leaves the phone; as soon as it is on, the next one is saved
      Given Ann's phone, on Wi-Fi, saved an SMS and then turned Text message backup off
      When Ann exchanges three conversations
      And 2 days pass
      Then nothing more leaves Ann's phone
      And the text messages in OneDrive are what they were
      And as soon as Ann has Text message backup on and receives an SMS, it is saved

  @TXT-05 @behaviour
  Rule: Turning Text message backup off deletes nothing that was saved

    @TXT-05.01
    Scenario: When Text message backup is turned off, all messages stay in OneDrive and on the phone
      Given Ann's phone, on Wi-Fi, has Text message backup on
      And Ann's phone has saved three conversations
      When Ann turns Text message backup off
      And 2 days pass
      Then on Ann's phone, Text message backup is off
      And the text messages in OneDrive are what they were
      And Ann's phone holds the messages that it held

    @TXT-05.02
    Scenario: When Text message backup is turned off and on again, all messages are in OneDrive, each once
      Given Ann's phone, on Wi-Fi, has Text message backup on
      And Ann's phone has saved three conversations
      When Ann turns Text message backup off and on again on Ann's phone
      Then all messages of Ann's phone are in OneDrive, each once

    @TXT-05.03
    Scenario: What was saved before Text message backup was turned off comes back to a new phone
      Given Ann's phone was backed up with its apps
      And Ann's phone has saved three conversations
      When Ann turns Text message backup off
      And Ann's new phone is set up on Wi-Fi with the newest backup of Ann's phone
      Then Ann's new phone holds all messages of Ann's phone, as they were

    @TXT-05.04
    Scenario Outline: When Text message backup is turned off at <point> of saving a message, nothing more leaves until it is on again
      Given Ann's phone, on Wi-Fi, is at <point> of saving an SMS
      When Ann turns Text message backup off
      And the saving of messages on Ann's phone goes on
      Then nothing more leaves Ann's phone
      And the OneDrive of Ann's account holds no text message
      And as soon as Ann's phone has Text message backup on, all its messages are in OneDrive, each once

      Examples:
        | row           | point        | why                                    |
        | at-0-percent  | 0 %          | nothing of it was sent                 |
        | at-50-percent | 50 %         | half of it was sent                    |
        | before-commit | the very end | all is sent, and it does not count yet |

    @TXT-05.05
    Scenario: Messages that wait when Text message backup is turned off do not leave the phone; once it is on again, they are saved
      Given Ann's phone, on Wi-Fi, has Text message backup on
      And Ann's phone has saved three conversations
      When Ann's phone is left with no network
      And Ann receives another SMS
      And Ann turns Text message backup off
      And Ann's phone finds Wi-Fi
      Then nothing more leaves Ann's phone
      And the text messages in OneDrive are what they were
      And as soon as Ann's phone has Text message backup on, all its messages are in OneDrive, each once

    # The help page leaves this open; each phone declares which of the two it does: TXT-05.06 or TXT-05.07.

    @TXT-05.06 @choice:waiting_deletions_when_off:dropped
    Scenario: A deletion that still waits when Text message backup is turned off is not done in OneDrive, not even once it is on again
      Given Ann's phone, on no network, has deleted every second message since it saved three conversations
      When Ann turns Text message backup off
      And Ann's phone finds Wi-Fi
      And Ann turns Text message backup on
      Then the text messages in OneDrive are what they were
      And as soon as Ann receives an SMS, it is saved

    @TXT-05.07 @choice:waiting_deletions_when_off:sent_first
    Scenario: A deletion that still waits when Text message backup is turned off is done in OneDrive once there is Wi-Fi
      Given Ann's phone, on no network, has deleted every second message since it saved three conversations
      When Ann turns Text message backup off
      Then the text messages in OneDrive are what they were
      And as soon as Ann's phone finds Wi-Fi, exactly the messages are gone from OneDrive that were deleted

    @TXT-05.08
    Scenario: When Text message backup is turned off in the middle of saving a message, only what was saved before comes back to a new phone
      Given Ann's phone was backed up with its apps
      And Ann's phone has saved three conversations
      And Ann's phone is in the middle of saving another SMS
      When Ann turns Text message backup off
      And Ann's new phone is set up on Wi-Fi with the newest backup of Ann's phone
      Then Ann's new phone holds the messages that were saved, as they were, and no other
      And as soon as Ann's phone has Text message backup on, all its messages are in OneDrive, each once

  @TXT-07 @behaviour @label
  Rule: On Windows Phone 8, Chat backup can be turned on or off, too; Windows Phone 8.1 does not have it

    @TXT-07.01 @profile:windows-phone-8
    Scenario Outline: The switch Chat backup stands on the page Text messages, and shows <state> while it is <state>
      Given on Ann's phone all options are <on or off>
      When Ann opens App list > Settings > Backup > Text messages
      Then there is a switch called Chat backup
      And Chat backup stands at <state>

      Examples:
        | row | on or off | state |
        | off | off       | off   |
        | on  | on        | on    |

    @TXT-07.02 @profile:windows-phone-8
    Scenario: With Chat backup alone, a chat is saved, and an SMS is not
      Given Ann's phone, on Wi-Fi, has Chat backup on and Text message backup off
      When Ann exchanges an SMS and a chat
      Then exactly the chats of Ann's phone are in OneDrive

    @TXT-07.03 @profile:windows-phone-8
    Scenario: With Text message backup alone, an SMS is saved, and a chat is not
      Given Ann's phone, on Wi-Fi, has Text message backup on
      When Ann exchanges an SMS and a chat
      Then exactly the SMS and MMS of Ann's phone are in OneDrive

    @TXT-07.04 @profile:windows-phone-8
    Scenario: Chats come back to a new phone with the other messages, and a chat that is deleted on the phone is deleted in OneDrive
      Given Ann's phone was backed up with its apps
      And Ann has turned Chat backup on
      And Ann's phone has saved an SMS and a chat
      When Ann's new phone is set up on Wi-Fi with the newest backup of Ann's phone
      Then Ann's new phone holds all messages of Ann's phone, as they were
      And as soon as Ann deletes the last message on Ann's phone, it is gone from OneDrive

    @TXT-07.05 @profile:windows-phone-8
    Scenario: When Chat backup is turned off, the chats stay in OneDrive, and SMS are still saved
      Given Ann's phone, on Wi-Fi, has Text message backup on
      And Ann has turned Chat backup on
      And Ann's phone has saved an SMS and a chat
      When Ann turns Chat backup off
      Then the text messages in OneDrive are what they were
      And as soon as Ann receives another SMS, it is saved

    @TXT-07.06 @profile:windows-phone-8 @choice:waiting_deletions_when_off:dropped
    Scenario: When Chat backup is turned off, the deletion of an SMS that waits is still done
      Given Ann's phone, on Wi-Fi, has Text message backup on
      And Ann has turned Chat backup on
      And Ann's phone has saved an SMS and a chat
      When Ann's phone is left with no network
      And Ann deletes the first message on Ann's phone
      And Ann turns Chat backup off
      Then as soon as Ann's phone finds Wi-Fi, exactly the messages are gone from OneDrive that were deleted

    @TXT-07.09 @profile:windows-phone-8
    Scenario: A chat that is deleted while Chat backup is off stays in OneDrive, though Text message backup is on
      Given Ann's phone, on Wi-Fi, has Text message backup on
      And Ann has turned Chat backup on
      And Ann's phone has saved an SMS and a chat
      When Ann turns Chat backup off
      And Ann deletes the last message on Ann's phone
      Then the text messages in OneDrive are what they were
      And as soon as Ann deletes the first message on Ann's phone, it is gone from OneDrive

    @TXT-07.07 @profile:windows-phone-8.1
    Scenario: On Windows Phone 8.1 there is no Chat backup
      Given on Ann's phone all options are on
      When Ann looks through all pages
      Then there is nothing called Chat backup
      And there is a switch called Text message backup

    @TXT-07.08 @profile:windows-phone-8.1
    Scenario: On Windows Phone 8.1 Chat backup cannot be turned on, and Text message backup can
      Given on Ann's phone all options are off
      When Ann turns Chat backup on
      Then it is refused, because the phone does not offer it
      And as soon as Ann's phone has Text message backup on, it is on
