"""Twelve people by hand in two months: what the 21+ pages must show of them.

28 February 2025        31 March 2025
01 tried                supported, answered 10 March
02 supported, in date   supported, due on 5 April
03 supported, due       declined, overdue since 10 March, not tried
04 in contact, due      in contact, overdue since 1 March, tried twice
05 tried                tried, never reached
06 not yet tried        not yet tried, never reached
07 not yet tried        not yet tried, first call not yet due (21 on 1 February)
08 supported            supported, asked for no further contact
09 supported            outside the offer
10 not yet tried        in contact (offered), never reached
11 not there            supported, overdue since 20 March, not tried
12 not there            aged 17
13 supported, in date   not there: turned 25 on 15 March
"""

FEBRUARY = {
    "care_leavers": """
        id | born       | eligible        | status        | touch | adviser
        01 | 2003-05-10 | former relevant | not receiving | NO    | Ash
        02 | 2002-02-02 | former relevant | supported     | YES   | Ash
        03 | 2001-07-07 | former relevant | supported     | YES   | Ash
        04 | 2003-11-30 | former relevant | not receiving | NO    | Birch
        05 | 2002-12-12 | former relevant | not receiving | NO    | Birch
        06 | 2003-08-08 | former relevant | not receiving | NO    |
        07 | 2004-02-01 | former relevant | not receiving | YES   | Birch
        08 | 2001-04-03 | former relevant | supported     | YES   | Birch
        09 | 2002-06-06 | former relevant | supported     | YES   | Ash
        10 | 2003-01-01 | former relevant | not receiving | NO    |
        13 | 2000-03-15 | former relevant | supported     | YES   | Ash
    """,
    "contacts": """
        id | on         | purpose      | outcome
        01 | 2025-02-10 | 21+ outreach | no answer
        02 | 2025-01-05 | 21+ outreach | no support needed
        03 | 2024-12-10 | 21+ outreach | declined service
        04 | 2024-12-01 | 21+ outreach | wants support
        05 | 2025-02-01 | 21+ outreach | no answer
        08 | 2025-02-14 | 21+ outreach | no further contact
        13 | 2025-02-20 | 21+ outreach | wants support
    """,
}
MARCH = {
    "care_leavers": """
        id | born       | eligible        | status        | touch | adviser
        01 | 2003-05-10 | former relevant | supported     | YES   | Ash
        02 | 2002-02-02 | former relevant | supported     | YES   | Ash
        03 | 2001-07-07 | former relevant | declined      | NO    | Ash
        04 | 2003-11-30 | former relevant | not receiving | NO    | Birch
        05 | 2002-12-12 | former relevant | not receiving | NO    | Birch
        06 | 2003-08-08 | former relevant | not receiving | NO    |
        07 | 2004-02-01 | former relevant | not receiving | YES   | Birch
        08 | 2001-04-03 | former relevant | supported     | YES   | Birch
        09 | 2002-06-06 | former relevant | closed        | RHOM  | Ash
        10 | 2003-01-01 | former relevant | offered       | NO    |
        11 | 2002-09-09 | former relevant | supported     | YES   | Ash
        12 | 2007-06-06 | eligible        |               | YES   | Ash
    """,
    "contacts": FEBRUARY["contacts"]
    + """
        01 | 2025-03-10 | 21+ outreach | wants support
        04 | 2025-03-05 | 21+ outreach | no answer
        04 | 2025-03-20 | 21+ outreach | no answer
        10 | 2025-03-01 | 21+ outreach | message left
        11 | 2024-12-20 | 21+ outreach | wants support
    """,
}

# Homes and days of twelve people. In February 02 had a home, 08's was suitable, 01 had no work, and
# 10 was 17.
HOMES_FEBRUARY = {
    "care_leavers": """
        id | born       | eligible        | touch | type | judged     | accommodation_confirmed_date | doing | health_history_given_date
        01 | 2005-01-10 | former relevant | YES   | U    | suitable   | 2025-02-01                   | G5    | 2023-01-01
        02 | 2005-06-01 | former relevant | YES   | U    | suitable   | 2025-01-01                   | F5    |
        03 | 2004-09-09 | former relevant | NO    | S    |            | 2024-10-01                   | G4    |
        04 | 2003-12-12 | former relevant | NO    | X    |            | 2025-01-15                   | G5    |
        05 | 2004-04-04 | former relevant | YES   | W    | unsuitable | 2024-12-30                   | F2    | 2022-05-05
        06 | 2002-02-02 | former relevant | YES   | V    | unsuitable |                              | G6    |
        07 | 2006-08-08 | former relevant | YES   | U    | suitable   | 2025-02-20                   | P1    |
        08 | 2004-01-01 | former relevant | YES   | U    | suitable   | 2025-01-01                   |       |
        09 | 2003-10-10 | former relevant | NO    | K    |            | 2025-02-01                   | F1    |
        10 | 2007-03-03 | relevant        | YES   | Z    | suitable   | 2025-02-02                   | F2    |
        11 | 2001-05-05 | former relevant | YES   | G    |            | 2025-02-02                   | G5    |
    """
}
HOMES_MARCH = {
    "care_leavers": """
        id | born       | eligible        | touch | type | judged     | accommodation_confirmed_date | doing | health_history_given_date
        01 | 2005-01-10 | former relevant | YES   | U    | suitable   | 2025-02-01                   | F5    | 2023-01-01
        02 | 2005-06-01 | former relevant | YES   | S    |            | 2025-03-01                   | G5    |
        03 | 2004-09-09 | former relevant | NO    | S    |            | 2024-10-01                   | G4    |
        04 | 2003-12-12 | former relevant | YES   | X    |            | 2025-01-15                   | G5    |
        05 | 2004-04-04 | former relevant | YES   | W    | unsuitable | 2024-12-30                   | F2    | 2022-05-05
        06 | 2002-02-02 | former relevant | YES   | V    | unsuitable |                              | G6    |
        07 | 2006-08-08 | former relevant | YES   | U    | suitable   | 2025-03-20                   | P1    |
        08 | 2004-01-01 | former relevant | YES   | U    | unsuitable | 2025-01-01                   |       |
        09 | 2003-10-10 | former relevant | YES   | K    |            | 2025-03-01                   | F1    |
        10 | 2007-03-03 | former relevant | YES   | Z    | suitable   | 2025-03-02                   | F2    |
        11 | 2001-05-05 | former relevant | YES   | G    |            | 2025-02-02                   | G5    |
        12 | 2005-11-11 | former relevant | YES   | U    | suitable   | 2025-03-30                   | F4    | 2024-11-11
    """
}
