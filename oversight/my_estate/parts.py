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
    "fees.FeeFiling": HERE,
    "fees.FeeItem": "t.filing_id IN (SELECT id FROM fees_feefiling WHERE estate_id = %(estate)s)",
    "fees.EstateLevel": HERE,
    "fees.PricePosition": HERE,
    "fees.Finding": HERE,
    "fees.FundBlock": HERE,
    "fees.FundCall": HERE,
    "fees.FundUse": HERE,
    "fees.BankStatement": OF_ITS_BLOCKS,
    "fees.RevenueReport": HERE,
    "fees.RevenueLine": "t.report_id IN (SELECT id FROM fees_revenuereport WHERE estate_id = %(estate)s)",
    "fees.RevenueAudit": HERE,
    "estates.BoardEntry": HERE,
    "estates.BoardObjection": HERE,
    "estates.Equipment": HERE,
    "estates.RenovationPlan": HERE,
    "estates.RenovationItem": "t.plan_id IN (SELECT id FROM estates_renovationplan WHERE estate_id = %(estate)s)",
    "estates.Hazard": HERE,
    "estates.SafetyVisit": HERE,
    "estates.BasicService": HERE,
    "enterprises.Delivery": HERE,
    "enterprises.Takeover": HERE,
    "enterprises.TakeoverDefect": "t.takeover_id IN (SELECT id FROM enterprises_takeover WHERE estate_id = %(estate)s)",
}
OF_ALL: dict[str, str] = {
    "accounts.CityProfile": "true",
    "accounts.RuleValue": "true",
    "complaints.FiguresTaken": "true",
    "credit.Band": "true",
    "estates.BoardItem": "true",
    "fees.GuidePrice": "true",
    "fees.Standard": "true",
    "fees.StandardLevel": "true",
    "fees.StandardItem": "true",
    "credit.Night": "t.id = (SELECT max(id) FROM credit_night)",
}
"""What the pages of all estates read."""
