Feature: Saving text messages

  While Text message backup is on, each message is saved as it comes or goes, without anybody doing anything. A message is small: any network
  will do, unless a phone declares that it keeps to Wi-Fi.

  @TXT-01 @behaviour @privacy
  Rule: Text messages, SMS and MMS, are saved to OneDrive by themselves while Text message backup is on

    # Whether messages are saved that came or went before Text message backup was turned on, or while it was off, is left open.

    @TXT-01.01
    Scenario Outline: When Ann <receives or sends> <messages>, all is saved, each message once
      Given Ann's phone, on Wi-Fi, has Text message backup on
      When Ann <receives or sends> <messages>
      Then all messages of Ann's phone are in OneDrive, each once
      And Ann's phone holds all messages of Ann's phone, as they were

      Examples:
        | row       | receives or sends | messages                                  | why                                    |
        | sms-in    | receives          | an SMS                                    | it is what a message mostly is         |
        | sms-out   | sends             | an SMS                                    | half of a conversation is one's own    |
        | mms-in    | receives          | an MMS with a picture                     | the picture belongs to the message     |
        | mms-out   | sends             | an MMS with a picture, a sound and a card | several things may be attached to one  |
        | group     | receives          | an MMS in a group                         | a group is a conversation, too         |
        | long      | receives          | an SMS of 2,000 characters                | a long one is a message, too           |
        | wordless  | receives          | an MMS without words                      | a picture can say it all               |
        | large     | sends             | an MMS of 400,000 bytes                   | a message counts, however large it is  |
        | scripts   | sends             | messages in many scripts                  | a letter may take several bytes        |
        | same      | receives          | two messages that say the same            | neither of the two is the other's copy |
        | both-ways | exchanges         | three conversations                       | messages come and go in turn           |
        | capitals  | receives          | messages of Ben and of BEN                | capitals may be what tells two people  |

    # The help page leaves this open; each phone declares which of the two it does: TXT-01.02 or TXT-01.03.

    @TXT-01.02 @choice:texts_network:any
    Scenario Outline: With <network>, <message> is saved at once
      Given Ann's phone, on <network>, has Text message backup on
      When Ann receives <message>
      Then all messages of Ann's phone are in OneDrive, each once

      Examples:
        | row          | network            | message               | why                                         |
        | wifi         | Wi-Fi              | an SMS                | it is a network                             |
        | cellular     | cellular data only | an SMS                | the help page names no network for messages |
        | cellular-mms | cellular data only | an MMS with a picture | an MMS is a message as an SMS is            |

    @TXT-01.03 @choice:texts_network:wifi_only
    Scenario: With cellular data only, a message waits, and is saved when there is Wi-Fi
      Given Ann's phone, on cellular data only, has Text message backup on
      When Ann receives an SMS
      Then nothing has left Ann's phone
      And as soon as Ann's phone finds Wi-Fi, all its messages are in OneDrive, each once
      And nothing has left Ann's phone over cellular data

    @TXT-01.04
    Scenario Outline: With no network, nothing is sent of <messages>; all is saved when there is Wi-Fi
      Given Ann's phone, on no network, has Text message backup on
      When Ann exchanges <messages>
      Then nothing has left Ann's phone
      And as soon as Ann's phone finds Wi-Fi, all its messages are in OneDrive, each once

      Examples:
        | row  | messages                                  | why                                                 |
        | one  | an SMS                                    | a message comes without a network that carries data |
        | many | three conversations                       | they wait together                                  |
        | mms  | an MMS with a picture, a sound and a card | what is attached waits with its message             |

    @TXT-01.05
    Scenario: Before the first message, nothing is saved
      Given Ann's phone, on Wi-Fi, has Text message backup on
      When 2 days pass
      Then the OneDrive of Ann's account holds no text message
      And nothing has left Ann's phone
      And as soon as Ann receives an SMS, it is saved

    @TXT-01.06
    Scenario Outline: While <obstacle>, a message waits, and it is saved as soon as Ann's phone <change>
      Given Ann's phone, on Wi-Fi, has Text message backup on
      When <something happens>
      And Ann receives an SMS
      Then the OneDrive of Ann's account holds no text message
      And as soon as Ann's phone <change>, all its messages are in OneDrive, each once

      Examples:
        | row        | obstacle               | something happens                     | change                    | why                                     |
        | down       | OneDrive is down       | OneDrive goes down                    | finds OneDrive up again   | what cannot be reached can hold nothing |
        | full       | OneDrive is full       | the OneDrive of Ann's account is full | finds room in OneDrive    | a message takes a little room           |
        | lapsed     | the sign-in has lapsed | the sign-in to Ann's account lapses   | has a valid sign-in again | nobody knows whose phone it is          |
        | signed-out | nobody is signed in    | Ann's phone is signed out             | is signed in              | there is no account to save it to       |

    @TXT-01.07
    Scenario: When Wi-Fi drops in the middle of saving a message and comes back, the message is saved once
      Given Ann's phone, on Wi-Fi, has Text message backup on
      When Ann receives an SMS, and Wi-Fi drops in the middle of saving it and comes back
      Then all messages of Ann's phone are in OneDrive, each once

    @TXT-01.08
    Scenario: When the phone goes dead in the middle of saving a message, the message is saved once the phone is on again
      Given Ann's phone, on Wi-Fi, has Text message backup on
      When Ann receives an SMS, and the phone goes dead in the middle of saving it
      Then the OneDrive of Ann's account holds no text message
      And as soon as Ann's phone is switched on, all its messages are in OneDrive, each once

    @TXT-01.09
    Scenario: Messages are saved in the middle of a backup, and the backup is completed
      Given Ann's phone, backed up before, is at 50 % of a manual backup
      And Ann has turned Text message backup on
      When Ann exchanges three conversations
      Then all messages of Ann's phone are in OneDrive, each once
      And once it goes on, that manual backup of Ann's phone is completed, and no other is made

    @TXT-01.10
    Scenario: A backup is made in the middle of saving a message, and the message is saved
      Given Ann's phone, on Wi-Fi, is at 50 % of saving an SMS
      When Ann turns Settings backup on
      And Ann taps Back up now
      Then Ann's phone makes one manual backup
      And once the saving goes on, all messages of Ann's phone are in OneDrive, each once

    @TXT-01.11
    Scenario: Messages are saved to the phone's own account, and to no other
      Given Ann's phone, on Wi-Fi, has Text message backup on
      And Ben's phone, on Wi-Fi, has Text message backup on
      When Ben receives an SMS
      Then the OneDrive of Ann's account holds no text message
      And all messages of Ben's phone are in OneDrive, each once
      And as soon as Ann receives an SMS, it is saved

    @TXT-01.12
    Scenario: Two phones of one account save their messages side by side
      Given Ann's phone, on Wi-Fi, has Text message backup on
      And Ben's phone, of Ann's account, on Wi-Fi, has Text message backup on
      When Ann exchanges three conversations
      And Ben exchanges three conversations
      Then all messages of Ann's phone and Ben's phone are in OneDrive, each once

    @TXT-01.13
    Scenario Outline: What messages say, with whom, and what is attached, nobody can read in OneDrive or in anything that is shown: <messages>
      Given Ann's phone, on Wi-Fi, has Text message backup on
      When Ann exchanges <messages>
      Then all messages of Ann's phone are in OneDrive, each once
      And nothing of the messages of Ann's phone can be read in what lies in OneDrive, or in anything that is shown

      Examples:
        | row     | messages                                  | why                                              |
        | talks   | three conversations                       | a conversation says much about two people        |
        | mms     | an MMS with a picture, a sound and a card | what is attached says as much                    |
        | scripts | messages in many scripts                  | the same letters can be stored in other ways |

    @TXT-01.14
    Scenario: 10,000 messages that come at once are all saved, each once
      Given Ann's phone, on Wi-Fi, has Text message backup on
      When Ann receives 10,000 messages
      Then all messages of Ann's phone are in OneDrive, each once

    @TXT-01.15 @choice:texts_network:any
    Scenario: What waits for a network is saved over cellular data, too
      Given Ann's phone, on no network, has Text message backup on
      When Ann exchanges three conversations
      Then nothing has left Ann's phone
      And as soon as Ann's phone gets cellular data only, all its messages are in OneDrive, each once

    @TXT-01.16
    Scenario: What waits for a network is saved, though the phone was switched off meanwhile
      Given Ann's phone, on no network, has Text message backup on
      When Ann exchanges three conversations
      And Ann's phone is switched off
      And Ann's phone is switched on
      Then nothing has left Ann's phone
      And as soon as Ann's phone finds Wi-Fi, all its messages are in OneDrive, each once

    @TXT-01.17
    Scenario Outline: A message whose saving is interrupted at 50 % because <obstacle> is saved as soon as Ann's phone <change>
      Given Ann's phone, on Wi-Fi, is at 50 % of saving an SMS
      When <something happens>
      And the saving of messages on Ann's phone goes on
      Then as soon as Ann's phone <change>, all its messages are in OneDrive, each once

      Examples:
        | row        | obstacle                    | something happens                           | change                    | why                                       |
        | signed-out | the phone is signed out     | Ann's phone is signed out                   | is signed in              | half of it was sent, and it doesn't count |
        | lapsed     | the sign-in lapses          | the sign-in to Ann's account lapses         | has a valid sign-in again | half of it was sent, and it doesn't count |
        | down       | OneDrive goes down          | OneDrive goes down                          | finds OneDrive up again   | half of it was sent, and it doesn't count |
        | cellular   | Wi-Fi gives way to cellular | Ann's phone is left with cellular data only | finds Wi-Fi               | half of it was sent over another network  |

    @TXT-01.18
    Scenario: What comes while another phone of the account restores a backup is saved
      Given Ann's phone was backed up with its apps
      And Ann's phone has saved three conversations
      And Ann's new phone, on Wi-Fi, is at 50 % of restoring Ann's phone
      When Ann receives another SMS
      Then all messages of Ann's phone are in OneDrive, each once

    @TXT-01.19
    Scenario: What comes while an automatic backup waits for Wi-Fi is saved
      Given Ann's phone, backed up before, is at 50 % of an automatic backup
      And Ann has turned Text message backup on
      When Ann's phone is left with cellular data only
      And Ann receives an SMS
      And the backup of Ann's phone goes on
      Then as soon as Ann's phone finds Wi-Fi, all its messages are in OneDrive, each once

    @TXT-01.20
    Scenario: However old a message is, it stays saved
      Given Ann's phone, on Wi-Fi, has Text message backup on
      And Ann's phone has saved three conversations
      When 400 days pass
      Then the text messages in OneDrive are what they were
      And as soon as Ann receives an SMS, it is saved

    @TXT-01.24
    Scenario: When an SMS comes after an MMS of 400,000 bytes was saved, the MMS is not sent again with it
      Given Ann's phone, on Wi-Fi, has Text message backup on
      And Ann's phone has saved an MMS of 400,000 bytes
      When Ann receives an SMS
      Then all messages of Ann's phone are in OneDrive, each once
      And fewer than 400,000 bytes have left Ann's phone since then

    # When somebody else signs in on the phone

    @TXT-01.21
    Scenario: A message that waits does not come to another account that signs in on the phone, and is saved once its own is back
      Given Ann's phone, on no network, has Text message backup on
      When Ann exchanges three conversations
      And Ben signs in on Ann's phone with his own account
      And Ann's phone finds Wi-Fi
      Then the OneDrive of Ben's account holds no text message
      And as soon as Ann's phone is signed in with its owner's account again, all its messages are in OneDrive, each once

    @TXT-01.22
    Scenario: What was saved for one account does not come to another, not even when Text message backup is turned off and on again
      Given Ann's phone, on Wi-Fi, has Text message backup on
      And Ann's phone has saved three conversations
      When Ben signs in on Ann's phone with his own account
      And Ben turns Text message backup off and on again on Ann's phone
      Then the OneDrive of Ben's account holds no text message
      And the text messages in OneDrive are what they were
      And as soon as another SMS comes to Ann's phone, it is in the OneDrive of Ben's account

    @TXT-01.23 @choice:toggles_after_restore:as_in_the_backup
    Scenario: On a phone on which Text message backup stands at on after a restore, the next message is saved
      Given Ann's phone, with all options on, made an automatic backup just now
      And Ann's phone has saved three conversations
      When Ann's new phone is set up on Wi-Fi with the newest backup of Ann's phone
      And an SMS comes to Ann's new phone
      Then all messages of Ann's phone and Ann's new phone are in OneDrive, each once
