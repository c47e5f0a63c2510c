Feature: Where the uploads of photos and videos are chosen

  @PHO-04 @label
  Rule: Photos and videos are found in Backup > Photos + videos

    @PHO-04.01
    Scenario: Backup holds a page called Photos + videos
      Given Ann's phone, on no network, has Don't upload chosen for photos
      When Ann opens App list > Settings > Backup
      Then there is a page called Photos + videos

    @PHO-04.02
    Scenario: Photos + videos holds a choice for photos and another for videos
      Given Ann's phone, on no network, has Don't upload chosen for photos
      When Ann opens App list > Settings > Backup > Photos + videos
      Then there is a choice called Photos
      And there is a choice called Videos

    @PHO-04.03
    Scenario: For photos, three choices are offered
      Given Ann's phone, on no network, has Don't upload chosen for photos
      When Ann opens App list > Settings > Backup > Photos + videos
      Then Photos offers Don't upload, Good quality and Best quality to choose from

    @PHO-04.04
    Scenario Outline: With <photos> chosen for photos and <videos> for videos, Photos + videos shows that
      Given Ann's phone, on no network, has <photos> chosen for photos and <videos> for videos
      When Ann opens App list > Settings > Backup > Photos + videos
      Then Photos stands at <photos>
      And Videos stands at <videos>

      Examples:
        | row       | photos       | videos       | why                                     |
        | untouched | Don't upload | Don't upload | nobody has chosen anything              |
        | photos    | Good quality | Don't upload | each shows its own choice               |
        | videos    | Don't upload | Best quality | each shows its own choice               |
        | both      | Best quality | Best quality | what can be chosen for one shows for it |

  @PHO-03 @warning
  Rule: On the page where uploads are chosen, the phone always warns that cellular data may cost money

    # Good-quality photos go over cellular data, so whoever chooses has to know. The help page gives the warning for photos and videos alike, so
    # both choices carry it, although videos wait for Wi-Fi (PHO-10).

    @PHO-03.01
    Scenario Outline: On <network>, with <chosen> chosen for photos, both choices carry the warning
      Given Ann's phone, on <network>, has <chosen> chosen for photos
      When Ann opens App list > Settings > Backup > Photos + videos
      Then Photos carries the warning that cellular data may cost money
      And Videos carries the warning that cellular data may cost money

      Examples:
        | row      | chosen       | network            | why                                             |
        | before   | Don't upload | no network         | whoever has yet to choose is to be warned       |
        | on-wifi  | Don't upload | Wi-Fi              | Wi-Fi is there now, and need not be there later |
        | cellular | Good quality | cellular data only | whoever has chosen may want to choose anew      |
