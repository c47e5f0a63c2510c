Feature: Where everything about backups is found

  @GEN-05 @label
  Rule: Everything about backups is found in App list > Settings > Backup

    @GEN-05.01
    Scenario: Before anybody has signed in, too, the page leads on, so that people can learn what a backup would do
      Given nobody has ever signed in on Ann's phone
      When Ann opens App list > Settings > Backup
      Then there is a page called Apps + settings

    @GEN-05.02
    Scenario Outline: Backup holds a page for each area
      Given on Ann's phone nothing is turned on
      When Ann opens App list > Settings > Backup
      Then there is a page called <page>

      Examples:
        | row               | page            | why                                       |
        | apps-and-settings | Apps + settings | apps and settings go into one backup      |
        | text-messages     | Text messages   | text messages are saved one by one        |
        | photos-and-videos | Photos + videos | photos and videos are uploaded one by one |

  @GEN-06 @informative @not-testable
  Rule: What is said about backing up and what is said about restoring point to each other
    These are pointers from one page of text to another. A phone does nothing about them that anyone could see.
