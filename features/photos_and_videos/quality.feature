Feature: Good quality and best quality

  Best quality is the original. Good quality is a smaller picture: it takes less data to send and less room in OneDrive. How small it is, each
  phone decides.

  @PHO-07 @behaviour
  Rule: A good-quality photo has a lower resolution and takes less data and less room, unless it is small already

    @PHO-07.01
    Scenario Outline: <A photo> is smaller in OneDrive, in both directions and in bytes, and shows the same
      Given Ann's phone, on Wi-Fi, has Good quality chosen for photos
      When Ann takes <a photo>
      Then the photo is in OneDrive in a lower resolution
      And the photo has kept its proportions
      And the photo shows what was taken, the right way up
      And the photo uses less data and less room in OneDrive than the original would

      Examples:
        | row       | A photo                               | a photo                               | why                            |
        | landscape | A photo of twelve megapixels          | a photo of twelve megapixels          | it is what a good camera takes |
        | portrait  | An upright photo of twelve megapixels | an upright photo of twelve megapixels | its height is its longer side  |
        | huge      | A photo of forty-eight megapixels     | a photo of forty-eight megapixels     | it is larger than most         |
        | profiled  | A photo with a colour profile         | a photo with a colour profile         | its colours are kept, or converted    |

    @PHO-07.02
    Scenario: A photo that is small already does not grow
      Given Ann's phone, on Wi-Fi, has Good quality chosen for photos
      When Ann takes a photo
      Then the photo is no larger in OneDrive than it was taken
      And the photo has kept its proportions
      And the photo shows what was taken, the right way up

    @PHO-07.03
    Scenario: When a photo is uploaded in good quality, the photo on the phone stays as it was taken
      Given Ann's phone, on Wi-Fi, has Good quality chosen for photos
      When Ann takes a photo of twelve megapixels
      Then the photo is in OneDrive in Good quality
      And the photo is still on Ann's phone

    @PHO-07.04 @profile:windows-phone-8 @choice:good_quality_videos:offered
    Scenario: A good-quality video has a lower resolution and takes less data and less room
      Given Ann's phone, on Wi-Fi, has Good quality chosen for videos
      When Ann takes a video
      Then the video is in OneDrive in a lower resolution
      And the video uses less data and less room in OneDrive than the original would

    @PHO-07.05
    Scenario: Of two photos that go together in good quality, each shows what was taken
      Given Ann's phone, on no network, has Good quality chosen for photos
      And Ann took a photo of twelve megapixels and an upright one
      When Ann's phone finds Wi-Fi
      Then the first photo shows what was taken, the right way up
      And the second photo shows what was taken, the right way up

    @PHO-07.06
    Scenario: A good-quality photo is uploaded where there is room for it, though not for the original
      Given Ann's phone, on Wi-Fi, has Good quality chosen for photos
      And Ann took a photo of twelve megapixels
      When the OneDrive of Ann's account has room for just one more like that
      And Ann takes the same photo of twelve megapixels again
      Then the newest photo is in OneDrive in Good quality

  @PHO-08 @behaviour
  Rule: Good quality is not offered for videos on Windows Phone 8.1; on Windows Phone 8, each phone declares whether it is

    @PHO-08.01 @profile:windows-phone-8.1
    Scenario: Windows Phone 8.1 offers two choices for videos
      Given Ann's phone, on no network, has Don't upload chosen for videos
      When Ann opens App list > Settings > Backup > Photos + videos
      Then Videos offers Don't upload and Best quality to choose from

    @PHO-08.02 @profile:windows-phone-8.1
    Scenario Outline: On Windows Phone 8.1, Good quality for videos is refused on <network>, and <chosen> stays chosen
      Given Ann's phone, on <network>, has Good quality chosen for photos and <chosen> for videos
      When Ann chooses Good quality for videos
      Then it is refused, because Good quality is not offered for videos
      And on Ann's phone, Good quality is chosen for photos and <chosen> for videos
      And as soon as Ann chooses Best quality for videos, that is chosen

      Examples:
        | row           | network            | chosen       | why                                         |
        | off-wifi      | Wi-Fi              | Don't upload | that photos have it makes no difference     |
        | best-wifi     | Wi-Fi              | Best quality | what was chosen before stays                |
        | best-cellular | cellular data only | Best quality | without Wi-Fi it is not offered, either     |
        | off-none      | no network         | Don't upload | without a network it is not offered, either |

    @PHO-08.03 @profile:windows-phone-8.1
    Scenario: On Windows Phone 8.1, a video goes in best quality even after Good quality was asked for
      Given Ann's phone, on Wi-Fi, has Best quality chosen for videos
      When Ann chooses Good quality for videos
      And Ann takes a video
      Then the video is in OneDrive in Best quality

    # The help page leaves this open; each phone declares which of the two it does: PHO-08.04 or PHO-08.05.

    @PHO-08.04 @profile:windows-phone-8 @choice:good_quality_videos:offered
    Scenario: Windows Phone 8 offers three choices for videos, and Good quality can be chosen
      Given Ann's phone, on no network, has Don't upload chosen for videos
      When Ann opens App list > Settings > Backup > Photos + videos
      And Ann chooses Good quality for videos
      Then Videos offers Don't upload, Good quality and Best quality to choose from
      And on Ann's phone, Don't upload is chosen for photos and Good quality for videos

    @PHO-08.05 @profile:windows-phone-8 @choice:good_quality_videos:not_offered
    Scenario: Windows Phone 8 offers two choices for videos, and Good quality is refused
      Given Ann's phone, on no network, has Don't upload chosen for videos
      When Ann opens App list > Settings > Backup > Photos + videos
      And Ann chooses Good quality for videos
      Then it is refused, because Good quality is not offered for videos
      And Videos offers Don't upload and Best quality to choose from
      And as soon as Ann chooses Best quality for videos, that is chosen

  @PHO-09 @behaviour
  Rule: A best-quality photo or video is the original, byte for byte

    @PHO-09.01
    Scenario Outline: <A medium> is in OneDrive as it was taken
      Given Ann's phone, on Wi-Fi, has Best quality chosen for photos and Best quality for videos
      When Ann takes <a medium>
      Then <the medium> is in OneDrive in Best quality
      And <the medium> is in OneDrive byte for byte as it was taken

      Examples:
        | row        | A medium                              | a medium                              | the medium | why                             |
        | small      | A photo                               | a photo                               | the photo  | no resolution is higher         |
        | landscape  | A photo of twelve megapixels          | a photo of twelve megapixels          | the photo  | no resolution is higher         |
        | portrait   | An upright photo of twelve megapixels | an upright photo of twelve megapixels | the photo  | it is not turned, either        |
        | huge       | A photo of forty-eight megapixels     | a photo of forty-eight megapixels     | the photo  | it is larger than most          |
        | video      | A video                               | a video                               | the video  | videos are no different         |
        | long-video | A video of two million bytes          | a video of two million bytes          | the video  | it is larger than the one above |
