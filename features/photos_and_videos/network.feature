Feature: Over which network photos and videos go

  Videos and best-quality photos are large, and go over Wi-Fi alone. Good-quality photos are small, and go over whatever network there is.

  @PHO-10 @precondition
  Rule: Videos and best-quality photos wait for Wi-Fi

    @PHO-10.01
    Scenario Outline: On cellular data, <media> in best quality <wait> for Wi-Fi, however long that takes
      Given Ann's phone, on cellular data only, has Best quality chosen for photos and Best quality for videos
      When Ann takes <media>
      And 61 days pass
      Then nothing that Ann took is in OneDrive
      And nothing has left Ann's phone over cellular data
      And as soon as Ann's phone finds Wi-Fi, <the last> is in OneDrive

      Examples:
        | row   | media               | wait  | the last         | why                                   |
        | photo | a photo             | waits | the photo        | best-quality photos need Wi-Fi        |
        | video | a video             | waits | the video        | videos need Wi-Fi                     |
        | both  | a photo and a video | wait  | the newest video | neither of them takes the other along |

    @PHO-10.02
    Scenario: Being plugged in does not replace Wi-Fi
      Given Ann's phone, on cellular data only, has Best quality chosen for photos and Best quality for videos
      And Ann took a photo and a video
      When Ann's phone is plugged in
      And 2 days pass
      Then nothing has left Ann's phone over cellular data
      And as soon as Ann's phone finds Wi-Fi, the video is in OneDrive

    @PHO-10.03
    Scenario: What waited on cellular data goes in the order in which it was taken once there is Wi-Fi
      Given Ann's phone, on cellular data only, has Best quality chosen for photos and Best quality for videos
      And Ann took a photo, a video and another photo
      When Ann's phone finds Wi-Fi
      Then all that Ann took is in OneDrive, in the order in which it was taken
      And nothing has left Ann's phone over cellular data

    # The help page leaves this open; each phone declares which of the two it does: PHO-10.04 or PHO-10.05.

    @PHO-10.04 @choice:upload_when_wifi_drops:pause
    Scenario Outline: When Wi-Fi drops at <point> of the upload of <a medium> and leaves <network>, it waits, and goes on once Wi-Fi is back
      Given Ann's phone, on Wi-Fi, has Best quality chosen for photos and Best quality for videos
      And Ann took <a medium>, whose upload is at <point>
      When Ann's phone is left with <network>
      And the upload from Ann's phone goes on
      And 2 days pass
      Then <the medium> is not in OneDrive
      And nothing has left Ann's phone over cellular data
      And as soon as Ann's phone finds Wi-Fi, <the medium> is in OneDrive
      And only what was missing of <the medium> has been sent

      Examples:
        | row                | a medium | the medium | point        | network            | why                                    |
        | video-0-cellular   | a video  | the video  | 0 %          | cellular data only | it has begun, and sent nothing         |
        | video-50-cellular  | a video  | the video  | 50 %         | cellular data only | half of it was sent                    |
        | video-50-none      | a video  | the video  | 50 %         | no network         | half of it was sent                    |
        | video-end-cellular | a video  | the video  | the very end | cellular data only | all is sent, and it does not count yet |
        | video-end-none     | a video  | the video  | the very end | no network         | all is sent, and it does not count yet |
        | photo-50-cellular  | a photo  | the photo  | 50 %         | cellular data only | best-quality photos are no different   |

    @PHO-10.05 @choice:upload_when_wifi_drops:begin_again
    Scenario Outline: When Wi-Fi drops at <point> of the upload of <a medium> and leaves <network>, it waits, and begins again once Wi-Fi is back
      Given Ann's phone, on Wi-Fi, has Best quality chosen for photos and Best quality for videos
      And Ann took <a medium>, whose upload is at <point>
      When Ann's phone is left with <network>
      And the upload from Ann's phone goes on
      And 2 days pass
      Then <the medium> is not in OneDrive
      And nothing has left Ann's phone over cellular data
      And as soon as Ann's phone finds Wi-Fi, <the medium> is in OneDrive
      And <the medium> has been sent anew, from its first byte

      Examples:
        | row                | a medium | the medium | point        | network            | why                                    |
        | video-50-cellular  | a video  | the video  | 50 %         | cellular data only | half of it was sent                    |
        | video-50-none      | a video  | the video  | 50 %         | no network         | half of it was sent                    |
        | video-end-cellular | a video  | the video  | the very end | cellular data only | all is sent, and it does not count yet |
        | video-end-none     | a video  | the video  | the very end | no network         | all is sent, and it does not count yet |
        | photo-50-cellular  | a photo  | the photo  | 50 %         | cellular data only | best-quality photos are no different   |

    @PHO-10.06
    Scenario: A photo that waits for Wi-Fi goes over cellular data once Good quality is chosen
      Given Ann's phone, on cellular data only, has Best quality chosen for photos
      And Ann took a photo of twelve megapixels
      When Ann chooses Good quality for photos
      Then the photo is in OneDrive in Good quality
      And the photo has gone to OneDrive over cellular data only

    @PHO-10.07
    Scenario: A photo that could have gone over cellular data waits for Wi-Fi once Best quality is chosen
      Given Ann's phone, on no network, has Good quality chosen for photos
      And Ann took a photo of twelve megapixels
      When Ann chooses Best quality for photos
      And Ann's phone gets cellular data only
      And 2 days pass
      Then nothing that Ann took is in OneDrive
      And nothing has left Ann's phone over cellular data
      And as soon as Ann's phone finds Wi-Fi, the photo is in OneDrive

    @PHO-10.08
    Scenario: When Wi-Fi drops at 50 % of the upload of a best-quality photo, it goes over cellular data once Good quality is chosen
      Given Ann's phone, on Wi-Fi, has Best quality chosen for photos
      And Ann took a photo of twelve megapixels, whose upload is at 50 %
      When Ann's phone is left with cellular data only
      And the upload from Ann's phone goes on
      And Ann chooses Good quality for photos
      Then the photo is in OneDrive in Good quality
      And the photo has gone to OneDrive over cellular data only
      And the photo shows what was taken, the right way up

    @PHO-10.09
    Scenario: A manual backup on cellular data takes no video along
      Given Ann's phone, on cellular data only and on battery, made a manual backup just now
      And Ann has chosen Best quality for videos
      And Ann took a video
      When Ann taps Back up now
      Then Ann's phone makes one more manual backup
      And the video is not in OneDrive
      And as soon as Ann's phone finds Wi-Fi, the video is in OneDrive

    @PHO-10.10
    Scenario: A video waits for Wi-Fi although photos may go over cellular data
      Given Ann's phone, on cellular data only, has Good quality chosen for photos and Best quality for videos
      When Ann takes a video
      And 2 days pass
      Then nothing that Ann took is in OneDrive
      And nothing has left Ann's phone over cellular data
      And as soon as Ann's phone finds Wi-Fi, the video is in OneDrive

    @PHO-10.11 @profile:windows-phone-8 @choice:good_quality_videos:offered
    Scenario: A good-quality video waits for Wi-Fi as a best-quality one does
      Given Ann's phone, on cellular data only, has Good quality chosen for photos and Good quality for videos
      When Ann takes a video
      And 2 days pass
      Then nothing that Ann took is in OneDrive
      And nothing has left Ann's phone over cellular data
      And as soon as Ann's phone finds Wi-Fi, the video is in OneDrive

    # Whether the photo under way still goes in good quality, or waits for Wi-Fi, is left open.

    @PHO-10.12
    Scenario: A photo that is on its way over cellular data when Best quality is chosen does not go there in best quality
      Given Ann's phone, on cellular data only, has Good quality chosen for photos
      And Ann took a photo of twelve megapixels, whose upload is at 1 %
      When Ann chooses Best quality for photos
      And the upload from Ann's phone goes on
      And 2 days pass
      Then the photo is not in OneDrive in Best quality
      And as soon as Ann's phone finds Wi-Fi, the photo is in OneDrive

    @PHO-10.13 @profile:windows-phone-8 @choice:good_quality_videos:offered
    Scenario: When Wi-Fi drops in the middle of the upload of a good-quality video, it waits for Wi-Fi
      Given Ann's phone, on Wi-Fi, has Good quality chosen for photos and Good quality for videos
      And Ann took a video of two million bytes, whose upload is at 1 %
      When Ann's phone is left with cellular data only
      And the upload from Ann's phone goes on
      And 2 days pass
      Then the video is not in OneDrive
      And nothing has left Ann's phone over cellular data
      And as soon as Ann's phone finds Wi-Fi, the video is in OneDrive

  @PHO-11 @behaviour
  Rule: Good-quality photos go over cellular data where there is no Wi-Fi

    # The help page says that videos and best-quality photos need Wi-Fi. That good-quality photos do not follows from it.

    @PHO-11.01
    Scenario Outline: On cellular data, <a photo> in good quality goes to OneDrive at once
      Given Ann's phone, on cellular data only, has Good quality chosen for photos
      When Ann takes <a photo>
      Then the photo is in OneDrive in Good quality
      And the photo has gone to OneDrive over cellular data only

      Examples:
        | row       | a photo                               | why                               |
        | small     | a photo                               | it is no larger than it has to be |
        | landscape | a photo of twelve megapixels          | it is made smaller before it goes |
        | portrait  | an upright photo of twelve megapixels | it is made smaller before it goes |
        | huge      | a photo of forty-eight megapixels     | its size does not make it wait    |

    @PHO-11.02
    Scenario: A good-quality photo that waited for a network takes cellular data as well
      Given Ann's phone, on no network, has Good quality chosen for photos
      And Ann took two photos
      When Ann's phone gets cellular data only
      Then all that Ann took is in OneDrive, in the order in which it was taken

    @PHO-11.03
    Scenario Outline: <What waits> does not delay a good-quality photo
      Given Ann's phone, on cellular data only, has Good quality chosen for photos and Best quality for videos
      When Ann takes <media>
      Then the photo is in OneDrive
      And the video is not in OneDrive
      And as soon as Ann's phone finds Wi-Fi, the video is in OneDrive

      Examples:
        | row          | What waits                                 | media               | why                            |
        | video-before | A video that waits and was taken before it | a video and a photo | only the video waits for Wi-Fi |
        | video-after  | A video that waits and was taken after it  | a photo and a video | only the video waits for Wi-Fi |

    @PHO-11.04
    Scenario: When Wi-Fi drops in the middle of the upload of a good-quality photo, it is completed over cellular data
      Given Ann's phone, on Wi-Fi, has Good quality chosen for photos
      And Ann took a photo, whose upload is at 1 %
      When Ann's phone is left with cellular data only
      And the upload from Ann's phone goes on
      Then the photo is in OneDrive
      And the photo shows what was taken, the right way up

    @PHO-11.05
    Scenario: A good-quality photo whose upload is cut off when the network is lost is completed over cellular data
      Given Ann's phone, on Wi-Fi, has Good quality chosen for photos
      And Ann took a photo, whose upload is at 1 %
      When Ann's phone is left with no network
      And the upload from Ann's phone goes on
      Then the photo is not in OneDrive
      And as soon as Ann's phone gets cellular data only, the photo is in OneDrive
