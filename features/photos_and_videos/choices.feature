Feature: One choice for photos, another for videos

  For photos, and again for videos, there are three choices: Don't upload, Good quality and Best quality. A choice says whether what is taken
  goes to OneDrive by itself, in which quality, and so over which networks.

  @PHO-05 @behaviour
  Rule: For photos there is one choice, for videos another, and each is kept

    # A choice is kept whatever the network: what may not go over the network that is there waits for one over which it may. What becomes of good
    # quality for videos on Windows Phone 8.1 is told at PHO-08.

    @PHO-05.01
    Scenario Outline: With <quality> chosen for photos, a photo taken on <network> <becomes>
      Given Ann's phone, on <network>, has <quality> chosen for photos and <for videos> for videos
      When Ann takes a photo
      Then the photo <at once>
      And once Ann's phone has Wi-Fi, the photo <on Wi-Fi>
      And as soon as Ann chooses Best quality for photos and takes another photo, the newest photo is in OneDrive

      Examples:
        | row           | quality      | network            | for videos   | becomes                  | at once            | on Wi-Fi           | why                                          |
        | off-wifi      | Don't upload | Wi-Fi              | Best quality | stays on the phone alone | is not in OneDrive | is not in OneDrive | the choice for videos says nothing of photos |
        | off-cellular  | Don't upload | cellular data only | Best quality | stays on the phone alone | is not in OneDrive | is not in OneDrive | nothing was chosen for photos                |
        | off-none      | Don't upload | no network         | Best quality | stays on the phone alone | is not in OneDrive | is not in OneDrive | nothing was chosen for photos                |
        | good-wifi     | Good quality | Wi-Fi              | Don't upload | goes to OneDrive at once | is in OneDrive     | is in OneDrive     | Wi-Fi is good for everything                 |
        | good-cellular | Good quality | cellular data only | Don't upload | goes to OneDrive at once | is in OneDrive     | is in OneDrive     | a good-quality photo goes over any network   |
        | good-none     | Good quality | no network         | Don't upload | waits for a network      | is not in OneDrive | is in OneDrive     | there is no network                          |
        | best-wifi     | Best quality | Wi-Fi              | Don't upload | goes to OneDrive at once | is in OneDrive     | is in OneDrive     | Wi-Fi is good for everything                 |
        | best-cellular | Best quality | cellular data only | Don't upload | waits for Wi-Fi          | is not in OneDrive | is in OneDrive     | a best-quality photo needs Wi-Fi             |
        | best-none     | Best quality | no network         | Don't upload | waits for Wi-Fi          | is not in OneDrive | is in OneDrive     | there is no Wi-Fi                            |

    @PHO-05.02
    Scenario Outline: With <quality> chosen for videos, a video taken on <network> <becomes>
      Given Ann's phone, on <network>, has <for photos> chosen for photos and <quality> for videos
      When Ann takes a video
      Then the video <at once>
      And once Ann's phone has Wi-Fi, the video <on Wi-Fi>
      And as soon as Ann chooses Best quality for videos and takes another video, the newest video is in OneDrive

      Examples:
        | row           | quality      | network            | for photos   | becomes                  | at once            | on Wi-Fi           | why                                          |
        | off-wifi      | Don't upload | Wi-Fi              | Best quality | stays on the phone alone | is not in OneDrive | is not in OneDrive | the choice for photos says nothing of videos |
        | off-cellular  | Don't upload | cellular data only | Good quality | stays on the phone alone | is not in OneDrive | is not in OneDrive | nothing was chosen for videos                |
        | off-none      | Don't upload | no network         | Best quality | stays on the phone alone | is not in OneDrive | is not in OneDrive | nothing was chosen for videos                |
        | best-wifi     | Best quality | Wi-Fi              | Don't upload | goes to OneDrive at once | is in OneDrive     | is in OneDrive     | Wi-Fi is good for everything                 |
        | best-cellular | Best quality | cellular data only | Good quality | waits for Wi-Fi          | is not in OneDrive | is in OneDrive     | a video needs Wi-Fi, whatever photos need    |
        | best-none     | Best quality | no network         | Don't upload | waits for Wi-Fi          | is not in OneDrive | is in OneDrive     | there is no Wi-Fi                            |

      @profile:windows-phone-8 @choice:good_quality_videos:offered
      Examples: Only Windows Phone 8 may offer videos in good quality
        | row           | quality      | network            | for photos   | becomes                  | at once            | on Wi-Fi       | why                                       |
        | good-wifi     | Good quality | Wi-Fi              | Don't upload | goes to OneDrive at once | is in OneDrive     | is in OneDrive | Wi-Fi is good for everything              |
        | good-cellular | Good quality | cellular data only | Good quality | waits for Wi-Fi          | is not in OneDrive | is in OneDrive | a video needs Wi-Fi, whatever its quality |
        | good-none     | Good quality | no network         | Don't upload | waits for Wi-Fi          | is not in OneDrive | is in OneDrive | there is no Wi-Fi                         |

    @PHO-05.03
    Scenario Outline: Choosing <quality> for <medium> changes nothing for <the other> that waits
      Given Ann's phone, on no network, has Best quality chosen for photos and Best quality for videos
      And Ann took a photo and a video
      When Ann chooses <quality> for <medium>
      And Ann's phone finds Wi-Fi
      Then on Ann's phone, <photos> is chosen for photos and <videos> for videos
      And <the other> is in OneDrive in Best quality

      Examples:
        | row         | medium | quality      | photos       | videos       | the other | why                                      |
        | photos-off  | photos | Don't upload | Don't upload | Best quality | the video | only photos that wait are dropped        |
        | photos-good | photos | Good quality | Good quality | Best quality | the video | only photos are to go in another quality |
        | videos-off  | videos | Don't upload | Best quality | Don't upload | the photo | only videos that wait are dropped        |

    @PHO-05.04
    Scenario Outline: A photo that waits while <earlier> is changed to <later> goes in <later>
      Given Ann's phone, on no network, has <earlier> chosen for photos
      And Ann took a photo of twelve megapixels
      When Ann chooses <later> for photos
      And Ann's phone finds Wi-Fi
      Then the photo is in OneDrive in <later>

      Examples:
        | row          | earlier      | later        | why                                |
        | best-to-good | Best quality | Good quality | the newest word of a person counts |
        | good-to-best | Good quality | Best quality | the newest word of a person counts |

    @PHO-05.05
    Scenario Outline: A photo that was uploaded in <earlier> stays so when <later> is chosen, and is not uploaded again
      Given Ann's phone, on Wi-Fi, has <earlier> chosen for photos
      And Ann took a photo of twelve megapixels
      When Ann chooses <later> for photos
      And 2 days pass
      Then nothing more leaves Ann's phone
      And the photo is in OneDrive in <earlier>
      And as soon as Ann takes another photo, the newest photo is in OneDrive

      Examples:
        | row          | earlier      | later        | why                       |
        | best-to-good | Best quality | Good quality | nothing is uploaded twice |
        | good-to-best | Good quality | Best quality | nothing is uploaded twice |

    @PHO-05.06
    Scenario Outline: A photo at <point> of its upload when <later> is chosen is in OneDrive exactly once
      Given Ann's phone, on Wi-Fi, has <earlier> chosen for photos
      And Ann took a photo of twelve megapixels, whose upload is at <point>
      When Ann chooses <later> for photos
      And the upload from Ann's phone goes on
      Then the photo is in OneDrive
      And the photo shows what was taken, the right way up

      # Whether what is under way goes on as it began, or begins anew in the other quality, is left open as long as there is Wi-Fi.
      Examples:
        | row                 | earlier      | later        | point        | why                                  |
        | best-to-good-at-50  | Best quality | Good quality | 50 %         | half of it was sent                  |
        | best-to-good-at-end | Best quality | Good quality | the very end | all was sent, and does not count yet |
        | good-to-best-at-0   | Good quality | Best quality | 0 %          | it has begun, and sent nothing       |

    @PHO-05.07
    Scenario: Two phones of one account each upload, by a choice of their own
      Given Ann's phone, on Wi-Fi, has Best quality chosen for photos
      And Ann's new phone, on Wi-Fi, has Good quality chosen for photos
      When Ann takes a photo with Ann's new phone
      Then the photo is in OneDrive in Good quality
      And on Ann's phone, Best quality is chosen for photos and Don't upload for videos
      And as soon as Ann takes another photo, the newest photo is in OneDrive

    @PHO-05.08 @choice:toggles_after_restore:as_in_the_backup
    Scenario: A phone that was set up with a backup uploads what is taken, as the backup has it
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, has restored Ann's phone
      When Ann goes on to the end of set-up and taps Done
      And Ann takes a photo with Ann's new phone
      Then the photo is in OneDrive in Best quality

    @PHO-05.09
    Scenario: When Don't upload is chosen in the middle of the upload of a video, the photo behind it goes
      Given Ann's phone, on Wi-Fi, has Best quality chosen for photos and Best quality for videos
      And Ann took a video, whose upload is at 50 %
      And Ann took a photo
      When Ann chooses Don't upload for videos
      And the upload from Ann's phone goes on
      Then the photo is in OneDrive
      And the video is not in OneDrive

    @PHO-05.10 @profile:windows-phone-8 @choice:good_quality_videos:offered
    Scenario Outline: A video that waits while <earlier> is changed to <later> goes in <later>
      Given Ann's phone, on no network, has <earlier> chosen for videos
      And Ann took a video
      When Ann chooses <later> for videos
      And Ann's phone finds Wi-Fi
      Then the video is in OneDrive in <later>

      Examples:
        | row          | earlier      | later        | why                                |
        | best-to-good | Best quality | Good quality | the newest word of a person counts |
        | good-to-best | Good quality | Best quality | the newest word of a person counts |

  @PHO-06 @behaviour
  Rule: While Don't upload is chosen, nothing is uploaded by itself

    @PHO-06.01
    Scenario Outline: With Don't upload for both, no photo and no video leaves a phone on <network>, however long it stays there
      Given Ann's phone, on <network>, has Don't upload chosen for photos and Don't upload for videos
      When Ann takes a photo and a video
      And 61 days pass
      Then nothing has left Ann's phone
      And as soon as Ann chooses Good quality for photos and takes another photo, the newest photo is in OneDrive

      Examples:
        | row      | network            | why                                  |
        | wifi     | Wi-Fi              | whatever is chosen could go over it  |
        | cellular | cellular data only | good-quality photos could go over it |

    @PHO-06.02
    Scenario: What waits when Don't upload is chosen is not uploaded
      Given Ann's phone, on no network, has Best quality chosen for photos
      And Ann took three photos
      When Ann chooses Don't upload for photos
      And Ann's phone finds Wi-Fi
      And 2 days pass
      Then nothing that Ann took is in OneDrive
      And nothing has left Ann's phone
      And as soon as Ann chooses Best quality for photos and takes another photo, the newest photo is in OneDrive

    # The help page leaves this open; each phone declares which of the two it does: PHO-06.03 or PHO-06.04.

    @PHO-06.03 @choice:which_media:taken_while_chosen
    Scenario: What waited when Don't upload was chosen is not uploaded when Best quality is chosen again, either
      Given Ann's phone, on no network, has Best quality chosen for photos
      And Ann took a photo
      When Ann chooses Don't upload for photos
      And Ann chooses Best quality for photos
      And Ann's phone finds Wi-Fi
      Then nothing that Ann took is in OneDrive
      And as soon as Ann takes another photo, the newest photo is in OneDrive

    @PHO-06.04 @choice:which_media:all
    Scenario: What waited when Don't upload was chosen goes to OneDrive when Best quality is chosen again
      Given Ann's phone, on no network, has Best quality chosen for photos
      And Ann took two photos
      When Ann chooses Don't upload for photos
      And Ann chooses Best quality for photos
      And Ann's phone finds Wi-Fi
      Then all that Ann took is in OneDrive, in the order in which it was taken

    @PHO-06.05
    Scenario: What was uploaded stays in OneDrive when Don't upload is chosen
      Given Ann's phone, on Wi-Fi, has Best quality chosen for photos and Best quality for videos
      And Ann took a photo and a video
      When Ann chooses Don't upload for photos
      And Ann chooses Don't upload for videos
      And 2 days pass
      Then the photos and videos in OneDrive are what they were
      And the photo is in OneDrive
      And the video is in OneDrive

    @PHO-06.06
    Scenario Outline: A video at <point> of its upload when Don't upload is chosen does not come to OneDrive
      Given Ann's phone, on Wi-Fi, has Best quality chosen for videos
      And Ann took a video, whose upload is at <point>
      When Ann chooses Don't upload for videos
      And the upload from Ann's phone goes on
      And 2 days pass
      Then the video is not in OneDrive
      And nothing more leaves Ann's phone
      And as soon as Ann chooses Best quality for videos and takes another video, the newest video is in OneDrive

      Examples:
        | row           | point        | why                                    |
        | at-0-percent  | 0 %          | it has begun, and sent nothing         |
        | at-50-percent | 50 %         | half of it was sent                    |
        | before-commit | the very end | all is sent, and it does not count yet |

    # On this phone nobody has chosen anything for photos, so Don't upload is chosen.

    @PHO-06.07
    Scenario: A manual backup takes no photo along
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      And Ann took a photo
      When Ann taps Back up now
      Then Ann's phone makes one more manual backup
      And nothing that Ann took is in OneDrive
      And as soon as Ann chooses Best quality for photos and takes another photo, the newest photo is in OneDrive
