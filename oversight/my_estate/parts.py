"""The tables that an estate's page is made of, and which of their rows are the estate's: SQL of the row `t`."""

HERE = "t.estate_id = %(estate)s"
OF_ITS_BLOCKS = "t.block_id IN (SELECT id FROM fees_fundblock WHERE estate_id = %(estate)s)"
ITS_COMPANIES = "(SELECT enterprise_id FROM enterprises_servicecontract WHERE estate_id = %(estate)s)"

OF_AN_ESTATE: dict[str, str] = {
    "estates.Estate": "t.id = %(estate)s",
    "estates.Building": HERE,
    "enterprises.ServiceContract": HERE,
    "enterprises.Enterprise": f"t.id IN {ITS_COMPANIES}",
    "credit.Grade": f"t.enterprise_id IN {ITS_COMPANIES} AND t.until_on IS NULL",
    "committees.Committee": HERE,
    "committees.Member": "t.committee_id IN (SELECT id FROM committees_committee WHERE estate_id = %(estate)s)",
    "committees.Vote": HERE,
    "committees.Posting": HERE,
}
OF_ALL: dict[str, str] = {
    "accounts.CityProfile": "true",
    "accounts.RuleValue": "true",
    "complaints.FiguresTaken": "true",
    "credit.Band": "true",
    "credit.Night": "t.id = (SELECT max(id) FROM credit_night)",
}
"""What the pages of all estates read."""
