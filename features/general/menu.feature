Feature: Where backups are found on the phone

  @GEN-05 @label
  Rule: What is backed up is chosen in App list > Settings > Backup
    A backup is restored elsewhere, while a phone is set up (RST-01), and deleted for good in OneDrive (DEL-07).

    @GEN-05.01
    Scenario: Even before anybody has signed in, Backup can be opened
      Given nobody has ever signed in on Ann's phone
      When Ann opens App list > Settings > Backup
      Then there is a page called Apps + settings

    @GEN-05.02
    Scenario Outline: Backup holds a page called <page>
      Given on Ann's phone all options are off
      When Ann opens App list > Settings > Backup
      Then there is a page called <page>

      Examples:
        | row               | page            | why                                       |
        | apps-and-settings | Apps + settings | apps and settings go into one backup      |
        | text-messages     | Text messages   | text messages are saved one by one        |
        | photos-and-videos | Photos + videos | photos and videos are uploaded one by one |

  @GEN-06 @informative @not-testable
  Rule: The two parts of the help page, about backing up and about restoring, point to each other
    These are links from one text to another; nothing on a phone corresponds to them.
