Feature: Photos and videos go to OneDrive by themselves

  While Good quality or Best quality is chosen, whatever is taken goes to OneDrive, one photo or video after the other, in the order in which they
  were taken. What cannot go at once waits until it can. Nothing goes twice.

  @PHO-01 @behaviour
  Rule: What is taken while Good quality or Best quality is chosen goes to OneDrive by itself

    @PHO-01.01
    Scenario Outline: <A medium> goes to OneDrive without anybody asking, and stays on the phone
      Given Ann's phone, on Wi-Fi, has Best quality chosen for photos and Best quality for videos
      When Ann takes <a medium>
      Then <the medium> is in OneDrive
      And <the medium> is still on Ann's phone

      Examples:
        | row   | a medium | the medium | A medium | why                                    |
        | photo | a photo  | the photo  | A photo  | Best quality is chosen for photos      |
        | video | a video  | the video  | A video  | Best quality is chosen for videos, too |

    # The help page leaves this open; each phone declares which of the two it does: PHO-01.02 or PHO-01.03.

    @PHO-01.02 @choice:which_media:taken_while_chosen
    Scenario Outline: What was taken while Don't upload was chosen for <medium> stays on the phone alone
      Given Ann's phone, on Wi-Fi, has Don't upload chosen for <medium>
      And Ann took <a medium>
      When Ann chooses Best quality for <medium>
      And 2 days pass
      Then nothing that Ann took is in OneDrive
      And as soon as Ann takes <another>, <the newest> is in OneDrive

      Examples:
        | row    | medium | a medium | another       | the newest       | why                                       |
        | photos | photos | a photo  | another photo | the newest photo | whoever chooses speaks of what is to come |
        | videos | videos | a video  | another video | the newest video | whoever chooses speaks of what is to come |

    @PHO-01.03 @choice:which_media:all
    Scenario Outline: What was taken while Don't upload was chosen for <medium> goes to OneDrive once Best quality is chosen
      Given Ann's phone, on Wi-Fi, has Don't upload chosen for <medium>
      And Ann took <media>
      When Ann chooses Best quality for <medium>
      Then all that Ann took is in OneDrive, in the order in which it was taken

      Examples:
        | row    | medium | media      | why                                    |
        | photos | photos | two photos | whoever chooses speaks of all there is |
        | videos | videos | a video    | whoever chooses speaks of all there is |

    @PHO-01.04
    Scenario: Two photos that are the same, byte for byte, are two photos in OneDrive
      Given Ann's phone, on Wi-Fi, has Best quality chosen for photos
      When Ann takes the same photo twice
      Then the first photo is in OneDrive
      And the second photo is in OneDrive

    @PHO-01.05
    Scenario: What waits goes in the order in which it was taken, photos and videos alike
      Given Ann's phone, on no network, has Best quality chosen for photos and Best quality for videos
      And Ann took a photo, a video and another photo
      When Ann's phone finds Wi-Fi
      Then all that Ann took is in OneDrive, in the order in which it was taken

    @PHO-01.06
    Scenario: A photo that is deleted before it was uploaded is never uploaded, and the others are
      Given Ann's phone, on no network, has Best quality chosen for photos
      And Ann took three photos
      When Ann deletes the second photo on the phone
      And Ann's phone finds Wi-Fi
      Then all that Ann took, but for the second photo, is in OneDrive in that order

    @PHO-01.07
    Scenario Outline: A video that is deleted at <point> of its upload does not come to OneDrive
      Given Ann's phone, on Wi-Fi, has Best quality chosen for videos
      And Ann took a video, whose upload is at <point>
      When Ann deletes the video on the phone
      And the upload from Ann's phone goes on
      Then the video is not in OneDrive
      And as soon as Ann takes another video, the newest video is in OneDrive

      Examples:
        | row           | point        | why                                    |
        | at-0-percent  | 0 %          | it has begun, and sent nothing         |
        | at-50-percent | 50 %         | half of it was sent                    |
        | before-commit | the very end | all is sent, and it does not count yet |

    # The help page leaves this open; each phone declares which of the two it does: PHO-01.08, or PHO-01.09 and .10.

    @PHO-01.08 @choice:deleted_media:stays
    Scenario Outline: A photo that is deleted on the phone <when> stays in OneDrive
      Given Ann's phone, on Wi-Fi, has Best quality chosen for photos
      And Ann took two photos
      When Ann's phone <is then>
      And Ann deletes the first photo on the phone
      And Ann's phone finds Wi-Fi
      And 2 days pass
      Then the first photo is in OneDrive
      And the second photo is in OneDrive

      Examples:
        | row     | when                      | is then                 | why                               |
        | online  | while it has Wi-Fi        | stays on Wi-Fi          | OneDrive could be told at once    |
        | offline | while there is no network | is left with no network | OneDrive could be told afterwards |

    @PHO-01.09 @choice:deleted_media:goes
    Scenario Outline: A photo that is deleted on the phone <when> goes from OneDrive, and takes no other along
      Given Ann's phone, on Wi-Fi, has Best quality chosen for photos
      And Ann took two photos
      When Ann's phone <is then>
      And Ann deletes the first photo on the phone
      And Ann's phone finds Wi-Fi
      Then the first photo is not in OneDrive
      And the second photo is in OneDrive

      Examples:
        | row     | when                      | is then                 | why                         |
        | online  | while it has Wi-Fi        | stays on Wi-Fi          | OneDrive is told at once    |
        | offline | while there is no network | is left with no network | OneDrive is told afterwards |

    @PHO-01.10 @choice:deleted_media:goes
    Scenario: A photo that is deleted on the phone stays in OneDrive while Don't upload is chosen
      Given Ann's phone, on Wi-Fi, has Best quality chosen for photos
      And Ann took two photos
      When Ann chooses Don't upload for photos
      And Ann deletes the first photo on the phone
      And 2 days pass
      And Ann chooses Best quality for photos
      And Ann deletes the second photo on the phone
      Then the first photo is in OneDrive
      And the second photo is not in OneDrive

    @PHO-01.11
    Scenario Outline: A photo that is taken while <obstacle> waits, and goes to OneDrive as soon as that is over
      Given Ann's phone, on Wi-Fi, has Best quality chosen for photos
      When <something happens>
      And Ann takes a photo
      And 2 days pass
      Then nothing that Ann took is in OneDrive
      And as soon as Ann's phone <change>, the photo is in OneDrive

      Examples:
        | row        | obstacle               | something happens                     | change                    | why                                      |
        | signed-out | nobody is signed in    | Ann's phone is signed out             | is signed in              | there is no OneDrive that it could go to |
        | lapsed     | the sign-in has lapsed | the sign-in to Ann's account lapses   | has a valid sign-in again | OneDrive does not let the phone in       |
        | down       | OneDrive is down       | OneDrive goes down                    | finds OneDrive up again   | OneDrive does not answer                 |
        | full       | OneDrive is full       | the OneDrive of Ann's account is full | finds room in OneDrive    | OneDrive has no room for it              |
        | offline    | there is no network    | Ann's phone is left with no network   | finds Wi-Fi               | there is no way to OneDrive              |

    @PHO-01.12
    Scenario: A photo that waits while the phone is off goes to OneDrive once the phone is on
      Given Ann's phone, on no network, has Best quality chosen for photos
      And Ann took a photo
      When Ann's phone is switched off
      And Ann's phone is within reach of Wi-Fi
      And 2 days pass
      Then nothing that Ann took is in OneDrive
      And as soon as Ann's phone is switched on, the photo is in OneDrive

    @PHO-01.13
    Scenario Outline: An upload that is interrupted at 50 % because <obstacle> is completed as soon as that is over
      Given Ann's phone, on Wi-Fi, has Best quality chosen for videos
      And Ann took a video, whose upload is at 50 %
      When <something happens>
      And the upload from Ann's phone goes on
      And 2 days pass
      Then the video is not in OneDrive
      And as soon as Ann's phone <change>, the video is in OneDrive

      Examples:
        | row        | obstacle                  | something happens                   | change                    | why                                     |
        | signed-out | the phone is signed out   | Ann's phone is signed out           | is signed in              | half of it is in OneDrive, and no video |
        | lapsed     | the sign-in lapses        | the sign-in to Ann's account lapses | has a valid sign-in again | half of it is in OneDrive, and no video |
        | down       | OneDrive goes down        | OneDrive goes down                  | finds OneDrive up again   | half of it is in OneDrive, and no video |
        | offline    | the network is lost       | Ann's phone is left with no network | finds Wi-Fi               | half of it is in OneDrive, and no video |
        | off        | the phone is switched off | Ann's phone is switched off         | is switched on            | half of it is in OneDrive, and no video |

    @PHO-01.14
    Scenario: What was uploaded is not uploaded again after the phone is switched off and on, and signed out and in
      Given Ann's phone, on Wi-Fi, has Best quality chosen for photos
      And Ann took two photos
      When Ann's phone is switched off
      And Ann's phone is switched on
      And Ann's phone is signed out
      And Ann's phone is signed in
      And 2 days pass
      Then nothing more leaves Ann's phone
      And the photos and videos in OneDrive are what they were
      And as soon as Ann takes another photo, the newest photo is in OneDrive

    @PHO-01.15
    Scenario: A reset of the phone removes nothing from OneDrive
      Given Ann's phone, on Wi-Fi, has Best quality chosen for photos and Best quality for videos
      And Ann took a photo and a video
      When Ann's phone is reset
      And Ann's phone is signed in
      And Ann's phone finds Wi-Fi
      And 2 days pass
      Then the photos and videos in OneDrive are what they were
      And the photo is in OneDrive
      And the video is in OneDrive

    @PHO-01.16
    Scenario: A photo that waits when Ann signs out does not go to Ben's OneDrive when Ben signs in, and waits for Ann
      Given Ben's phone, on Wi-Fi, has Best quality chosen for photos
      And Ann's phone, on no network, has Best quality chosen for photos
      And Ann took a photo
      When Ann's phone is signed out
      And Ann's phone is signed in with Ben's account
      And Ann's phone finds Wi-Fi
      And 2 days pass
      Then the OneDrive of Ben's account holds no photo and no video
      And as soon as Ann's phone is signed in with its owner's account again, the photo is in OneDrive

    @PHO-01.17
    Scenario: A video that is half uploaded when Ben signs in does not go to Ben's OneDrive, and waits for Ann
      Given Ben's phone, on Wi-Fi, has Best quality chosen for photos
      And Ann's phone, on Wi-Fi, has Best quality chosen for videos
      And Ann took a video, whose upload is at 50 %
      When Ann's phone is signed in with Ben's account
      And the upload from Ann's phone goes on
      Then the OneDrive of Ben's account holds no photo and no video
      And as soon as Ann's phone is signed in with its owner's account again, the video is in OneDrive

    @PHO-01.18 @choice:deleted_media:goes
    Scenario: A deletion that waits when Ben signs in waits for Ann
      Given Ben's phone, on Wi-Fi, has Best quality chosen for photos
      And Ann's phone, on Wi-Fi, has Best quality chosen for photos
      And Ann took two photos
      When Ann's phone is left with no network
      And Ann deletes the first photo on the phone
      And Ann's phone is signed in with Ben's account
      And Ann's phone finds Wi-Fi
      And Ann's phone is signed in with its owner's account again
      Then the first photo is not in OneDrive
      And the second photo is in OneDrive

    @PHO-01.19
    Scenario: Deleting a photo deletes nothing of a backup and no message
      Given Ann's phone was backed up with its apps
      And Ann's phone has saved three conversations
      And Ann took two photos
      When Ann deletes the first photo on the phone
      Then the backups in OneDrive are what they were
      And the text messages in OneDrive are what they were
      And the second photo is in OneDrive

    @PHO-01.20
    Scenario Outline: When Ann deletes <what>, the photos stay
      Given Ann's phone was backed up with its apps
      And Ann's phone has saved three conversations
      And Ann took two photos
      When Ann deletes <what it is>
      Then the photos and videos in OneDrive are what they were
      And the first photo is still on Ann's phone
      And as soon as Ann takes another photo, the newest photo is in OneDrive

      Examples:
        | row      | what         | what it is                                | why                                          |
        | backups  | her backups  | her backups on the phone and in OneDrive  | a backup is one thing, and a photo another   |
        | messages | all messages | all messages on Ann's phone               | a message is one thing, and a photo another  |

    @PHO-01.21
    Scenario: A photo that is taken while a backup is under way goes to OneDrive
      Given Ann's phone, backed up before, is at 50 % of a manual backup
      And Ann has chosen Best quality for photos
      When Ann takes a photo
      And the backup of Ann's phone goes on
      And Ann's phone finds Wi-Fi
      Then the photo is in OneDrive

    @PHO-01.22
    Scenario: A video that is on its way when a backup begins goes to OneDrive
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      And Ann has chosen Best quality for videos
      And Ann took a video, whose upload is at 50 %
      When Ann taps Back up now
      And the upload from Ann's phone goes on
      Then the video is in OneDrive
      And Ann's phone makes one more manual backup

    @PHO-01.23
    Scenario: Turning Text message backup off drops no photo that waits
      Given Ann's phone, on no network, has Best quality chosen for photos
      And Ann took a photo
      When Ann turns Text message backup off and on again on Ann's phone
      And Ann's phone finds Wi-Fi
      Then the photo is in OneDrive

    @PHO-01.24
    Scenario: Deleting a photo does not end the upload of a video
      Given Ann's phone, on Wi-Fi, has Best quality chosen for photos and Best quality for videos
      And Ann took a photo
      And Ann took a video, whose upload is at 50 %
      When Ann deletes the photo on the phone
      And the upload from Ann's phone goes on
      Then the video is in OneDrive

    @PHO-01.25
    Scenario: A video during whose upload the phone goes dead is completed once the phone is on
      Given Ann's phone, on Wi-Fi, has Best quality chosen for videos
      When Ann takes a video, and the phone goes dead in the middle of its upload
      Then the video is not in OneDrive
      And as soon as Ann's phone is switched on, the video is in OneDrive

    @PHO-01.26
    Scenario: Ten photos go as one does
      Given Ann's phone, on Wi-Fi, has Best quality chosen for photos
      When Ann takes ten photos
      Then all that Ann took is in OneDrive, in the order in which it was taken

    @PHO-01.27
    Scenario: What was uploaded stays in OneDrive, however long ago that was
      Given Ann's phone, on Wi-Fi, has Best quality chosen for photos and Best quality for videos
      And Ann took a photo and a video
      When 1000 days pass
      Then the photos and videos in OneDrive are what they were
      And as soon as Ann takes another photo, the newest photo is in OneDrive

    @PHO-01.28
    Scenario: A video for which there is no room in OneDrive holds no photo up
      Given Ann's phone, on Wi-Fi, has Best quality chosen for photos and Best quality for videos
      And Ann took a photo
      When the OneDrive of Ann's account has room for just one more like that
      And Ann takes a video of two million bytes
      And Ann takes another photo
      Then the newest photo is in OneDrive
      And the video is not in OneDrive
      And as soon as Ann's phone finds room in OneDrive, the video is in OneDrive

    @PHO-01.29
    Scenario: Two photos whose files are called alike are two photos in OneDrive, for a camera counts from 1 again
      Given Ann's phone, on Wi-Fi, has Best quality chosen for photos
      And Ann took a photo called WP_001.jpg
      When Ann takes another photo called WP_001.jpg
      Then the first photo is in OneDrive
      And the second photo is in OneDrive

    @PHO-01.30
    Scenario: Two photos whose files are called alike are two photos in OneDrive, also where two phones took them
      Given Ann's phone, on Wi-Fi, has Best quality chosen for photos
      And Ann's new phone, on Wi-Fi, has Best quality chosen for photos
      And Ann took a photo called WP_001.jpg
      When Ann takes another photo called WP_001.jpg with Ann's new phone
      Then the first photo is in OneDrive
      And the second photo is in OneDrive

    @PHO-01.31 @choice:deleted_media:stays
    Scenario: A photo whose file is called like that of one deleted on the phone takes no place of it in OneDrive
      Given Ann's phone, on Wi-Fi, has Best quality chosen for photos
      And Ann took a photo called WP_001.jpg
      When Ann deletes the photo on the phone
      And Ann takes another photo called WP_001.jpg
      Then the first photo is in OneDrive
      And the second photo is in OneDrive
