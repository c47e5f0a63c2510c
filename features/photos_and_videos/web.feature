Feature: Photos and videos on the web

  What was uploaded lies in the OneDrive of the account that the phone was signed in with. Whoever is signed in with that account can open it,
  on whatever device; nobody else can. Photos and videos are not among what a restore brings back to a phone: they are opened in OneDrive.

  @PHO-02 @behaviour
  Rule: What was uploaded can be opened on any device that is signed in with the account

    @PHO-02.01
    Scenario Outline: <The medium> opens on <device>, and is what was taken, byte for byte
      Given Ann's phone, on Wi-Fi, has Best quality chosen for photos and Best quality for videos
      And Ann took a photo and a video
      When <the medium> is opened on <device> that is signed in with Ann's account
      Then what opens is <the medium>, byte for byte as it was taken

      Examples:
        | row               | The medium | the medium | device                  | why                                      |
        | photo-on-computer | The photo  | the photo  | a computer              | it is connected to the web and signed in |
        | photo-on-tablet   | The photo  | the photo  | a tablet                | what kind of device it is plays no part  |
        | photo-elsewhere   | The photo  | the photo  | a phone of another make | it need not be a phone that uploads      |
        | video-on-computer | The video  | the video  | a computer              | videos are no different                  |

    @PHO-02.02
    Scenario: A photo that was uploaded in good quality opens as a whole picture
      Given Ann's phone, on Wi-Fi, has Good quality chosen for photos
      And Ann took a photo of twelve megapixels
      When the photo is opened on a computer that is signed in with Ann's account
      Then what opens is the photo, a picture that is whole

    @PHO-02.03
    Scenario Outline: A photo opens although <the phone is gone>
      Given Ann's phone, on Wi-Fi, has Best quality chosen for photos
      And Ann took a photo
      When <something happens>
      And the photo is opened on a computer that is signed in with Ann's account
      Then what opens is the photo, byte for byte as it was taken

      Examples:
        | row        | the phone is gone                    | something happens                   | why                                    |
        | off        | Ann's phone is off                   | Ann's phone is switched off         | it is OneDrive that has the photo      |
        | offline    | Ann's phone has no network           | Ann's phone is left with no network | OneDrive does not ask the phone        |
        | signed-out | Ann's phone is signed out            | Ann's phone is signed out           | the account still has its OneDrive     |
        | lapsed     | the sign-in on Ann's phone has lapsed| the sign-in to Ann's account lapses | the device has a sign-in of its own    |
        | reset      | Ann's phone was reset                | Ann's phone is reset                | whoever loses a phone loses no photo   |

    @PHO-02.04
    Scenario: On a device that is not signed in, a photo does not open
      Given Ann's phone, on Wi-Fi, has Best quality chosen for photos
      And Ann took a photo
      When the photo is opened on a computer that is not signed in
      Then it is refused, because the device is not signed in with that account
      And as soon as the device is signed in with Ann's account, it can be opened

    @PHO-02.05
    Scenario: On a device that is signed in with another account, a photo does not open
      Given Ben's phone, on Wi-Fi, has Best quality chosen for photos
      And Ann's phone, on Wi-Fi, has Best quality chosen for photos
      And Ann took a photo
      When the photo is opened on a computer that is signed in with Ben's account
      Then it is refused, because the device is not signed in with that account
      And as soon as the device is signed in with Ann's account, it can be opened

    @PHO-02.06
    Scenario: A photo that was not uploaded yet does not open
      Given Ann's phone, on no network, has Best quality chosen for photos
      And Ann took a photo
      When the photo is opened on a computer that is signed in with Ann's account
      Then it is refused, because it is not in OneDrive
      And as soon as Ann's phone finds Wi-Fi, it can be opened

    @PHO-02.07
    Scenario: A photo comes to the account that the phone is signed in with, and to no other
      Given Ben's phone, on Wi-Fi, has Best quality chosen for photos
      And Ann's phone, on Wi-Fi, has Best quality chosen for photos
      When Ann takes a photo
      Then the photo is in OneDrive
      And the OneDrive of Ben's account holds no photo and no video

    @PHO-02.08
    Scenario: What was uploaded stays in the OneDrive of its account when somebody else signs in on the phone
      Given Ben's phone, on Wi-Fi, has Best quality chosen for photos
      And Ann's phone, on Wi-Fi, has Best quality chosen for photos
      And Ann took a photo
      When Ann's phone is signed in with Ben's account
      Then the photo is in OneDrive
      And the OneDrive of Ben's account holds no photo and no video

    # The help page leaves open whether it stays in OneDrive; where a phone declares that it goes, see PHO-01.09.

    @PHO-02.09 @choice:deleted_media:stays
    Scenario: A photo opens after it was deleted on the phone
      Given Ann's phone, on Wi-Fi, has Best quality chosen for photos
      And Ann took a photo
      When Ann deletes the photo on the phone
      And the photo is opened on a computer that is signed in with Ann's account
      Then what opens is the photo, byte for byte as it was taken
